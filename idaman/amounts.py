"""Rupiah and growth as readers of official figures expect them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

MINUS, DASH = "−", "–"


def rupiah(amount: int | None) -> str:
    """Whole rupiah, `Rp 1.250.000` (`Rp 1,250,000` for English readers); nothing known is a dash."""
    if amount is None:
        return DASH
    sign = MINUS if amount < 0 else ""
    return f"{sign}Rp\u00a0{grouped(abs(amount))}"


def grouped(number: int) -> str:
    """A whole number with its thousands set apart, in the reader's language."""
    return f"{number:,}" if get_language() == "en" else f"{number:,}".replace(",", ".")


def growth(now: int | None, before: int | None) -> Decimal | None:
    """Growth in per cent with one decimal; None when either is unknown or it began at zero."""
    if now is None or not before:
        return None
    return (Decimal(now - before) * 100 / Decimal(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def signed_percent(value: Decimal) -> str:
    """Per cent with its sign: +38,9 %."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{number_format(abs(value), 1, force_grouping=True)}\u00a0%"
