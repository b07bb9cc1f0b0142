"""Addresses of the lab's head."""

from django.urls import path

from msmes.assignments import views

app_name = "assignments"
urlpatterns = [
    path("lab/", views.lab, name="lab"),
    path("lab/uncoached/", views.uncoached, name="uncoached"),
    path("lab/assign/", views.assign, name="assign"),
    path("lab/coach/<int:membership_id>/", views.coach, name="coach"),
    path("lab/coach/<int:membership_id>/hand-over/", views.hand_over, name="hand-over"),
    path("lab/coach/<int:membership_id>/stand-in/", views.stand_in, name="stand-in"),
]
