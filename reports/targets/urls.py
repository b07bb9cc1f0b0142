"""Addresses of targets."""

from django.urls import path

from reports.targets import views

app_name = "targets"
urlpatterns = [
    path("", views.targets_home, name="home"),
    path("new/", views.target_new, name="new"),
    path("<int:year>/", views.target_year, name="year"),
    path("<int:year>/set/", views.target_year_set, name="year-set"),
    path("target/<int:pk>/", views.target_page, name="page"),
    path("target/<int:pk>/revise/", views.target_revise, name="revise"),
    path("target/<int:pk>/take-back/", views.target_take_back, name="take-back"),
]
