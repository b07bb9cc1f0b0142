"""The dashboard: what leadership sees in ten seconds, and what it says where there is little to see."""

from datetime import date
from decimal import Decimal

import pytest

from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from reports.targets.actions import set_target
from reports.targets.years import year_of

PAGE = "/dashboard/programme/"
DAY = "2019-08-31"


@pytest.fixture
def programme(db, company, officer):
    """Three assisted MSMEs in Tenggarong, one of them since 2019; a target of 3 is kept, one of 9 companies missed."""
    for number, on in enumerate([date(2018, 3, 10), date(2018, 3, 12), date(2019, 5, 1)], start=1):
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=on, village="Timbau"), on=on)
    for code, value in {"assisted-msmes": 3, "sponsor-companies": 9}.items():
        words = {"value": Decimal(value), "on": date(2019, 1, 15), "why": "uji", "by": officer, "today": date(2019, 1, 15)}
        set_target(indicator=code, period=year_of(2019), **words)


@pytest.fixture
def reader(leadership, sign_in):
    """Leadership, reading in the language of the code."""
    client = sign_in(leadership)
    client.cookies["django_language"] = "en"
    return client


def test_above_all_stands_how_many_are_on_course_which_are_behind_and_what_changed_most(programme, reader):
    page = reader.get(PAGE, {"on": DAY})
    told = [sentence.words for sentence in page.context["summary"]]
    assert told[0] == ("1 of 2 indicators with a target for 2019 are on course or ahead; behind: Sponsoring companies.")
    assert told[1] == "Most changed since 31 August 2018: Assisted MSMEs (+50.0\u00a0%)."
    over = reader.get(PAGE, {"on": "2019-12-31"}).context["summary"][0].words
    assert over == "1 of 2 targets of 2019 were reached; not reached: Sponsoring companies."


def test_a_card_shows_the_figure_its_target_the_growth_and_a_line_told_in_words(programme, reader):
    page = reader.get(PAGE, {"on": DAY})
    card = next(one for one in page.context["cards"] if one.indicator.code == "assisted-msmes")
    assert (card.figure.value, card.target.value, card.figure.growth) == (3, 3, 50)
    assert (card.points[0], card.points[-1]) == ((date(2018, 3, 31), 2), (date(2019, 8, 31), 3))
    assert "By month from 31 March 2018 to 31 August 2019: from 2 to 3, at most 3." in page.text
    assert "target 3 for 2019" in page.text and "no target set" in page.text


def test_where_shows_each_district_and_what_it_gained(programme, reader):
    places = reader.get(PAGE, {"on": DAY}).context["places"]
    assert [(one.name, one.then, one.now, one.change_words) for one in places.moved] == [("Tenggarong", 2, 3, "+1")]
    assert len(places.places) == 20 and sum(one.now for one in places.places) == 3
    stores = reader.get(PAGE, {"on": DAY, "map": "partner-stores"})
    assert stores.context["places"].indicator.code == "partner-stores" and "No district gained or lost." in stores.text
    wrong = reader.get(PAGE, {"map": "<b>"})
    assert wrong.status_code == 400 and "can&#x27;t be told apart by district" in wrong.text


def test_before_the_programme_there_is_a_dash_with_its_reason_and_no_map(programme, reader):
    page = reader.get(PAGE, {"on": "2018-02-01"})
    assert "before the programme" in page.text and 'class="map"' not in page.text and 'class="spark"' not in page.text
    first = reader.get(PAGE, {"on": "2018-03-31"})
    assert "that day is before the programme" in first.text and 'class="map"' in first.text
    assert [one.change for one in first.context["places"].places] == [None] * 20


def test_without_targets_it_says_who_sets_them_and_where(programme, reader, officer, sign_in):
    assert "No targets are set here for 2018." in (page := reader.get(PAGE, {"on": "2018-06-30"}).text)
    assert "Officers of the agency set them" in page
    keeper = sign_in(officer)
    assert "/targets/2018/set/" in keeper.get(PAGE, {"on": "2018-06-30"}).text
    assert "/targets/new/" in keeper.get("/dashboard/district-64.02.06/", {"on": DAY}).text


def test_a_scope_with_nothing_in_it_says_so(programme, reader):
    empty = make_partner("Perusahaan Sepi")
    page = reader.get(f"/dashboard/{empty.public_id}/", {"on": DAY})
    assert "Nothing is counted here on 31 August 2019." in page.text
    assert "Targets are set for the programme and its districts, not here." in page.text


def test_one_is_led_to_ones_own_and_may_change_to_what_one_may_read(programme, reader, company, company_manager, sign_in):
    assert reader.get("/dashboard/").url == PAGE
    chosen = reader.get("/dashboard/", {"scope": "district-64.02.06", "on": DAY, "against": ""})
    assert chosen.url == f"/dashboard/district-64.02.06/?on={DAY}"
    assert [reader.get("/dashboard/", {"scope": wrong}).status_code for wrong in ("x/y", "district-1", "à")] == [404] * 3
    other = make_partner("Perusahaan Rahasia")
    assert str(other.public_id) in reader.get(PAGE).text
    manager = sign_in(company_manager)
    own = manager.get("/dashboard/", follow=True)
    assert own.context["question"].scope.company == company.pk and "Perusahaan Rahasia" not in own.text
    assert 'name="scope"' not in own.text, "there is nothing to choose"
    assert manager.get("/dashboard/", {"scope": str(other.public_id)}).status_code == 404


@pytest.mark.parametrize("asked", [{"on": "2019-02-31"}, {"on": "2999-01-01"}, {"on": DAY, "against": "x"}])
def test_a_day_that_is_none_is_answered_in_words(reader, asked):
    page = reader.get(PAGE, asked)
    assert page.status_code == 400 and 'role="alert"' in page.text
