"""What must be said beside a figure, never left to the reader to find out: one place for page, file and terminal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.amounts import grouped
from idaman.periods import Period, year_before
from idaman.programme import PROGRAMME_SINCE
from reports.measuring import Indicator, Measure, When, last_day, share, year_to

if TYPE_CHECKING:
    from reports.figures import Figure

APART = Decimal(10)  # percentage points between two shares of reports beyond which no growth is told


@dataclass(frozen=True)
class Remark:
    """A sentence beside a figure; `code` is for files."""

    code: str
    words: str

    def __str__(self) -> str:
        return self.words


def missing_words(when: When) -> str:
    """Why there is no figure for the time."""
    return _("before the programme") if last_day(when) < PROGRAMME_SINCE else ""


def running_words(when: When) -> str:
    """That the calendar year up to the day has not ended; a period of its own is told by who cut it."""
    if isinstance(when, Period) or (when.month, when.day) == (12, 31):
        return ""
    return _("running, to %(day)s") % {"day": date_format(when, "SHORT_DATE_FORMAT")}


def is_same_stretch(when: When, against: When) -> bool:
    """Whether two periods are the same days of their years; 29 February compares with 28."""
    now, then = year_to(when), year_to(against)
    years = now.start.year - then.start.year
    start, end = now.start, now.last_day
    for _year in range(max(years, 0)):
        start, end = year_before(start), year_before(end)
    return (start, end) == (then.start, then.last_day) if years >= 0 else is_same_stretch(against, when)


def reports_apart(one: Measure, other: Measure) -> bool:
    """Whether the share of those that reported differs by more than ten points."""
    shares = [share(each.known, each.whole) for each in (one, other) if each.whole]
    return len(shares) == 2 and abs(shares[0] - shares[1]) > APART


def coverage_words(indicator: Indicator, measure: Measure) -> str:
    """Of how many the figure is made, and how many stay unknown."""
    if not measure.whole:
        return ""
    words = {"known": grouped(measure.known), "whole": grouped(measure.whole), "missing": grouped(measure.whole - measure.known)}
    if indicator.kind == "ratio":
        return _("known of %(known)s of %(whole)s; of %(missing)s it isn't known") % words
    return _("%(known)s of %(whole)s reported; %(missing)s are missing") % words


def nothing_words(indicator: Indicator, measure: Measure) -> str:
    """Why a figure of a time within the programme has no value."""
    if measure.value is not None or measure.whole is None:
        return ""
    return _("nothing to divide by") if indicator.kind == "ratio" else _("nobody reported it")


def remarks(figure: "Figure") -> list[Remark]:
    """Everything to be said beside the figure."""
    return [Remark(code, words) for code, words in said(figure) if words]


def said(figure: "Figure"):
    indicator = figure.indicator
    if figure.day is not None:
        yield "before", missing_words(figure.day)
    yield "nothing", nothing_words(indicator, figure.now)
    if figure.value and figure.against == 0:
        yield "zero", _("none: it began at zero")
    if indicator.kind == "flow" and figure.value is not None:
        yield "running", running_words(figure.day)
    if figure.now.known != figure.now.whole:
        yield "missing", coverage_words(indicator, figure.now)
    yield "no-growth", why_no_growth(figure)


def why_no_growth(figure: "Figure") -> str:
    """Why two values that are known aren't compared."""
    if figure.value is None or figure.then.value is None:
        return ""
    if figure.indicator.kind == "flow" and not is_same_stretch(figure.day, figure.before):
        return _("no growth: the two periods are not the same days of their years")
    if reports_apart(figure.now, figure.then):
        return _("no growth: the share of reports differs by more than 10 points")
    return ""
