"""Figures beside each other: on a day, on the day compared with, at the baseline, and the growth between them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from idaman.amounts import DASH, MINUS, growth, signed_percent
from idaman.programme import BASELINE_ON
from reports import registry
from reports.measuring import UNKNOWN, Indicator, Measure, When
from reports.remarks import Remark, missing_words, nothing_words, remarks, why_no_growth
from reports.scopes import PROGRAMME, Scope
from reports.tally import tally

__all__ = ["Figure", "figures", "figures_of", "missing_words"]


@dataclass(frozen=True)
class Figure:
    """One indicator's row of the table: the measure of the day (or period), of the one compared with, and at the baseline."""

    indicator: Indicator
    now: Measure
    then: Measure = UNKNOWN
    start: Measure = UNKNOWN
    beside: tuple["Figure", ...] = ()
    day: When | None = None
    before: When | None = None

    @property
    def value(self) -> int | Decimal | None:
        """What it is; None where nobody can know it, never 0."""
        return self.now.value

    @property
    def against(self) -> int | Decimal | None:
        return self.then.value

    @property
    def baseline(self) -> int | Decimal | None:
        return self.start.value

    @cached_property
    def remarks(self) -> list[Remark]:
        """What must be said beside it."""
        return remarks(self)

    @property
    def why_no_growth(self) -> str:
        """Why two known values aren't compared, or why one of them isn't known; "" before the programme."""
        return why_no_growth(self) or (self.nothing_words if None in (self.now.value, self.then.value) else "")

    @property
    def nothing_words(self) -> str:
        """Why there is no value where the time is known; "" before the programme."""
        return nothing_words(self.indicator, self.now) or nothing_words(self.indicator, self.then)

    @property
    def growth(self) -> Decimal | None:
        """Growth in per cent, of a share in percentage points; None where there is none or it would mislead."""
        if self.value is None or self.against is None or why_no_growth(self):
            return None
        return self.value - self.against if self.indicator.kind == "ratio" else growth(self.value, self.against)

    @property
    def growth_words(self) -> str:
        """Growth as readers see it: with its sign and unit, or why there is none."""
        if self.growth is not None:
            return points(self.growth) if self.indicator.kind == "ratio" else signed_percent(self.growth)
        if self.value is None or self.against is None or why_no_growth(self):
            return DASH
        return _("none: it began at zero") if self.value else _("none")

    @property
    def is_welcome(self) -> bool | None:
        """Whether the figure moved the way it should; None when it didn't move or can't be told."""
        if self.growth_words == DASH or self.value == self.against:
            return None
        return (self.value > self.against) == (self.indicator.good == "up")


def points(change: Decimal) -> str:
    """A change of a share: +3,2 percentage points."""
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    number = number_format(abs(change).quantize(Decimal("0.1"), ROUND_HALF_UP), 1)
    return _("%(number)s percentage points") % {"number": f"{sign}{number}"}


def figures(day: When, against: When, scope: Scope = PROGRAMME) -> list[Figure]:
    """The rows of the indicator table, in its order, each with the figures shown beside it."""
    return figures_of(registry.headline(scope), day, against, scope)


def figures_of(
    wanted: list[Indicator], day: When, against: When, scope: Scope = PROGRAMME, *, tally: Callable = tally
) -> list[Figure]:
    """These indicators at both times and at the baseline, all from one statement; a time asked for twice is counted once.

    `tally` may be one that remembers.
    """
    sides = {one.code: registry.beside(one.code, scope) for one in wanted}
    every = [*wanted, *(side for some in sides.values() for side in some)]
    whens = list(dict.fromkeys([day, against, BASELINE_ON]))
    numbers = tally(every, whens, scope)

    def figure(one: Indicator) -> Figure:
        now, then, start = (numbers[one.code, each] for each in (day, against, BASELINE_ON))
        beside = tuple(figure(side) for side in sides.get(one.code, ()))
        return Figure(one, now, then, start, beside, day, against)

    return [figure(one) for one in wanted]
