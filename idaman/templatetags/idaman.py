"""Template words of the house: figures, days, icons, and the mark by which a form is taken once."""

import uuid

from bs_icon_templates.templatetags.bs_icons import bs_icon
from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

from idaman import amounts, answers, sealed, sessions
from idaman.periods import ONE_DAY

register = template.Library()
register.simple_tag(bs_icon)
register.filter("rupiah", amounts.rupiah)
register.filter("masked", sealed.masked)
register.filter("device", sessions.device)


@register.filter
def last_day(end) -> str:
    """The inclusive last day of what ends where this day begins, as people say it."""
    return date_format(end - ONE_DAY, "SHORT_DATE_FORMAT")


@register.filter
def grouped(number) -> str:
    """A whole number with its thousands set apart; what nobody reported is a dash."""
    return amounts.DASH if number is None else amounts.grouped(number)


@register.simple_tag
def once():
    """The hidden mark of a form whose view is `taken_once`."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.filter
def in_words(field) -> str:
    """What was typed into a form's field, in words; personal numbers as a mask."""
    value = field.value()
    return sealed.masked(str(value)) if value and field.name in ("owner_nik", "npwp") else answers.in_words(field)
