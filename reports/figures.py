"""Figures beside each other: on a day, on the day compared with, at the baseline, and the growth between them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from idaman.amounts import DASH, growth, signed_percent
from partners.models import Partner
from reports import indicators
from reports.indicators import BASELINE_ON, PROGRAMME_SINCE, Indicator


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
    scoped = sponsor is not None
    return [
        figure(
            one,
            day,
            against,
            sponsor,
            beside=tuple(figure(side, day, against, sponsor) for side in indicators.beside(one.code, scoped=scoped)),
        )
        for one in indicators.headline(scoped=scoped)
    ]


def figure(indicator: Indicator, day: date, against: date, sponsor=None, beside=()) -> Figure:
    """The indicator on both days and at the baseline; a day asked for twice is counted once."""
    values = {each: indicator.value(each, sponsor) for each in {day, against, BASELINE_ON}}
    return Figure(indicator, values[day], values[against], values[BASELINE_ON], beside)


def missing_words(day: date) -> str:
    """Why there is no figure for the day."""
    return _("before the programme") if day < PROGRAMME_SINCE else ""
