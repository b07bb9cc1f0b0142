"""Template words of the house: figures, days and icons."""

from bs_icon_templates.templatetags.bs_icons import bs_icon
from django import template
from django.utils.formats import date_format

from idaman import amounts
from idaman.periods import ONE_DAY

register = template.Library()
register.simple_tag(bs_icon)
register.filter("rupiah", amounts.rupiah)


@register.filter
def last_day(end) -> str:
    """The inclusive last day of what ends where this day begins, as people say it."""
    return date_format(end - ONE_DAY, "SHORT_DATE_FORMAT")


@register.filter
def grouped(number) -> str:
    """A whole number with its thousands set apart; what nobody reported is a dash."""
    return amounts.DASH if number is None else amounts.grouped(number)
