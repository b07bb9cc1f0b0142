"""Addresses of imports."""

from django.urls import path

from partners.importing import deciding, views

app_name = "importing"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("<slug:public_id>/", views.import_page, name="page"),
    path("<slug:public_id>/columns/", views.import_columns, name="columns"),
    path("<slug:public_id>/sheet/", views.sheet, name="sheet"),
    path("<slug:public_id>/check/", views.check_again, name="check"),
    path("<slug:public_id>/cancel/", views.cancel, name="cancel"),
    path("<slug:public_id>/take-over/", views.take_over, name="take-over"),
    path("<slug:public_id>/write/", views.write, name="write"),
    path("<slug:public_id>/rows/", views.import_rows, name="rows"),
    path("<slug:public_id>/marked.xlsx", views.marked, name="marked"),
    path("<slug:public_id>/again/", views.again, name="again"),
    path("<slug:public_id>/undo/", views.undo, name="undo"),
    path("<slug:public_id>/choose/", deciding.choose, name="choose"),
    path("<slug:public_id>/drop/", deciding.drop, name="drop"),
    path("<slug:public_id>/settle/", deciding.settle, name="settle"),
    path("<slug:public_id>/same/", deciding.same, name="same"),
    path("<slug:public_id>/afresh/", deciding.afresh, name="afresh"),
    path("<slug:public_id>/rows/<int:number>/", deciding.mend, name="mend"),
    path("<slug:public_id>/rows/<int:number>/another/", deciding.another, name="another"),
]
