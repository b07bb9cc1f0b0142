"""Mail, in the reader's language; a mail server that doesn't answer never undoes what was done."""

from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

SENT_NOWHERE = ("console", "dummy", "filebased")


class NotTaken(Exception):
    """The mail server certainly did not take the mail: it couldn't be reached, or it said so."""


def is_set() -> bool:
    """Whether this office has a mail server; without one its links are passed on by hand."""
    return not any(word in settings.EMAIL_BACKEND for word in SENT_NOWHERE)


def written(template: str, context: dict) -> tuple[str, str]:
    """Subject and text of a mail: the first line of `mail/<template>.txt`, and the rest."""
    subject, _blank, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    return subject.strip(), body.strip()


def send_after(*, to: str, template: str, context: dict, language: str = settings.LANGUAGE_CODE) -> None:
    """Once what is being done is kept, send the template (`mail/<template>.txt`; its first line is the subject).

    A failure is logged by Django and loses nothing but the mail: every page that sends one also shows its link.
    """
    with translation.override(language):
        subject, body = written(template, context)
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]), robust=True)


def send_now(*, to: str, subject: str, body: str) -> None:
    """Send at once; raises NotTaken where sending again can't make two, and anything else where it might."""
    server = get_connection()
    message = EmailMessage(subject, body, None, [to], connection=server)
    try:
        server.open()
    except OSError as error:
        raise NotTaken(str(error)) from error
    try:
        message.send()
    except (SMTPResponseException, SMTPRecipientsRefused) as error:
        raise NotTaken(str(error)) from error
    finally:
        with suppress(OSError):
            server.close()
