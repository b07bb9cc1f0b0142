"""Addresses of the MSMEs in the workspace."""

from django.urls import path

from msmes import persons, views

app_name = "msmes"
urlpatterns = [
    path("", views.msme_list, name="list"),
    path("by-nik/", persons.msmes_by_nik, name="by-nik"),
    path("<slug:public_id>/", views.msme_page, name="page"),
    path("<slug:public_id>/reveal/", views.msme_reveal, name="reveal"),
    path("<slug:public_id>/personal/", persons.msme_personal, name="personal"),
    path("<slug:public_id>/anonymise/", persons.msme_anonymise, name="anonymise"),
]
