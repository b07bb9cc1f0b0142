"""Mail, in the reader's language; a mail server that doesn't answer never undoes what was done."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

SENT_NOWHERE = ("console", "dummy", "filebased")


def is_set() -> bool:
    """Whether this office has a mail server; without one its links are passed on by hand."""
    return not any(word in settings.EMAIL_BACKEND for word in SENT_NOWHERE)


def send_after(*, to: str, template: str, context: dict, language: str = settings.LANGUAGE_CODE) -> None:
    """Once what is being done is kept, send the template (`mail/<template>.txt`; its first line is the subject).

    A failure is logged by Django and loses nothing but the mail: every page that sends one also shows its link.
    """
    with translation.override(language):
        subject, _blank, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    transaction.on_commit(lambda: send_mail(subject.strip(), body.strip(), None, [to]), robust=True)
