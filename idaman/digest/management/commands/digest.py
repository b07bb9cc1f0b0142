"""Has the daily digests sent; may be called any number of times a day."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock, mail
from idaman.digest.actions import send_digests
from idaman.digest.models import Subscription


class Command(BaseCommand):
    help = "Has the worker send each person who wants it what waits for them; nobody gets it twice for a day."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="the day it is for, as 2026-11-24; else today")

    def handle(self, *, on, verbosity, **options):
        today = clock.today()
        if on and on > today:
            raise CommandError(_("That day is still to come; its digest is sent on the day itself."))
        if mail.is_set():
            send_digests.enqueue(on.isoformat() if on else "")
        if verbosity:
            self.stdout.write(self.told(on or today))

    def told(self, day: date) -> str:
        """What happens now, in words."""
        if not mail.is_set():
            return _("This office has no mail server (EMAIL_URL), so no digest is sent.")
        words = {"count": Subscription.objects.due(on=day).count(), "day": date_format(day, "SHORT_DATE_FORMAT")}
        return _("Handed to the worker for %(day)s. People who have not had it yet: %(count)d.") % words
