"""Sentences of Django and allauth that our Indonesian catalogue says in better words; named here so that they are gathered."""

from django.utils.translation import gettext_noop

BETTER = [
    gettext_noop("Please correct the error below."),
    gettext_noop("Please correct the errors below."),
    gettext_noop("Go"),
    gettext_noop("Email"),
    gettext_noop("Email address"),
    gettext_noop("Password"),
    gettext_noop("Change password"),
    gettext_noop("Change Password"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password Reset"),
    gettext_noop("Reset My Password"),
    gettext_noop("Bad Token"),
    gettext_noop("View site"),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("This password is too common."),
]
