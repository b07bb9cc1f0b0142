"""A target's chart and the table beside it: the figure month by month, and each value decided for its target."""

from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.periods import month_ends
from reports.charts import Line, legend, line_chart
from reports.targets.actuals import actuals
from reports.targets.models import TargetValue
from reports.targets.numbers import in_words
from reports.targets.progress import expected
from reports.targets.reading import TargetInForce, eve

MOST_MONTHS = 60


def drawn(stands: TargetInForce) -> dict:
    """The chart, its legend, and its rows (day, actual, expected, target in force); nothing before the period's eve."""
    days = days_of(stands)
    target = stands.target
    found = actuals([(target.indicator, target.breakdown, target.part, day) for day in days])
    known = [(day, found[target.indicator, target.breakdown, target.part, day]) for day in days]
    known = [(day, value) for day, value in known if value is not None]
    if not known or not stands.revisions:
        return {"chart": "", "legend": "", "points": []}
    lines = lines_of(stands)
    words = {"title": str(target), "description": description(stands, known), "chart_id": "target"}
    chart = line_chart(*zip(*known, strict=True), lines=lines, **words)
    return {"chart": chart, "legend": legend(_("actual"), lines), "points": points(stands, known)[::-1]}


def days_of(stands: TargetInForce) -> list[date]:
    """The eve of the period, the ends of its months, and the day."""
    first, last = eve(stands.target), stands.measured_on
    return [day for day in dict.fromkeys([first, *month_ends(last, MOST_MONTHS)]) if first <= day <= last]


def lines_of(stands: TargetInForce) -> list[Line]:
    """A level line for each value from its day to the last day, stepping off the one before it; and the course."""
    target, values = stands.target, stands.revisions
    lines = [Line(label(values[0]), level(target, values[0]))]
    for place, (before, one) in enumerate(pairwise(values), start=1):
        start = max(one.starts_on, eve(target))
        if start < target.last_day:
            lines.append(Line(label(one), [(start, before.value), *level(target, one)], look=place))
    return lines + course_of(stands, look=len(values))


def course_of(stands: TargetInForce, look: int) -> list[Line]:
    """The straight way from the baseline to the value in force."""
    if stands.baseline is None:
        return []
    ends = [(eve(stands.target), stands.baseline), (stands.target.last_day, stands.value)]
    return [Line(_("the way to the target in force"), ends, look=look)]


def level(target, one: TargetValue) -> list:
    start = min(max(one.starts_on, eve(target)), target.last_day)
    return [(start, one.value), (target.last_day, one.value)]


def label(one: TargetValue) -> str:
    words = {"value": one.value_words, "day": date_format(one.starts_on, "SHORT_DATE_FORMAT")}
    return _("target %(value)s, decided on %(day)s") % words


def description(stands: TargetInForce, known: list) -> str:
    """The chart in words."""
    words = {"first": in_words(known[0][1]), "last": in_words(known[-1][1]), "day": date_format(known[-1][0], "DATE_FORMAT")}
    targets = "; ".join(label(one) for one in stands.revisions)
    return _("From %(first)s at first to %(last)s on %(day)s.") % words + f" {targets}."


def points(stands: TargetInForce, known: list) -> list[dict]:
    """The same as rows: what was there, what was expected for the target in force that day, and that target."""
    target, rows = stands.target, []
    for day, actual in known:
        value = next((one.value for one in reversed(stands.revisions) if one.starts_on <= day), None)
        line = None
        if value is not None and stands.baseline is not None:
            line = expected(stands.baseline, value, target.period, day)
        rows.append({"day": day, "actual": in_words(actual), "expected": in_words(line, places=1), "target": in_words(value)})
    return rows
