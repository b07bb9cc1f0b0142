"""Addresses of confirmations."""

from django.urls import path

from msmes.confirmations import views

app_name = "confirmations"
urlpatterns = [
    path("", views.unconfirmed_list, name="list"),
    path("confirm/", views.confirm, name="confirm"),
]
