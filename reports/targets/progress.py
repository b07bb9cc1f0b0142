"""Whether a figure is on course for its target: plain arithmetic over numbers and days, without a database.

A target is reached along a straight line: from the baseline, the value on the eve of the period (0 for a flow), to the
target on its last day. What is expected on a day is that line on the day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.periods import Period

TWENTIETH = Decimal("0.05")
Number = Decimal | int


class Course(Enum):
    """How an actual stands to what is expected on the day."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"

    def words(self, *, is_over: bool) -> str:
        """On the way, or once the period is over."""
        return str((OVER_WORDS if is_over else COURSE_WORDS)[self])

    @property
    def sign(self) -> str:
        """A sign that doesn't need its colour."""
        return {"ahead": "▲", "on": "●", "behind": "▼"}[self.value]


COURSE_WORDS = {
    Course.AHEAD: gettext_lazy("ahead"),
    Course.ON: gettext_lazy("on course"),
    Course.BEHIND: gettext_lazy("behind"),
}
OVER_WORDS = {
    Course.AHEAD: gettext_lazy("exceeded"),
    Course.ON: gettext_lazy("reached"),
    Course.BEHIND: gettext_lazy("not reached"),
}


@dataclass(frozen=True)
class Progress:
    """One figure on a day on its way to a target; what nobody can know is None."""

    target: Number | None
    baseline: Number | None
    actual: Number | None
    period: Period
    day: date
    good: str = "up"
    is_counted: bool = True

    @property
    def expected(self) -> Decimal | None:
        """What the straight line from the baseline to the target says for the day."""
        if self.target is None or self.baseline is None or self.day < self.period.start:
            return None
        return expected(self.baseline, self.target, self.period, self.day)

    @property
    def achievement(self) -> Decimal | None:
        """The actual as a share of the whole target, in per cent with one decimal."""
        return achievement(self.actual, self.target, self.good)

    @property
    def achievement_missing(self) -> str:
        """Why there is no achievement; "" where there is one."""
        if self.target is not None and self.target == 0 and self.actual is not None:
            return _("none: the target is zero")
        return _("not known") if self.achievement is None else ""

    @property
    def course(self) -> Course | None:
        """Ahead, on course or behind on the day; None where it can't be told."""
        if self.expected is None or self.actual is None:
            return None
        lead = Decimal(self.actual) - self.expected
        return course(lead if self.good == "up" else -lead, self.margin, is_whole=self.is_counted and not self.is_over)

    @property
    def course_words(self) -> str:
        """The course in words; "" where it can't be told."""
        return self.course.words(is_over=self.is_over) if self.course else ""

    @property
    def margin(self) -> Decimal:
        """How far off still counts as on course: a twentieth of the way, and nothing once the period is over."""
        return Decimal(0) if self.is_over else abs(Decimal(self.target) - Decimal(self.baseline)) * TWENTIETH

    @property
    def is_over(self) -> bool:
        """Whether the day is the last of the period, or after it."""
        return self.day >= self.period.last_day


def elapsed(period: Period, day: date) -> int:
    """How many days of the period have passed with the day itself: none on its eve, all on its last day."""
    return min(max((day - period.start).days + 1, 0), (period.end - period.start).days)


def expected(baseline: Number, target: Number, period: Period, day: date) -> Decimal:
    """The value on the straight line from baseline (on the eve) to target (on the last day)."""
    way = Decimal(target) - Decimal(baseline)
    return Decimal(baseline) + way * elapsed(period, day) / (period.end - period.start).days


def achievement(actual: Number | None, target: Number | None, good: str = "up") -> Decimal | None:
    """Realisasi as a share of target in per cent; where down is good, by the formula (2 × target − realisasi) / target.

    So government reports (LKjIP) print it. None without a target or an actual, and for a target of zero.
    """
    if actual is None or not target:
        return None
    target, actual = Decimal(target), Decimal(actual)
    share = actual if good == "up" else 2 * target - actual
    return (share * 100 / target).quantize(Decimal("0.1"), ROUND_HALF_UP)


def course(lead: Decimal, margin: Decimal, *, is_whole: bool = False) -> Course:
    """Of a lead over the line (below zero: a lag); `is_whole`: of whole things, less than one is none."""
    if abs(lead) <= margin or (is_whole and abs(lead) < 1):
        return Course.ON
    return Course.AHEAD if lead > 0 else Course.BEHIND


def rule() -> str:
    """The rule by which figures are on course, for readers."""
    return _(
        "Expected is the straight line from the baseline (the value on the eve of the period; 0 for what is counted over a "
        "period) to the target on its last day. A figure is on course while it is off that line by less than one whole thing "
        "or by at most a twentieth of the whole way; on the last day and after, there is no such margin: the target is "
        "reached, exceeded or not. Achievement is actual ÷ target × 100; where less is better, (2 × target − actual) ÷ "
        "target × 100."
    )
