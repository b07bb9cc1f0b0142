"""What day and moment it is: the only place that asks. Views, admin, commands and the permission backend call it once."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The day in Tenggarong (WITA)."""
    return timezone.localdate()


def now() -> datetime:
    """The moment, aware of its time zone."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    """The moment as clocks in Tenggarong show it."""
    return timezone.localtime(moment)
