"""Addresses of files."""

from django.urls import path

from reports.exports import views

urlpatterns = [
    path("figures/<scope:scope>/<slug:code>/rows.<slug:file_type>", views.figure_rows, name="figure-rows"),
    path("lists/<slug:code>.<slug:file_type>", views.list_rows, name="list-rows"),
    path("exports/<uuid:public_id>/", views.export, name="export"),
    path("exports/<uuid:public_id>/file.xlsx", views.export_file, name="export-file"),
]
