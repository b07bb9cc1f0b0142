"""Template words of the house: figures, days and icons."""

from bs_icon_templates.templatetags.bs_icons import bs_icon
from django import template

from idaman import amounts

register = template.Library()
register.simple_tag(bs_icon)
register.filter("rupiah", amounts.rupiah)


@register.filter
def grouped(number) -> str:
    """A whole number with its thousands set apart; what nobody reported is a dash."""
    return amounts.DASH if number is None else amounts.grouped(number)
