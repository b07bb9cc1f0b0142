"""The yearly report as a kind of file that the worker makes; where its contents come from is said by who publishes."""

import io
from collections.abc import Callable
from datetime import date
from typing import IO

from django.http import Http404, QueryDict

from idaman.papers.paper import Size
from reports.exports.actions import ask
from reports.exports.kinds import Kind, Work
from reports.yearly.book import xlsx
from reports.yearly.contents import YearlyReport
from reports.yearly.paper import pdf

YEARLY = "yearly"
ENDINGS = ("pdf", "xlsx")

# (ending, language, size, progress) -> the file
Make = Callable[[str, str, str, Callable[[int], None]], IO[bytes]]
# (owner, code, on) -> what makes the report of that code as far as the person may have it on the day, or Http404
Find = Callable[[object, str, date], Make]


def kind(find: Find, page: Callable[[object], str]) -> Kind:
    """The kind to register, given what finds a report and where its figures are read."""

    def asked(export, on: date) -> Work:
        make = find(export.owner, export.code, on)
        size = QueryDict(export.asked).get("size", Size.A4)
        if export.ending not in ENDINGS or size not in Size.values:
            raise Http404
        return Work(f"{export.code}-{export.language}", lambda told: make(export.ending, export.language, size, told))

    return Kind(YEARLY, asked, page)


def made(report: YearlyReport, ending: str, language: str, size: str, progress: Callable[[int], None] | None = None) -> IO[bytes]:
    """The report as a workbook, or as paper on its sheet."""
    if ending == "xlsx":
        return xlsx(report, language=language, progress=progress)
    return io.BytesIO(pdf(report, language=language, size=size, progress=progress))


def ask_report(*, by, code: str, ending: str, language: str, at, size: str = Size.A4):
    """Have the worker make the report of that code."""
    return ask(kind=YEARLY, by=by, code=code, ending=ending, language=language, asked=f"size={size}", at=at)
