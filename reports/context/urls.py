"""The address of the context series."""

from django.urls import path

from reports.context import views

urlpatterns = [path("context/", views.context_page, name="context")]
