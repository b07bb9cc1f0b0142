"""Addresses of the dashboard; each holds the whole question, so that it can be sent."""

from django.urls import path

from reports.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.dashboard_home, name="home"),
    path("<scope:scope>/", views.dashboard, name="page"),
]
