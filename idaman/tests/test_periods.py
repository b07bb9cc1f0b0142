"""Days: half-open inside, inclusive for people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idaman.periods import LastDayField, Period, month_ends, year_before

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("last_day", [date(2018, 12, 31), date(2019, 3, 31), date(2020, 2, 29)])
def test_people_type_the_last_day_and_see_the_same_day_again(last_day):
    field = LastDayField()
    stored = field.clean(last_day.isoformat())
    assert stored == last_day + timedelta(days=1)
    assert field.prepare_value(stored) == last_day
    assert not field.has_changed(stored, last_day.isoformat())
    assert field.has_changed(stored, (last_day - timedelta(days=1)).isoformat())


@pytest.mark.parametrize("typed", ["31/12/2018", "31-12-2018", "2018-12-31"])
def test_a_day_may_be_typed_as_it_is_written_in_indonesia(typed):
    assert LastDayField().clean(typed) == date(2019, 1, 1)


def test_a_fact_until_31_december_holds_on_that_day_and_not_on_the_next():
    year = Period(date(2018, 1, 1), LastDayField().clean("2018-12-31"))
    assert date(2018, 12, 31) in year
    assert date(2019, 1, 1) not in year
    assert year.last_day == date(2018, 12, 31)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError):
        Period(date(2019, 1, 1), date(2019, 1, 1))


def test_29_february_compares_with_28():
    assert year_before(date(2020, 2, 29)) == date(2019, 2, 28)
    assert year_before(date(2019, 3, 31)) == date(2018, 3, 31)


@given(days, st.integers(1, 60))
def test_month_ends_ascend_and_end_with_the_day_itself(day, months):
    found = month_ends(day, months)
    assert len(found) == months and found[-1] == day
    assert found == sorted(set(found))
    assert all((end + timedelta(days=1)).day == 1 for end in found[:-1])


@given(days, st.integers(1, 400), days, st.integers(1, 400), st.booleans())
def test_two_periods_overlap_exactly_when_they_share_a_day(start, length, other_start, other_length, is_open):
    one = Period(start, start + timedelta(days=length))
    other = Period(other_start, None if is_open else other_start + timedelta(days=other_length))
    shared = any(start + timedelta(days=offset) in other for offset in range(length))
    assert one.overlaps(other) == other.overlaps(one) == shared


def test_what_is_left_of_a_period_beside_others():
    year, march = Period(date(2019, 1, 1), date(2020, 1, 1)), Period(date(2019, 3, 1), date(2019, 4, 1))
    assert year.without([]) == [year]
    assert year.without([march]) == [Period(year.start, march.start), Period(march.end, year.end)]
    assert year.without([Period(date(2019, 6, 1))]) == [Period(year.start, date(2019, 6, 1))]
    assert march.common(year) == march and Period(march.start).common(Period(year.start)) == Period(march.start)
    assert Period(march.start).without([march]) == [Period(march.end)]
    assert march.without([year]) == march.without([march]) == []
