"""Addresses of registrations."""

from django.urls import path

from msmes.registering import deciding, evidence, views

app_name = "registering"
urlpatterns = [
    path("registrations/", views.registration_list, name="list"),
    path("registrations/new/", views.registration_new, name="new"),
    path("registrations/<slug:public_id>/", views.review, name="review"),
    path("registrations/<slug:public_id>/known/", views.known, name="known"),
    path("registrations/<slug:public_id>/cosponsor/", views.cosponsor, name="cosponsor"),
    path("registrations/<slug:public_id>/evidence/", evidence.evidence, name="evidence"),
    path("registrations/<slug:public_id>/evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("registrations/<slug:public_id>/submit/", views.submit, name="submit"),
    path("registrations/<slug:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("registrations/<slug:public_id>/step/<slug:step>/", views.step, name="step"),
    path("registrations/<slug:public_id>/step/<slug:step>/keep/", views.step_keep, name="step-keep"),
    path("submissions/", deciding.queue, name="queue"),
    path("submissions/<slug:public_id>/", deciding.decide, name="decide"),
]
