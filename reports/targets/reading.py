"""Targets as pages, dashboards and publications read them: what is in force on a day, and how far the figure has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from idaman.periods import ONE_DAY, Period
from reports.indicators import REGISTRY, Indicator
from reports.scopes import Scope
from reports.targets.actuals import Asked, actuals
from reports.targets.models import Target, TargetValue
from reports.targets.numbers import in_words, is_counted, percent_in_words
from reports.targets.progress import Progress
from reports.targets.years import year_of


@dataclass(frozen=True)
class TargetInForce:
    """A target as it stands on a day: the value then in force, all values decided by then, and how the figure stands to it.

    `value` is None before the first decision. The figure is that of the day, or of the period's last day once it is over.
    """

    target: Target
    revisions: tuple[TargetValue, ...] = field(repr=False)  # decided by the day, oldest first, the one in force last
    progress: Progress = field(repr=False)

    @property
    def value(self):
        return self.progress.target

    @property
    def value_words(self) -> str:
        return in_words(self.value)

    @property
    def first_words(self) -> str:
        """The value that was decided first."""
        return self.revisions[0].value_words if self.revisions else in_words(None)

    @property
    def decided_on(self) -> date | None:
        return self.revisions[-1].starts_on if self.revisions else None

    @property
    def is_revised(self) -> bool:
        return len(self.revisions) > 1

    @property
    def measured_on(self) -> date:
        return self.progress.day

    @property
    def baseline(self):
        return self.progress.baseline

    @property
    def baseline_words(self) -> str:
        return in_words(self.baseline)

    @property
    def actual(self):
        return self.progress.actual

    @property
    def actual_words(self) -> str:
        return in_words(self.actual)

    @property
    def expected(self):
        return self.progress.expected

    @property
    def expected_words(self) -> str:
        return in_words(self.expected, places=1)

    @property
    def achievement(self):
        return self.progress.achievement

    @property
    def achievement_words(self) -> str:
        """Per cent with one decimal, or why there is none."""
        return self.progress.achievement_missing or percent_in_words(self.achievement)

    @property
    def course(self):
        return self.progress.course

    @property
    def course_words(self) -> str:
        """Ahead, on course, behind; once it is over exceeded, reached, not reached; "" where it can't be told."""
        return self.progress.course_words


def targets_on(
    indicators: Iterable[Indicator], period: Period | int, day: date, *, breakdown: str = "", part: str = ""
) -> dict[str, TargetInForce]:
    """By code, the targets of the period (or calendar year) in force on the day; what had none by then is left out.

    Three queries for wholes (targets, values, figures); of a part two more an indicator.
    """
    period = year_of(period) if isinstance(period, int) else period
    codes = [one.code for one in indicators]
    found = Target.objects.of_period(period).filter(indicator__in=codes, breakdown=breakdown, part=part)
    return {one.target.indicator: one for one in standing(found, day) if one.revisions}


def targets_of(indicators: Iterable[Indicator], scope: Scope, day: date) -> dict[str, TargetInForce]:
    """By code, the targets of the day's calendar year for whose figures they are: the programme's, or a district's part."""
    if scope.is_programme:
        return targets_on(indicators, day.year, day)
    if scope.kind == "district":
        found = [one for one in indicators if "district" in one.breakdowns]
        return targets_on(found, day.year, day, breakdown="district", part=scope.of.name)
    return {}


def standing(targets: Iterable[Target], day: date) -> list[TargetInForce]:
    """How each target stands on the day, those without a value by then included, in the order given."""
    decided: dict[int, list[TargetValue]] = {}
    targets = list(targets)
    for one in TargetValue.objects.filter(target__in=targets, starts_on__lte=day).told():
        decided.setdefault(one.target_id, []).append(one)
    figures = actuals(asked for one in targets for asked in asked_of(one, day))
    return [stands(one, decided.get(one.pk, ()), figures, day) for one in targets]


def asked_of(target: Target, day: date) -> list[Asked]:
    """The figures a target is measured with: on its eve, and in its period up to the day."""
    about, until = (target.indicator, target.breakdown, target.part), measured(target, day)
    elapsed = Period(target.starts_on, until + ONE_DAY) if until >= target.starts_on else until
    return [(*about, eve(target)), (*about, elapsed)]


def eve(target: Target) -> date:
    return target.starts_on - ONE_DAY


def measured(target: Target, day: date) -> date:
    """The day on which the figure is taken: the period's last once it is over."""
    return min(day, target.last_day)


def stands(target: Target, decided: Sequence[TargetValue], figures: dict, day: date) -> TargetInForce:
    indicator = REGISTRY.get(target.indicator)
    on_eve, on_day = (figures.get(asked) for asked in asked_of(target, day))
    progress = Progress(
        target=decided[-1].value if decided else None,
        baseline=0 if getattr(indicator, "kind", "") == "flow" else on_eve if eve(target) <= day else None,
        actual=on_day,
        period=target.period,
        day=measured(target, day),
        good=getattr(indicator, "good", "up"),
        is_counted=is_counted(indicator),
    )
    return TargetInForce(target, tuple(decided), progress)


def in_order(targets: Iterable[Target]) -> list[Target]:
    """In the order of the printed table, wholes before their parts."""
    places = {code: place for place, code in enumerate(REGISTRY)}
    order = lambda one: (places.get(one.indicator, len(places)), one.starts_on, one.ends_on, one.breakdown, one.part)  # noqa: E731
    return sorted(targets, key=order)
