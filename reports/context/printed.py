"""Numbers as their source prints them."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_DIGITS = 15


class PrintedField(models.Field):
    """A decimal number with the digits its source prints, exact on both engines: 8.0 is rounded to one decimal, 8.00 to two."""

    def get_internal_type(self):
        return "CharField"

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value) -> Decimal | None:
        if value in (None, ""):
            return None
        try:
            return plain(Decimal(value))
        except (InvalidOperation, TypeError, ValueError) as error:
            raise ValidationError(_("This is not a number of at most %(most)d digits.") % {"most": MOST_DIGITS}) from error

    def get_prep_value(self, value):
        return None if value is None else format(self.to_python(value), "f")

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.DecimalField, "max_digits": MOST_DIGITS, "step_size": None, **kwargs})


def plain(value: Decimal) -> Decimal:
    """The number without an exponent; ValueError for what is none, or too long to be kept exactly."""
    if not value.is_finite() or len(format(abs(value), "f").replace(".", "")) > MOST_DIGITS:
        raise ValueError(value)
    return Decimal(format(value, "f"))


def decimals(value: Decimal) -> int:
    return max(-value.as_tuple().exponent, 0)


def in_print(value: Decimal) -> str:
    """The number in the reader's language, with the decimals of its source: 54.414, 8,0."""
    return number_format(value, decimals(value), force_grouping=True)


def agree(one: Decimal, other: Decimal) -> bool:
    """Whether both are the same number at the decimals of the coarser one: 8.0 and 7.99 are, 7.31 and 7.41 aren't."""
    places = min(decimals(one), decimals(other))
    return round(one, places) == round(other, places)
