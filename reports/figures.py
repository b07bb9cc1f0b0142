"""Figures beside each other: on a day, on the day compared with, at the baseline, and the growth between them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from idaman.amounts import DASH, growth, signed_percent
from idaman.programme import BASELINE_ON, PROGRAMME_SINCE
from partners.models import Partner
from reports import indicators
from reports.indicators import Indicator
from reports.tally import tally


@dataclass(frozen=True)
class Figure:
    """One indicator's row of the table; a value nobody can know is None, never 0."""

    indicator: Indicator
    value: int | None
    against: int | None
    baseline: int | None = None
    beside: tuple["Figure", ...] = ()

    @property
    def growth(self) -> Decimal | None:
        return growth(self.value, self.against)

    @property
    def growth_words(self) -> str:
        """Growth as readers see it: per cent with its sign, or why there is none."""
        if self.growth is not None:
            return signed_percent(self.growth)
        if self.against == 0 and self.value:
            return _("none: it began at zero")
        return _("none") if self.against == 0 else DASH

    @property
    def is_welcome(self) -> bool | None:
        """Whether the figure moved the way it should; None when it didn't move or can't be told."""
        if not self.growth and not (self.against == 0 and self.value):
            return None
        return (self.value > self.against) == (self.indicator.good == "up")


def figures(day: date, against: date, sponsor: Partner | None = None) -> list[Figure]:
    """The rows of the indicator table, in its order, each with the figures shown beside it."""
    return figures_of(indicators.headline(scoped=sponsor is not None), day, against, sponsor)


def figures_of(wanted: list[Indicator], day: date, against: date, sponsor: Partner | None = None) -> list[Figure]:
    """These indicators on both days and at the baseline, all from one statement; a day asked for twice is counted once."""
    sides = {one.code: indicators.beside(one.code, scoped=sponsor is not None) for one in wanted}
    every = [*wanted, *(side for some in sides.values() for side in some)]
    numbers = tally(every, sorted({day, against, BASELINE_ON}), sponsor)

    def figure(one: Indicator) -> Figure:
        values = (numbers[one.code, each] for each in (day, against, BASELINE_ON))
        return Figure(one, *values, beside=tuple(figure(side) for side in sides.get(one.code, ())))

    return [figure(one) for one in wanted]


def missing_words(day: date) -> str:
    """Why there is no figure for the day."""
    return _("before the programme") if day < PROGRAMME_SINCE else ""
