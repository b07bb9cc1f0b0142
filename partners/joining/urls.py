"""Addresses of requests to join."""

from django.urls import path

from partners.joining import views

app_name = "joining"
urlpatterns = [
    path("join/", views.ask, name="ask"),
    path("join/asked/", views.asked, name="asked"),
    path("join/<str:key>/", views.mine, name="mine"),
    path("join/<str:key>/confirm/", views.confirm, name="confirm"),
    path("join/<str:key>/withdraw/", views.withdraw, name="withdraw"),
    path("join/<str:key>/complete/", views.complete, name="complete"),
    path("requests/", views.queue, name="queue"),
    path("requests/<slug:public_id>/", views.decide, name="decide"),
]
