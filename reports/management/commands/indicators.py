"""Prints the indicator table in the terminal."""

import csv
import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.amounts import DASH, grouped
from reports.figures import figures
from reports.questions import DaysForm

COLUMNS = ["code", "variable", "value", "against", "growth"]


class Command(BaseCommand):
    help = "Prints the indicator table: on a day, beside another day, with the growth between them."

    def add_arguments(self, parser):
        parser.add_argument("--on", help="the day, like 2019-03-31; today unless given")
        parser.add_argument("--against", help="the day to compare with; a year before unless given")
        parser.add_argument("--format", choices=["table", "csv", "json"], default="table")

    def handle(self, *, on, against, format, **options):
        form = DaysForm({"on": on, "against": against}, today=clock.today())
        if not form.is_valid():
            raise CommandError("\n".join(f"--{name}: {' '.join(errors)}" for name, errors in form.errors.items()))
        days = form.cleaned_data
        getattr(self, f"write_{format}")(figures(days["on"], days["against"]), days)

    def write_json(self, rows, _days):
        self.stdout.write(json.dumps([plain(row) for row in rows], indent=2))

    def write_csv(self, rows, _days):
        writer = csv.DictWriter(self.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(plain(row) for row in rows)

    def write_table(self, rows, days):
        """Columns as wide as their words, figures to the right."""
        short = {name: date_format(day, "SHORT_DATE_FORMAT") for name, day in days.items()}
        lines = [[_("Indicator"), short["against"], short["on"], _("Growth")]]
        lines += [[str(row.indicator.title), number(row.against), number(row.value), row.growth_words] for row in rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for title, *cells in lines:
            right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
            self.stdout.write("  ".join([title.ljust(widths[0]), *right]))


def plain(row) -> dict:
    """One row as data; growth is a number in per cent, or None."""
    growth = None if row.growth is None else float(row.growth)
    words = (row.indicator.code, row.indicator.variable, row.value, row.against, growth)
    return dict(zip(COLUMNS, words, strict=True))


def number(value: int | None) -> str:
    return DASH if value is None else grouped(value)
