"""Values of targets as people write and read them: whole things, or up to two decimals."""

from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.amounts import DASH, MINUS, grouped
from idaman.spreadsheets.amounts_typed import number
from idaman.spreadsheets.typed import LONGEST_NUMBER, Faulty

MOST = Decimal("999999999999.99")
COUNTED = {"snapshot", "flow"}  # kinds of figure that number whole things


def is_counted(indicator) -> bool:
    """Whether the indicator numbers whole things, which have no halves."""
    return getattr(indicator, "kind", "snapshot") in COUNTED


def in_words(value: Decimal | int | None, *, places: int = 2) -> str:
    """A number in the reader's writing, without decimals that say nothing; what nobody knows is a dash."""
    if value is None:
        return DASH
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    rounded = abs(rounded).normalize()
    decimals = max(-rounded.as_tuple().exponent, 0)
    return sign + (number_format(rounded, decimals, force_grouping=True) if decimals else grouped(int(rounded)))


def percent_in_words(value: Decimal | None) -> str:
    """Per cent with one decimal, as reports print an achievement."""
    if value is None:
        return DASH
    return f"{MINUS if value < 0 else ''}{number_format(abs(value), 1, force_grouping=True)}\u00a0%"


class NumberField(forms.CharField):
    """A number typed in Indonesian or English writing: 1.250 is one thousand two hundred and fifty, 12,5 twelve and a half."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"required": gettext_lazy("Write a number.")}

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_NUMBER, **kwargs)

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = number(text)
        except Faulty as fault:
            raise ValidationError(str(fault)) from None
        refuse_unfit(amount)
        return amount


def refuse_unfit(amount: Decimal):
    """Refuse, as ValidationError, what no target can be."""
    if amount < 0:
        raise ValidationError(_("A target is not below zero."))
    if amount > MOST:
        raise ValidationError(_("This number is larger than any target can be."))
    if amount != amount.quantize(Decimal("0.01")):
        raise ValidationError(_("Write at most two digits behind the comma."))
