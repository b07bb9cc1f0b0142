"""What somebody typed into a form's field, in words."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import amounts
from idaman.amount_fields import RupiahField


def in_words(field) -> str:
    """The bound field's value: choices by name, days and rupiah as people write them, nothing as a dash.

    Numbers of people stay as they are; what can't be understood stands as it was typed.
    """
    value = field.value()
    if value in (None, "", []):
        return amounts.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
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
