"""The yearly report as a PDF to print or to read aloud."""

from idaman import clock
from idaman.papers.paper import Progress, Size, render
from reports.yearly.contents import YearlyReport
from reports.yearly.reading import Reading

TEMPLATE = "yearly/report.html"


def pdf(report: YearlyReport, *, language: str, size: str = Size.A4, progress: Progress | None = None) -> bytes:
    """The report in one language, on its sheet, under the letterhead of the day of its publishing. Raises CannotPrintError."""
    reading = Reading(report, language)
    words = {"title": reading.title, "on": clock.local(report.made_at).date(), "at": report.made_at}
    return render(TEMPLATE, {"report": reading}, size=size, language=language, progress=progress, **words)
