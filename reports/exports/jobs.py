"""Long lists as Excel files: the rows of a figure, and the lists of all apps."""

from collections.abc import Callable, Iterator
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from idaman import clock, lists
from idaman.spreadsheets.written import xlsx_file
from reports.exports.kinds import Kind, Work, register
from reports.exports.models import Export
from reports.indicators import REGISTRY
from reports.lists import rows_of, table_of
from reports.questions import Question

FIGURE, LIST = "figure", "list"
STEP = 1000


def figure(export: Export, on: date) -> Work:
    """The rows of a figure; its name bears the day of the question."""
    indicator = REGISTRY[export.code]
    question = Question.asked(export.owner, export.scope, QueryDict(export.asked), today=on)
    rows_of(indicator, question)
    name = f"{export.code}-{QueryDict(export.asked)['on']}"
    return Work(name, sheet_of(lambda: table_of(indicator, question).exported(), export.code))


def listed(export: Export, on: date) -> Work:
    """Another list; its name bears the day on which it was asked for."""
    asked = lists.find(export.code).make(export.owner, QueryDict(export.asked), on)
    name = f"{export.code}-{clock.local(export.asked_at).date().isoformat()}"
    return Work(name, sheet_of(asked.rows, asked.title))


def sheet_of(rows: Callable[[], Iterator], title: str):
    return lambda progress: xlsx_file(counted(rows(), progress), title=title)


def counted(rows: Iterator, progress: Callable[[int], None]) -> Iterator:
    """The rows, telling now and then how far they are."""
    for number, row in enumerate(rows):
        if number % STEP == 0:
            progress(number)
        yield row


def with_question(place: str, export: Export) -> str:
    return f"{place}?{export.asked}" if export.asked else place


def figure_page(export: Export) -> str:
    return with_question(reverse("figure", args=[export.scope, export.code]), export)


def list_page(export: Export) -> str:
    return with_question(lists.find(export.code).page(), export)


register(Kind(FIGURE, figure, figure_page, counts_rows=True))
register(Kind(LIST, listed, list_page, counts_rows=True))
