"""Amounts of money as forms ask them."""

from django import forms


class RupiahField(forms.IntegerField):
    """Whole rupiah: typed as digits, shown as an amount."""
