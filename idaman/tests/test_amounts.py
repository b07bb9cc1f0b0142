"""Rupiah and growth in the reader's language."""

from decimal import Decimal

import pytest
from django.utils import translation

from idaman import amounts

pytestmark = pytest.mark.engine_free


def test_rupiah_are_whole_and_grouped_as_the_reader_expects():
    with translation.override("id"):
        assert amounts.rupiah(1_250_000) == "Rp\u00a01.250.000"
        assert amounts.rupiah(-999_999_999_999_999_999) == "−Rp\u00a0999.999.999.999.999.999"
    with translation.override("en"):
        assert amounts.rupiah(1_250_000) == "Rp\u00a01,250,000"


def test_what_nobody_reported_is_a_dash_and_not_zero():
    assert amounts.rupiah(None) == "–"
    assert amounts.rupiah(0) == "Rp\u00a00"


def test_growth_has_one_decimal_and_none_from_zero():
    assert amounts.growth(25, 18) == Decimal("38.9")
    assert amounts.growth(95, 74) == Decimal("28.4")
    assert amounts.growth(17, 0) is None
    assert amounts.growth(None, 5) is None
    assert amounts.growth(1, 16) == Decimal("-93.8")


def test_growth_says_its_sign():
    with translation.override("id"):
        assert amounts.signed_percent(Decimal("38.9")) == "+38,9\u00a0%"
        assert amounts.signed_percent(Decimal("-5.0")) == "−5,0\u00a0%"
        assert amounts.signed_percent(Decimal("0.0")) == "0,0\u00a0%"
