"""A figure over time as an edition keeps it, so that its charts never ask the records of a later day."""

from idaman.periods import Period, stretches
from idaman.programme import PROGRAMME_SINCE
from reports.measuring import Indicator, Measure
from reports.publications.canonical import number
from reports.publications.hiding import tells_of_few

NO_SERIES: dict = {"month": [], "year": []}


def series(one: Indicator, period: Period) -> dict[str, list[dict]]:
    """By month of the period and by year of the programme, to the period's last day; one reading of the facts."""
    until = period.last_day
    wanted = {
        "month": stretches("month", max(period.start, PROGRAMME_SINCE), until),
        "year": stretches("year", PROGRAMME_SINCE, until),
    }
    whens = sorted({when for some in wanted.values() for when in some}, key=lambda when: (when.end, when.start))
    measures = dict(zip(whens, one.measures(whens), strict=True))
    return {unit: [point(one, when, measures[when]) for when in some] for unit, some in wanted.items()}


def point(one: Indicator, when: Period, measure: Measure) -> dict[str, str | None]:
    value = None if tells_of_few(one, measure) else measure.value
    return {"day": when.last_day.isoformat(), "value": number(value)}
