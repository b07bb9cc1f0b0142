"""Addresses of the figures; each holds the whole question, so that it can be sent."""

from django.urls import path, register_converter

from reports import views
from reports.scopes import ScopeConverter

register_converter(ScopeConverter, "scope")

urlpatterns = [
    path("", views.figures_home, name="figures"),
    path("<scope:scope>/", views.figures_table, name="figures-table"),
    path("<scope:scope>/<slug:code>/", views.figure_page, name="figure"),
]
