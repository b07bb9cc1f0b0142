"""Template words of the house: figures, days, icons, and the mark by which a form is taken once."""

import uuid

from bs_icon_templates.templatetags.bs_icons import bs_icon
from django import forms, template
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext

from idaman import amounts, sealed, sessions
from idaman.amount_fields import RupiahField
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
    """What was typed into a form's field, in words: choices by name, days and rupiah as people write them, nothing as a dash.

    Personal numbers are masked; what can't be understood stands as it was typed.
    """
    value = field.value()
    if value in (None, "", []):
        return amounts.DASH
    if field.name in ("owner_nik", "npwp"):
        return sealed.masked(str(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field.field, (forms.DateField, RupiahField)):
        return understood(field.field, value)
    names = dict(flattened(getattr(field.field, "choices", [])))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(str(one), one)) for one in values)


def understood(field, value) -> str:
    try:
        meant = field.to_python(value)
    except ValidationError:
        return str(value)
    return amounts.rupiah(meant) if isinstance(field, RupiahField) else date_format(meant, "SHORT_DATE_FORMAT")


def flattened(choices):
    """The choices of a field, groups opened, by their text."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flattened(label)
        else:
            yield str(value), label
