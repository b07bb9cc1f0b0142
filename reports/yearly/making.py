"""The yearly report as a kind of file that the worker makes; where its contents come from is said by who publishes."""

import io
from collections.abc import Callable
from datetime import date

from django.http import Http404, QueryDict

from idaman.papers.paper import Size
from reports.exports.actions import ask
from reports.exports.kinds import Kind, Work
from reports.yearly.book import xlsx
from reports.yearly.contents import YearlyReport
from reports.yearly.paper import pdf

YEARLY = "yearly"
ENDINGS = ("pdf", "xlsx")

# (owner, code, on) -> the report of that code as far as the person may have it on the day, or Http404
Find = Callable[[object, str, date], YearlyReport]


def kind(find: Find, page: Callable[[object], str]) -> Kind:
    """The kind to register, given what finds a report and where its figures are read."""

    def asked(export, on: date) -> Work:
        report = find(export.owner, export.code, on)
        size = QueryDict(export.asked).get("size", Size.A4)
        if export.ending not in ENDINGS or size not in Size.values:
            raise Http404
        name = f"{export.code}-{export.language}"
        if export.ending == "xlsx":
            return Work(name, lambda progress: book(report, export, progress))
        return Work(name, lambda progress: paper(report, export, size, progress))

    return Kind(YEARLY, asked, page)


def paper(report: YearlyReport, export, size: str, progress):
    return io.BytesIO(pdf(report, language=export.language, size=size, progress=progress))


def book(report: YearlyReport, export, progress):
    return xlsx(report, language=export.language, progress=progress)


def ask_report(*, by, code: str, ending: str, language: str, at, size: str = Size.A4):
    """Have the worker make the report of that code."""
    return ask(kind=YEARLY, by=by, code=code, ending=ending, language=language, asked=f"size={size}", at=at)
