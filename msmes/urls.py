"""Addresses of the MSMEs in the workspace."""

from django.urls import path

from msmes import views

app_name = "msmes"
urlpatterns = [
    path("", views.msme_list, name="list"),
    path("<slug:public_id>/", views.msme_page, name="page"),
    path("<slug:public_id>/reveal/", views.msme_reveal, name="reveal"),
]
