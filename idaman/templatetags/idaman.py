"""Template words of the house: figures, days, icons, and the mark by which a form is taken once."""

import uuid

from bs_icon_templates.templatetags.bs_icons import bs_icon
from django import template
from django.utils.html import format_html

from idaman import amounts, sealed

register = template.Library()
register.simple_tag(bs_icon)
register.filter("rupiah", amounts.rupiah)
register.filter("masked", sealed.masked)


@register.filter
def grouped(number) -> str:
    """A whole number with its thousands set apart; what nobody reported is a dash."""
    return amounts.DASH if number is None else amounts.grouped(number)


@register.simple_tag
def once():
    """The hidden mark of a form whose view is `taken_once`."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
