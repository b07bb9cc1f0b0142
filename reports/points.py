"""A figure over time: by month, quarter or year, up to the day; what happens in periods is shown for each of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.periods import Period, stretches
from idaman.programme import PROGRAMME_SINCE
from reports.charts import line_chart
from reports.measuring import Indicator, Measure, When
from reports.scopes import PROGRAMME, Scope

MONTHS = 60
UNITS: dict[str, Promise] = {
    "month": gettext_lazy("By month"),
    "quarter": gettext_lazy("By quarter"),
    "year": gettext_lazy("By year"),
}


@dataclass(frozen=True)
class Point:
    """A month, quarter or year, with the figure at its end or, of a flow, in it; `is_running` when the day cut it."""

    period: Period
    measure: Measure
    is_running: bool
    is_flow: bool

    @property
    def day(self) -> date:
        return self.period.last_day

    @property
    def value(self):
        return self.measure.value

    @property
    def words(self) -> str:
        """The day, or the period with both its days; that it is still running is said."""
        words = str(self.period) if self.is_flow else date_format(self.day, "DATE_FORMAT")
        return _("%(period)s (running)") % {"period": words} if self.is_running else words

    @property
    def when(self) -> When:
        """The day, or the period of what happens in it: of these its rows are."""
        return self.period if self.is_flow else self.day


def points(indicator: Indicator, unit: str, day: date, scope: Scope = PROGRAMME) -> list[Point]:
    """The figure at the ends of the stretches up to the day, of months the last sixty; in a constant number of queries."""
    if day < PROGRAMME_SINCE:
        return []
    periods = stretches(unit, PROGRAMME_SINCE, day)[-MONTHS:]
    whole = stretches(unit, day, date(day.year + 1, 12, 31))[0].end
    measures = indicator.measures(periods, scope)
    is_flow = indicator.kind == "flow"
    return [Point(one, each, one.end > day and one.end < whole, is_flow) for one, each in zip(periods, measures, strict=True)]


def points_of(indicator: Indicator, question) -> list[Point]:
    """The series that the question asks for, by month unless another is chosen."""
    return points(indicator, question.series or "month", question.day, question.scope)


def chart_of(indicator: Indicator, series: list[Point]):
    """The series as a line; points that nobody can know are left out."""
    known = [(point.day, point.value) for point in series if point.value is not None]
    if not known:
        return ""
    days, values = zip(*known, strict=True)
    shown = indicator.shown
    words = {"title": str(indicator.title), "first": shown(values[0]), "last": shown(values[-1]), "highest": shown(max(values))}
    description = _("%(title)s over time: from %(first)s at first to %(last)s at last, at most %(highest)s.") % words
    return line_chart(days, values, title=str(indicator.title), description=description, chart_id="series")
