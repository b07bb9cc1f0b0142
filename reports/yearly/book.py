"""The yearly report as a workbook: a sheet a table, and one of definitions and methods."""

from collections.abc import Callable
from typing import IO

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.papers.paper import AUTHOR
from idaman.spreadsheets.workbook import Column, Format, Sheet, Shown, workbook
from reports.yearly.contents import Surrounding, YearlyReport, achievement, decimal
from reports.yearly.reading import Reading


def xlsx(report: YearlyReport, *, language: str, progress: Callable[[int], None] | None = None) -> IO[bytes]:
    """The report in one language, numbers as numbers."""
    with translation.override(language):
        reading = Reading(report, language)
        return workbook(sheets(reading), title=reading.title, author=AUTHOR, at=report.made_at, progress=progress)


def sheets(reading: Reading) -> list[Sheet]:
    """All of them, in the order of the paper."""
    figures = [table(reading), *restated(reading), *breakdowns(reading), *charts(reading), *years(reading)]
    return [*figures, definitions(reading), surroundings(reading)]


def titled(reading: Reading, title: str) -> list[str]:
    return [title, reading.title, _("as of %(day)s") % {"day": date_format(reading.report.last_day)}, reading.foot()]


FORMATS = {"ratio": Format.PERCENT, "median": Format.RUPIAH}


def value(text: str | None, kind: str = ""):
    """A number for a cell, a share and a median as such; what nobody can know stays empty."""
    found = decimal(text)
    found = int(found) if found is not None and found == found.to_integral_value() else found
    return found if found is None or kind not in FORMATS else Shown(found, FORMATS[kind])


def table(reading: Reading) -> Sheet:
    """The indicator table, with target, realisation and achievement."""
    report, day = reading.report, lambda one: date_format(one, "SHORT_DATE_FORMAT")
    columns = [
        Column(_("Variable")),
        Column(_("Indicator"), width=44),
        Column(f"{_('Baseline')} {day(report.baseline_on)}", Format.COUNT),
        Column(day(report.against_on), Format.COUNT),
        Column(_("Target"), Format.COUNT),
        Column(f"{_('Actual')} {day(report.last_day)}", Format.COUNT),
        Column(f"{_('Achievement')} (%)", Format.PERCENT),
        Column(f"{_('Growth')} (%)", Format.CHANGE, width=16),
    ]
    rows = [
        [
            *(reading.words(figure["variable_title"]), reading.words(figure["title"])),
            *(value(figure.get(name), figure.get("kind", "")) for name in ("baseline", "against", "target", "value")),
            achievement(figure),
            reading.words(figure["growth_words"]) if figure["growth"] is None else decimal(figure["growth"]),
        ]
        for figure in report.figures
    ]
    return Sheet(_("Indicators"), columns, rows, titled(reading, _("Indicator table")))


def breakdowns(reading: Reading):
    """A sheet for each figure that is told apart, and each way to tell it apart."""
    for figure in reading.report.figures:
        for told in figure["breakdowns"]:
            by, title = reading.words(told["title"]), reading.words(figure["title"])
            rows = [[reading.words(part["label"]), value(part["count"])] for part in told["parts"]]
            columns = [Column(by), Column(title, Format.COUNT)]
            yield Sheet(f"{title[:18]}, {by}", columns, rows, titled(reading, f"{title}, {by}"))


def charts(reading: Reading):
    """The values behind each chart."""
    for one in reading.report.charts:
        title = reading.words(one.title)
        columns = [Column(_("Day"), Format.DAY), Column(title, Format.COUNT)]
        rows = zip(one.days, one.values, strict=True)
        yield Sheet(_("%(title)s by month") % {"title": title[:18]}, columns, rows, titled(reading, title))


def years(reading: Reading):
    """The figures by year, one beside the other."""
    some = reading.report.years
    if some:
        columns = [Column(_("Day"), Format.DAY), *(Column(reading.words(one.title), Format.COUNT) for one in some)]
        rows = zip(some[0].days, *(one.values for one in some), strict=True)
        yield Sheet(_("By year"), columns, rows, titled(reading, _("Since the programme began")))


def restated(reading: Reading):
    """What this edition says otherwise than the one before."""
    found = reading.restatement()
    if found:
        columns = [Column(_("Indicator"), width=44), Column(_("Before")), Column(_("Restated")), Column(_("What is different"))]
        rows = [[row["title"], row["before"], row["after"], row["told"]] for row in found["rows"]]
        yield Sheet(_("Restated"), columns, rows, titled(reading, _("What was restated")), [found["reason"]])


def definitions(reading: Reading) -> Sheet:
    """What each figure means, then how the figures were made."""
    columns = [Column(_("Indicator"), width=36), Column(_("Definition"), width=100)]
    methods = [[chapter["title"], paragraph] for chapter in reading.methods() for paragraph in chapter["paragraphs"]]
    return Sheet(_("Definitions"), columns, [*reading.definitions(), *methods], titled(reading, _("Methods and definitions")))


def surroundings(reading: Reading) -> Sheet:
    """What surrounds the programme, each value with its source."""
    columns = [Column(_("What"), width=36), Column(_("Place"), width=24), Column(_("Year"))]
    columns += [
        Column(_("Value"), Format.NUMBER),
        Column(_("Unit")),
        Column(_("How sure"), width=24),
        Column(_("Source"), width=80),
    ]
    words = reading.words
    rows = [
        [words(one.title), words(one.place), str(one.year), context_value(one), *map(words, (one.unit, one.status, one.source))]
        for one in reading.report.context
    ]
    return Sheet(_("Context"), columns, rows, titled(reading, _("Context, not outcome")), reading.context_notes())


def context_value(one: Surrounding):
    """The number with the decimals of its source, as far as the workbook has a format for them."""
    found = decimal(one.value)
    places = max(-found.as_tuple().exponent, 0)
    return Shown(found, [Format.COUNT, Format.NUMBER, Format.NUMBER_2][min(places, 2)])
