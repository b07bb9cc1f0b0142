"""Shares, medians and what happens in a period: their words, their lists, and how they grow."""

from datetime import date
from decimal import Decimal

import pytest

from idaman.history import keep
from idaman.periods import ONE_DAY, Period, stretches
from idaman.testing.cast import make_msme, make_sponsorship
from msmes.actions import move_enrolment
from msmes.models import Baseline, Enrolment
from reports import scopes
from reports.figures import figures_of
from reports.indicators import REGISTRY
from reports.points import points

DAY, BEFORE = date(2019, 3, 31), date(2018, 3, 31)


@pytest.fixture
def assist(db, company):
    """Makes an assisted MSME, with what it told of its turnover."""

    def made(name, on, turnover=None, **details):
        one = make_msme(name, enrolled=on, **details)
        make_sponsorship(company, one, on=on)
        if turnover is not None:
            keep(Baseline(msme=one, measured_on=on, monthly_turnover=turnover), by=None)
        return one

    return made


def figure(code, day=DAY, against=BEFORE, scope=scopes.PROGRAMME):
    return figures_of([REGISTRY[code]], day, against, scope)[0]


def said(found) -> set[str]:
    return {remark.code for remark in found.remarks}


def test_a_share_is_of_those_known_and_grows_in_points(assist):
    assist("A", date(2018, 3, 10), owner_sex="woman")
    assist("B", date(2018, 3, 10), owner_sex="man")
    assist("C", date(2018, 3, 10))
    assist("D", date(2018, 5, 1), owner_sex="woman")
    found = figure("women-owned-share")
    assert (found.value, found.against, found.growth) == (Decimal("66.7"), Decimal("50.0"), Decimal("16.7"))
    assert (found.now.count, found.now.known, found.now.whole) == (2, 3, 4)
    assert "16,7 " in found.growth_words and said(found) == {"missing"}
    assert {side.indicator.code: side.value for side in found.beside} == {
        "assisted-msmes-of-women": 2,
        "assisted-msmes-sex-known": 3,
    }


def test_a_share_of_nothing_is_a_dash_with_its_reason(assist):
    assist("A", date(2018, 3, 10))
    found = figure("women-owned-share")
    assert found.value is None and "nothing" in said(found) and found.growth_words == "–" and found.why_no_growth


def test_a_median_says_how_many_reported_and_does_not_grow_where_that_differs(assist):
    assist("A", date(2018, 3, 10), 100)
    assist("B", date(2018, 3, 10), 301)
    assist("C", date(2018, 5, 1))
    found = figure("median-baseline-turnover")
    assert (found.value, found.now.known, found.now.whole) == (201, 2, 3)
    assert (found.against, found.growth) == (201, None)
    assert said(found) == {"missing", "no-growth"} and found.growth_words == "–"
    assert list(found.indicator.rows(DAY).values_list("name", flat=True)) == ["A", "B"]


def test_what_happens_counts_once_in_the_period_of_its_day(assist):
    one = assist("A", date(2018, 3, 10))
    move_enrolment(msme=one, to=Enrolment.State.SUSPENDED, on=date(2018, 6, 1), by=None, why="uji")
    move_enrolment(msme=one, to=Enrolment.State.ENROLLED, on=date(2019, 2, 1), by=None)
    assist("B", date(2019, 3, 31))
    found = figure("newly-enrolled")
    assert (found.value, found.against, found.growth) == (1, 1, Decimal("0.0"))
    assert said(found) == {"running"}
    assert [point.value for point in points(found.indicator, "year", DAY)] == [1, 1]
    assert [point.is_running for point in points(found.indicator, "year", DAY)] == [False, True]
    assert [point.is_running for point in points(found.indicator, "quarter", DAY)][-1] is False
    month = Period(date(2018, 3, 1), date(2018, 4, 1))
    assert [row.name for row in found.indicator.rows(month)] == ["A"]


def test_periods_that_are_not_the_same_days_are_not_compared(assist):
    assist("A", date(2018, 3, 10))
    found = figure("newly-enrolled", date(2018, 12, 31), date(2018, 6, 30))
    assert (found.value, found.against, found.growth) == (1, 1, None) and said(found) == {"no-growth"}
    leap = figure("newly-enrolled", date(2020, 2, 29), date(2019, 2, 28))
    assert "no-growth" not in said(leap)


def test_what_began_at_zero_and_what_lies_before_the_programme_is_said(assist):
    assist("A", date(2018, 5, 10))
    assert said(figure("assisted-msmes")) == {"zero"}
    early = figure("newly-enrolled", date(2018, 2, 28), date(2017, 2, 28))
    assert (early.value, said(early)) == (None, {"before"})


@pytest.mark.engine_free
@pytest.mark.parametrize(("unit", "count"), [("month", 14), ("quarter", 6), ("year", 2)])
def test_stretches_follow_each_other_without_a_gap_and_end_with_the_day(unit, count):
    found = stretches(unit, date(2018, 3, 5), date(2019, 4, 15))
    assert len(found) == count and found[-1].last_day == date(2019, 4, 15)
    assert all(one.end == other.start for one, other in zip(found, found[1:], strict=False))
    assert found[0].start <= date(2018, 3, 5) and found[0].start.day == 1
    assert found[0].end - ONE_DAY in found[0]
