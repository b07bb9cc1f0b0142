"""Sentences of Django and allauth that our Indonesian catalogue says in better words; named here so that they are gathered."""

from django.utils.translation import gettext_noop, ngettext_lazy

BETTER = [
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
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
    gettext_noop("Remember Me"),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."
    ),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
    gettext_noop("Password changed successfully."),
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
]
