"""Addresses of partners about themselves."""

from django.urls import path

from partners import forum

urlpatterns = [
    path("forum-consent/", forum.forum_consent, name="forum-consent"),
    path("forum-consent/agree/", forum.forum_agree, name="forum-agree"),
    path("forum-consent/withdraw/", forum.forum_withdraw, name="forum-withdraw"),
]
