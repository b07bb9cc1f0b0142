"""Whether a figure is on course: baselines, straight lines, achievements, and the words for what can't be told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idaman.periods import Period
from reports.targets.progress import Course, Progress, achievement, elapsed, expected
from reports.targets.years import is_year, year_of

pytestmark = pytest.mark.engine_free
YEAR = year_of(2019)
EVE, LAST = date(2018, 12, 31), date(2019, 12, 31)
numbers = st.integers(0, 10_000)
days = st.integers(0, 900).map(lambda n: date(2018, 6, 1) + timedelta(days=n))


def progress(actual, *, day, target=120, baseline=95, **more) -> Progress:
    return Progress(target=target, baseline=baseline, actual=actual, period=YEAR, day=day, **more)


def test_the_line_begins_at_the_baseline_on_the_eve_and_ends_at_the_target_on_the_last_day():
    assert (elapsed(YEAR, EVE), elapsed(YEAR, date(2019, 1, 1)), elapsed(YEAR, LAST)) == (0, 1, 365)
    assert expected(95, 120, YEAR, EVE) == 95
    assert expected(95, 120, YEAR, LAST) == expected(95, 120, YEAR, date(2021, 1, 1)) == 120
    assert expected(0, 365, YEAR, date(2019, 7, 1)) == 182, "a flow begins at nothing"


@given(numbers, numbers, days, days)
@settings(max_examples=20, deadline=None)
def test_the_line_never_leaves_its_ends_and_never_turns(baseline, target, one, other):
    low, high = sorted([baseline, target])
    first, second = (expected(baseline, target, YEAR, day) for day in sorted([one, other]))
    assert low <= first <= high and low <= second <= high
    assert first <= second if baseline <= target else first >= second


@given(numbers, numbers, numbers, days)
@settings(max_examples=20, deadline=None)
def test_more_is_never_a_worse_course_where_up_is_good_and_never_a_better_one_where_down_is(baseline, target, actual, day):
    order = [Course.BEHIND, Course.ON, Course.AHEAD]
    for good, better in (("up", 1), ("down", -1)):
        now, more = (progress(n, day=day, target=target, baseline=baseline, good=good).course for n in (actual, actual + 3))
        if day < YEAR.start:
            assert now is more is None
        else:
            assert (order.index(more) - order.index(now)) * better >= 0


@pytest.mark.parametrize(("actual", "wanted"), [(105, "behind"), (106, "behind"), (107, "on"), (108, "on"), (109, "ahead")])
def test_half_way_through_the_year_half_the_way_is_on_course(actual, wanted):
    assert progress(actual, day=date(2019, 7, 1)).course == Course(wanted)


@pytest.mark.parametrize(("actual", "wanted"), [(119, "behind"), (120, "on"), (121, "ahead")])
def test_on_the_last_day_nothing_but_the_target_counts(actual, wanted):
    assert progress(actual, day=LAST).course_words != progress(actual, day=date(2019, 12, 1)).course_words
    assert progress(actual, day=LAST).course == progress(actual, day=date(2020, 5, 1)).course == Course(wanted)


def test_less_than_one_whole_thing_is_no_lag_but_a_share_has_no_whole_things():
    words = {"day": date(2019, 7, 1), "target": 1, "baseline": 0}
    assert progress(0, **words).course is Course.ON
    assert progress(0, **words, is_counted=False).course is Course.BEHIND


def test_where_down_is_good_fewer_is_ahead():
    words = {"day": date(2019, 7, 1), "target": 2, "baseline": 12, "good": "down"}
    assert [progress(n, **words).course.value for n in (3, 7, 11)] == ["ahead", "on", "behind"]


@pytest.mark.parametrize(
    ("actual", "target", "good", "wanted"),
    [
        (95, 120, "up", "79.2"),
        (150, 120, "up", "125.0"),
        (8, 10, "down", "120.0"),
        (12, 10, "down", "80.0"),
        (0, 10, "up", "0.0"),
    ],
)
def test_achievement_is_as_government_reports_print_it(actual, target, good, wanted):
    assert achievement(actual, target, good) == Decimal(wanted)


def test_what_nobody_can_know_is_none_with_its_words():
    zero = progress(0, day=LAST, target=0, baseline=0)
    assert zero.achievement is None and zero.achievement_missing and zero.course is Course.ON
    assert progress(None, day=LAST).course is None and progress(None, day=LAST).achievement_missing
    assert progress(95, day=EVE).expected is None and progress(95, day=EVE).course is None
    assert progress(95, day=LAST, baseline=None).course is None
    assert progress(95, day=LAST).achievement_missing == ""


def test_a_calendar_year_is_known_as_one():
    assert is_year(YEAR) and not is_year(Period(date(2019, 1, 1), date(2019, 12, 31)))
    assert not is_year(Period(date(2019, 1, 2), date(2020, 1, 2)))
