"""What stands on the cards of the dashboard: each headline figure with its target and its last two years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from idaman.periods import month_ends
from idaman.programme import PROGRAMME_SINCE
from msmes.models import Msme
from reports import registry
from reports.dashboard.drawing import spark
from reports.facts import Memory
from reports.figures import Figure, figures_of
from reports.measuring import Indicator
from reports.questions import Question
from reports.scopes import Scope
from reports.tally import tally
from reports.targets.reading import TargetInForce, targets_of

MONTHS = 25  # the day and the ends of the two years of months before it
Series = dict[str, list]


@dataclass(frozen=True)
class Card:
    """A headline figure as the dashboard shows it; `points` are its days with their values, unknown ones left out."""

    figure: Figure
    target: TargetInForce | None
    points: Sequence[tuple[date, int]]

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def series(self):
        """The small chart."""
        return spark(self.indicator, self.points)


def cards_of(question: Question, memory: Memory) -> list[Card]:
    """A card for each headline figure that answers the scope, in a constant number of queries."""
    wanted = registry.headline(question.scope)
    rows = figures_of(wanted, question.when, question.when_against, question.scope, tally=memory.tally)
    days = [day for day in month_ends(question.day, MONTHS) if day >= PROGRAMME_SINCE]
    about = (question.scope.kind, question.scope.key, question.day)
    series = memory.of(("series", *about), lambda: series_of(wanted, days, question.scope))
    targets = memory.of(("targets", *about), lambda: targets_of(wanted, question.scope, question.day))
    return [Card(row, targets.get(row.indicator.code), known(days, series[row.indicator.code])) for row in rows]


def known(days: list[date], values: list) -> list[tuple[date, int]]:
    """The days whose value is known, with it."""
    return [(day, value) for day, value in zip(days, values, strict=True) if value is not None]


def series_of(indicators: list[Indicator], days: list[date], scope: Scope) -> Series:
    """By code, each figure on each of the days: of MSMEs by reading their facts once, of all else in one statement.

    Whether a company or a kind counts is known at its first fact, so that counting them 25 times takes a hundredth of the
    time of reading; of MSMEs every one is looked at each time, and reading is faster by half.
    """
    numbers = tally([one for one in indicators if one.model is not Msme], days, scope)
    counted = {code: [numbers[code, day].value for day in days] for code in {code for code, _day in numbers}}
    read = [one for one in indicators if one.code not in counted]
    return counted | {one.code: [each.value for each in one.measures(days, scope)] for one in read}
