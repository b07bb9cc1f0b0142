"""Figures in templates."""

from django import template
from django.utils.formats import date_format

from idaman.periods import Period
from reports.measuring import When, last_day, year_to

register = template.Library()


@register.filter
def shown_by(value, indicator) -> str:
    """A value as its indicator shows it: a number, per cent or rupiah."""
    return indicator.shown(value)


@register.filter
def as_address(when: When) -> str:
    """A day or period as it stands in an address."""
    on = f"on={last_day(when).isoformat()}"
    return f"{on}&since={when.start.isoformat()}" if isinstance(when, Period) else on


@register.filter
def told_for(when: When, indicator) -> str:
    """The day of a figure, or the period of what happens in one, in words."""
    return str(year_to(when)) if indicator.kind == "flow" else date_format(last_day(when), "DATE_FORMAT")
