"""Takes away what is past its keeping, and lists what people have to decide."""

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.amounts import DASH, grouped
from idaman.retention import applied


class Command(BaseCommand):
    help = "Takes away what is past its keeping, a rule at a time; may be run every day, and again after a stop."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only list it, change nothing")

    def handle(self, *, dry_run, **options):
        self.line(_("what"), _("kept for days"), _("past it"), _("oldest"))
        for one in applied(at=clock.now(), is_dry_run=dry_run):
            oldest = date_format(one.oldest, "SHORT_DATE_FORMAT") if one.oldest else DASH
            self.line(str(one.rule.name), grouped(one.rule.days), grouped(one.count), oldest)
            for name in one.names:
                self.stdout.write(f"  {name}")
        self.stdout.write(_("Nothing was changed.") if dry_run else _("What is past its keeping was taken away."))

    def line(self, what: str, *numbers: str):
        self.stdout.write(what.ljust(52) + "".join(number.rjust(16) for number in numbers))
