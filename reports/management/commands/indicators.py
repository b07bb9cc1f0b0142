"""Prints the indicator table in the terminal, or some of its figures told apart or over time."""

import csv
import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.amounts import DASH, grouped
from idaman.refusals import NotThere
from reports import scopes
from reports.boundaries import Boundaries
from reports.breakdowns import BREAKDOWNS, crossed
from reports.figures import figures, figures_of
from reports.lists import find
from reports.points import points_of
from reports.questions import DaysForm, Question
from reports.registry import headline

TABLE = ["code", "variable", "value", "against", "growth", "unit", "remarks"]
PRINTED = 5  # of these, what the JSON of the printed table has


class Command(BaseCommand):
    help = "Prints the indicator table: on a day, beside another day, with the growth between them; or figures told apart."

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", metavar="CODE", help="only these figures, like assisted-msmes")
        parser.add_argument("--on", help="the day, like 2019-03-31; today unless given")
        parser.add_argument("--against", help="the day to compare with; a year before unless given")
        parser.add_argument("--since", help="the first day of the period that ends on the day; 1 January unless given")
        parser.add_argument("--scope", default="programme", help="whose figures, as in an address: district-64.02.06")
        parser.add_argument("--by", default="", help="tell the rows apart by this, like district")
        parser.add_argument("--and", dest="by_second", default="", help="and by this at once")
        parser.add_argument("--series", default="", help="over time: month, quarter or year")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *, codes, format, **asked):
        question = self.question(asked)
        indicators = [self.found(code, question) for code in codes]
        if question.by:
            columns, rows = broken_down(indicators or answering(question), question)
        elif question.series:
            columns, rows = over_time(indicators or answering(question), question)
        else:
            columns, rows = table(indicators, question, is_text=format == "table")
        getattr(self, f"write_{format}")(columns, rows)
        for note in notes(question):
            self.stderr.write(note)

    def question(self, asked) -> Question:
        form = DaysForm({name: asked[name] for name in DaysForm.base_fields}, today=clock.today())
        if not form.is_valid():
            raise CommandError("\n".join(f"--{name}: {' '.join(errors)}" for name, errors in form.errors.items()))
        try:
            scope = scopes.named(asked["scope"])
        except Http404 as missing:
            raise CommandError("--scope: " + _("There is no such scope.")) from missing
        words = {"by": asked["by"], "by_second": asked["by_second"], "series": asked["series"]}
        return Question(scope, form, **words, sees_personal=True)

    def found(self, code: str, question: Question):
        """The indicator, when it can answer the question."""
        try:
            indicator = find(code)
        except NotThere as missing:
            raise CommandError(missing) from missing
        if not indicator.answers(question.scope):
            raise CommandError(_("“%(title)s” means nothing there.") % {"title": indicator.title})
        if refusal := question.refusal(indicator):
            raise CommandError(refusal)
        return indicator

    def write_json(self, columns, rows):
        kept = columns[:PRINTED] if columns is TABLE else columns
        self.stdout.write(json.dumps([dict(zip(kept, map(plain, row), strict=False)) for row in rows], indent=2))

    def write_csv(self, columns, rows):
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerows([columns, *([plain(cell) for cell in row] for row in rows)])

    def write_table(self, columns, rows):
        """Columns as wide as their words, figures to the right."""
        lines = [list(map(str, columns)), *([shown(cell) for cell in row] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for title, *cells in lines:
            right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
            self.stdout.write("  ".join([title.ljust(widths[0]), *right]).rstrip())


def table(indicators, question: Question, *, is_text: bool):
    """The indicator table, or these figures of it."""
    times = (question.when, question.when_against, question.scope)
    rows = figures_of(indicators, *times) if indicators else figures(*times)
    if not is_text:
        return TABLE, [values(row) for row in rows]
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (question.against, question.day)]
    return [_("Indicator"), *days, _("Growth"), ""], [words(row) for row in rows]


def values(row) -> list:
    """One figure as data; growth is a number, in per cent or of a share in percentage points, or None."""
    one = row.indicator
    told = "; ".join(map(str, row.remarks))
    return [one.code, one.variable, row.value, row.against, row.growth, str(one.unit), told]


def words(row) -> list[str]:
    """One figure as readers see it."""
    then, now = (DASH if value is None else row.indicator.shown(value) for value in (row.against, row.value))
    told = "; ".join(str(remark) for remark in row.remarks if remark.code != "zero")
    return [str(row.indicator.title), then, now, row.growth_words, told]


def notes(question: Question) -> list[str]:
    """What is to be said of districts that changed since; beside the figures, so that files stay as they are."""
    return Boundaries.notes_on(question, BREAKDOWNS.get(question.by), BREAKDOWNS.get(question.by_second))


def answering(question: Question):
    """The figures of the printed table that can be told apart or shown over time as it was asked."""
    printed = headline(question.scope)
    found = [one for one in printed if not question.refusal(one)]
    if not found:
        raise CommandError(question.refusal(printed[0]))
    return found


def broken_down(indicators, question: Question):
    """The rows of each figure told apart by one thing or two."""
    first, second = BREAKDOWNS[question.by], BREAKDOWNS.get(question.by_second)
    columns = ["code", first.code, *([second.code] if second else []), "count"]
    return columns, [row for one in indicators for row in parts(one, first, second, question)]


def parts(one, first, second, question: Question):
    rows = one.rows(question.when, question.scope)
    if second is None:
        return [[one.code, part.label, part.count] for part in first.parts(rows, question.day)]
    lines = crossed(first, second, rows, question.day).lines
    return [[one.code, row.label, column.label, count] for row, cells in lines for column, count in cells]


def over_time(indicators, question: Question):
    """Each figure at the ends of months, quarters or years, or in each of them."""
    columns = ["code", "from", "to", "value", "running"]
    series = [(one, point) for one in indicators for point in points_of(one, question)]
    return columns, [
        [one.code, point.period.start, point.day, point.value, "running" if point.is_running else ""] for one, point in series
    ]


def plain(cell):
    """A value as data: numbers and words as such, days as ISO."""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if cell is None or isinstance(cell, int | str) else cell.isoformat()


def shown(cell) -> str:
    """A value as readers see it."""
    if cell is None:
        return DASH
    return grouped(cell) if isinstance(cell, int) else str(cell)
