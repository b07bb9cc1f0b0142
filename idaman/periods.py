"""Days and the facts that hold from one day to another: half-open inside, inclusive last days for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)  # a day outside them is a slip of the keys


def year_before(day: date) -> date:
    """The same day a year earlier; 29 February compares with 28."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def month_ends(until: date, months: int) -> list[date]:
    """`months` days ending with `until` itself: the last day of each month before it, oldest first."""
    days, first = [until], until.replace(day=1)
    while len(days) < months:
        days.append(first - ONE_DAY)
        first = days[-1].replace(day=1)
    return days[::-1]


MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def stretches(unit: str, since: date, until: date) -> "list[Period]":
    """The months, quarters or years from the one that `since` lies in to the one of `until`, which ends with that day."""
    step, found = MONTHS_OF[unit], []
    start = since.replace(month=(since.month - 1) // step * step + 1, day=1)
    while start <= until:
        month = start.month - 1 + step
        following = start.replace(year=start.year + month // 12, month=month % 12 + 1)
        found.append(Period(start, min(following, until + ONE_DAY)))
        start = following
    return found


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` up to but not including `end`; without an end it is still running."""

    start: date
    end: date | None = None

    def __post_init__(self):
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"A period ends after it starts: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def without(self, others: "Iterable[Period]") -> "list[Period]":
        """The stretches of it that none of the others covers, in order."""
        left = [self]
        for other in others:
            left = [part for one in left for part in one.beside(other)]
        return left

    def beside(self, other: "Period") -> "list[Period]":
        """What is left of it before and after the other."""
        if not self.overlaps(other):
            return [self]
        before = [Period(self.start, other.start)] if self.start < other.start else []
        after = other.end is not None and (self.end is None or other.end < self.end)
        return [*before, Period(other.end, self.end)] if after else before

    def common(self, other: "Period") -> "Period":
        """The days of both; they must overlap."""
        ends = [one.end for one in (self, other) if one.end]
        return Period(max(self.start, other.start), min(ends, default=None))

    @property
    def last_day(self) -> date | None:
        return self.end and self.end - ONE_DAY

    def __str__(self) -> str:
        start = date_format(self.start, "SHORT_DATE_FORMAT")
        if self.end is None:
            return _("since %(day)s") % {"day": start}
        last = date_format(self.last_day, "SHORT_DATE_FORMAT")
        return start if start == last else _("%(start)s to %(last)s") % {"start": start, "last": last}


def in_reach(day: date):
    """Refuse a day that nobody can mean, in a form as in an action."""
    if not FIRST_DAY <= day <= LAST_DAY + ONE_DAY:
        raise ValidationError(_("A day here lies between 1900 and 2199."), code="far")


class DayInput(forms.DateInput):
    """The browser's own date picker; its value is ISO in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__(attrs={**bounds, **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, asked with the browser's picker; also understands 31/03/2019 typed by hand."""

    widget = DayInput
    default_error_messages = {"invalid": gettext_lazy("This is not a day in the calendar. Write it like 31/03/2019.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"])
        super().__init__(**kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if day:
            in_reach(day)
        return day


class LastDayField(DayField):
    """Asks for the inclusive last day and gives the day after it, as the database keeps it."""

    def to_python(self, value):
        if isinstance(value, date):
            return value
        day = super().to_python(value)
        return day and day + ONE_DAY

    def prepare_value(self, value):
        return value - ONE_DAY if isinstance(value, date) else value


class StartField(models.DateField):
    """The first day of a fact."""

    asks_day = DayField
    default_validators = [in_reach]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.asks_day, **kwargs})


class EndField(models.DateField):
    """The first day a fact no longer holds; people see and type the day before it."""

    asks_day = LastDayField
    default_validators = [in_reach]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.asks_day, **kwargs})


class DatedQuerySet(models.QuerySet):
    """Facts that hold over time."""

    def on(self, day: date):
        """In force on the day."""
        return self.filter(in_force(day))

    def lasting(self, *, on: date):
        """Still to hold on the day or later: what there is to end or to pass on."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on))

    def during(self, period: Period):
        """In force on at least one day of the period."""
        begun = Q() if period.end is None else Q(starts_on__lt=period.end)
        return self.filter(begun & (Q(ends_on=None) | Q(ends_on__gt=period.start)))


def in_force(day: date, path: str = "") -> Q:
    """The condition that a dated fact, reached over `path` ("sponsorships__"), holds on the day."""
    return Q(**{f"{path}starts_on__lte": day}) & (Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gt": day}))


class Dated(models.Model):
    """A fact that holds from a first day (in) to an end day (out), or is still in force."""

    starts_on = StartField(gettext_lazy("first day"))
    ends_on = EndField(gettext_lazy("last day"), null=True, blank=True, help_text=gettext_lazy("Empty: still running."))

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=gettext_lazy("The last day is before the first day."),
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The inclusive last day, as people say it."""
        return self.ends_on and self.ends_on - ONE_DAY

    def clean(self):
        """Say at the field what the database would refuse."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day.")})

    def validate_constraints(self, exclude=None):
        """A crossed pair of days has its sentence at the field already; overlaps are judged on ordered days only."""
        if self.starts_on and not (self.ends_on and self.ends_on <= self.starts_on):
            super().validate_constraints(exclude=exclude)
