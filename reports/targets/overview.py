"""A year's targets beside each other, and the figures somebody who sets them goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idaman.periods import Period
from reports.indicators import Indicator, headline
from reports.targets.actuals import actuals
from reports.targets.models import Target
from reports.targets.numbers import in_words
from reports.targets.reading import TargetInForce, in_order, standing
from reports.targets.years import is_year, year_of


@dataclass(frozen=True)
class Line:
    """An indicator of the table with its target of the year, or none."""

    indicator: Indicator
    target: TargetInForce | None


def of_year(year: int, day: date) -> tuple[list[Line], list[TargetInForce]]:
    """Every indicator of the printed table with its target of the year as it stands on the day, and all other targets."""
    period = year_of(year)
    found = Target.objects.filter(starts_on__gte=period.start, starts_on__lt=period.end)
    stands = standing(in_order(found), day)
    wholes = {one.target.indicator: one for one in stands if is_year(one.target.period) and not one.target.breakdown}
    lines = [Line(one, wholes.pop(one.code, None)) for one in headline()]
    shown = {line.target.target.pk for line in lines if line.target}
    return lines, [one for one in stands if one.target.pk not in shown]


def unset(period: Period, *, also: Mapping = {}) -> list[Indicator]:
    """The indicators of the table without a target for the period, and those for which a form that was sent has a value."""
    taken = set(Target.objects.of_period(period).of_whole().values_list("indicator", flat=True))
    return [one for one in headline() if one.code not in taken or also.get(f"value-{one.code}", "").strip()]


def lasts(indicators: list[Indicator], year: int, today: date) -> dict[str, str]:
    """By code, the figure at the end of the year before, or today's while that year runs; as people read it."""
    return figures_on(indicators, last_of(year, today))


def last_of(year: int, today: date) -> date:
    return min(date(year - 1, 12, 31), today)


def figures_on(indicators: list[Indicator], day: date) -> dict[str, str]:
    found = actuals([(one.code, "", "", day) for one in indicators])
    return {one.code: in_words(found[one.code, "", "", day]) for one in indicators}


def befores(indicators: list[Indicator], year: int, today: date) -> dict[str, str]:
    """By code, the target of the year before as it stands today."""
    found = standing(Target.objects.of_period(year_of(year - 1)).of_whole(), today)
    words = {one.target.indicator: one.value_words for one in found}
    return {one.code: words.get(one.code, in_words(None)) for one in indicators}
