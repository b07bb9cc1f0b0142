"""Numbers keep the digits of their source, and contradict each other only where rounding doesn't explain it."""

from decimal import Decimal

import pytest

from reports.context.charts import STEPS, scale
from reports.context.printed import agree, in_print, plain

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(("value", "shown"), [("8.0", "8,0"), ("54414", "54.414"), ("-0.26", "-0,26"), ("1E+2", "100")])
def test_a_number_is_shown_with_the_decimals_of_its_source(value, shown):
    assert in_print(plain(Decimal(value))) == shown


@pytest.mark.parametrize(("one", "other", "do"), [("8.0", "7.99", True), ("7.31", "7.41", False), ("7.4", "7.41", True)])
def test_rounding_is_no_contradiction(one, other, do):
    assert agree(Decimal(one), Decimal(other)) is do and agree(Decimal(other), Decimal(one)) is do


@pytest.mark.parametrize("values", ["8.0 7.57 7.31", "12.13 62.87", "5", "0", "-3.1 4.2", "54414 54415", "0.9 100", "-0.4"])
def test_the_axis_holds_every_value_between_round_numbers(values):
    known = [Decimal(value) for value in values.split()]
    bottom, top, step = scale(known)
    assert bottom <= min(known) and max(known) <= top == bottom + STEPS * step
