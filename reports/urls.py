"""Addresses of the figures; each holds the whole question, so that it can be sent."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.figures_home, name="figures"),
    path("<slug:scope>/", views.figures_table, name="figures-table"),
    path("<slug:scope>/<slug:code>/", views.figure_page, name="figure"),
]
