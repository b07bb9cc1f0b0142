"""Fills an empty database with the demonstration programme."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from idaman import clock
from reports.demo.fill import ACCOUNTS, NotEmptyError, fill
from reports.demo.office_file import hand_over
from reports.demo.publishing import print_newest

PASSWORD = "peraga-idaman"


class Command(BaseCommand):
    help = "Fills an empty database with the demonstration programme and prints its accounts."

    def add_arguments(self, parser):
        parser.add_argument("--password", default=PASSWORD, help="the password of every demonstration account")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, without complaint, on a database in use")

    def handle(self, *, password, if_empty, **options):
        try:
            made = fill(until=clock.today(), password=password)
        except NotEmptyError as others:
            sentence = _("Nothing was changed: this database holds records that the demonstration did not make (%s).") % others
            if not if_empty:
                raise CommandError(sentence) from others
            self.stdout.write(sentence)
            return
        if not made:
            self.stdout.write(_("The demonstration programme is here already; nothing was changed."))
            return
        hand_over(at=clock.now())
        print_newest()
        self.stdout.write(_("The demonstration programme is ready. Sign in as one of these:"))
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<26} {password}   {account.role.label}")
