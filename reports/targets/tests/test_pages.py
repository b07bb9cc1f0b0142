"""The pages of targets: what readers see, what officers set and revise, and that nothing typed is lost."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from idaman import clock, workspace
from idaman.testing.cast import make_person
from partners.roles import Role
from reports.indicators import headline
from reports.targets.models import Target, TargetValue
from reports.targets.tests.conftest import NOW, aimed
from reports.targets.tests.test_actions import revised
from reports.tests.test_query_budget import queries

pytestmark = pytest.mark.engine_free

SET, YEAR = "/targets/2019/set/", "/targets/2019/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: NOW)
    return NOW


@pytest.fixture
def signed_in(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def in_english(signed_in):
    signed_in.post("/language/", {"language": "en"})
    return signed_in


def page_of(target, act="") -> str:
    return f"/targets/target/{target.pk}/{act}"


def line(page, code="assisted-msmes"):
    return next(one for one in page.context["lines"] if one.indicator.code == code)


def test_the_page_of_a_year_shows_each_indicator_with_all_that_was_decided_and_its_course(target, officer, in_english):
    revised(target, officer)
    page = in_english.get(YEAR)
    assert [one.indicator for one in page.context["lines"]] == headline()
    stands = line(page).target
    assert (stands.baseline, stands.value, stands.actual, stands.course.value) == (2, 3, 3, "on")
    assert "100.0\u00a0%" in page.text
    assert line(page, "sponsor-companies").target is None and "not set yet" in page.text
    for words in ("Tiga toko menunda (uji)", "Rapat kerja", officer.name, "15 Jan 2019", "reached"):
        assert words in page.text


def test_leadership_reads_and_sets_nothing(target, leadership, sign_in):
    client = sign_in(leadership)
    assert client.get(YEAR).status_code == client.get(page_of(target)).status_code == 200
    assert SET not in client.get(YEAR).text and "revise" not in client.get(page_of(target)).text
    for address in (SET, "/targets/new/", page_of(target, "revise/"), page_of(target, "take-back/")):
        assert client.post(address, {"value": "9", "why": "x"}).status_code == 404


def test_a_whole_year_is_set_at_once_and_empty_rows_are_left_out(programme, signed_in):
    once = str(uuid4())
    typed = {"value-assisted-msmes": "1.250", "value-sponsor-companies": " 3 ", "on": "2026-11-20", "why": "rapat", "once": once}
    assert signed_in.post("/targets/2027/set/", typed).status_code == 302
    signed_in.post("/targets/2027/set/", typed)  # a double tap
    found = dict(TargetValue.objects.values_list("target__indicator", "value"))
    assert found == {"assisted-msmes": 1250, "sponsor-companies": 3}
    page = signed_in.get("/targets/2027/set/")
    assert "assisted-msmes" not in {one.code for one in page.context["form"].indicators}


@pytest.mark.parametrize(
    ("typed", "where", "words"),
    [
        ({"value-sponsor-companies": "-1"}, "value-sponsor-companies", "below zero"),
        ({"value-sponsor-companies": "tiga"}, "value-sponsor-companies", "not a number"),
        ({"value-sponsor-companies": "2,5"}, "value-sponsor-companies", "whole"),
        ({"why": ""}, "why", "over"),
        ({"on": "2026-11-25"}, "on", "still to come"),
        ({"value-assisted-msmes": ""}, "__all__", "nothing to save"),
    ],
)
def test_one_bad_row_keeps_everything_typed_and_saves_nothing(programme, in_english, typed, where, words):
    good = {"value-assisted-msmes": "7", "on": "2026-11-20", "why": "rapat tertunda"}
    page = in_english.post(SET, {**good, **typed})
    assert page.status_code == 400 and not Target.objects.exists()
    assert words in str(page.context["form"].errors[where])
    for name, value in {**good, **typed}.items():
        assert page.context["form"][name].value() == value


def test_a_colleague_who_set_the_year_meanwhile_is_told_and_nothing_typed_is_lost(target, in_english):
    typed = {"value-assisted-msmes": "7", "value-sponsor-companies": "2", "on": "2026-11-20", "why": "rapat"}
    page = in_english.post(SET, typed)
    assert page.status_code == 400 and Target.objects.count() == 1
    assert "set already, 4" in page.text and 'value="7"' in page.text and 'value="2"' in page.text


def test_a_target_for_a_part_and_other_days_stands_below_the_year(programme, in_english):
    typed = {"indicator": "assisted-msmes", "starts_on": "2019-04-01", "ends_on": "2019-06-30", "part": "district:Tenggarong"}
    typed |= {"value": "4", "on": "2019-04-01", "why": "uji"}
    made = in_english.post("/targets/new/", typed)
    assert made.status_code == 302
    stands = in_english.get(YEAR).context["others"][0]
    assert (stands.baseline, stands.actual, stands.target.ends_on) == (2, 3, date(2019, 7, 1))
    assert "Tenggarong" in in_english.get(made.url).text
    for wrong in ({"ends_on": "2019-03-31"}, {"starts_on": "2018-01-01"}, {"indicator": "x"}, {"part": "district:x"}, {}):
        assert in_english.post("/targets/new/", {**typed, **wrong}).status_code == 400


def test_the_page_of_a_target_draws_the_figure_and_both_targets_with_a_table_beside(target, officer, in_english):
    revised(target, officer)
    page = in_english.get(page_of(target))
    assert page.text.count('class="chart-further"') == 6, "two lines and the course, each again in the legend"
    assert page.text.count("stroke-dasharray") == 6 and page.context["legend"].count("<li>") == 4
    points = {one["day"]: (one["actual"], one["target"]) for one in page.context["points"]}
    assert points[date(2018, 12, 31)] == ("2", "–") and points[date(2019, 5, 31)] == ("3", "4")
    assert points[date(2019, 6, 30)] == ("3", "3") == points[date(2019, 12, 31)]


def test_a_revision_seen_at_an_old_value_is_told_then_saved(target, officer, in_english):
    typed = {"value": "9", "on": "2026-11-20", "why": "uji", "seen": target.values.get().pk}
    revised(target, officer)
    page = in_english.post(page_of(target, "revise/"), typed)
    assert page.status_code == 400 and "Meanwhile" in page.text and 'value="9"' in page.text
    assert in_english.post(page_of(target, "revise/"), {**typed, "seen": page.context["form"]["seen"].value()}).status_code == 302
    assert target.values.count() == 3


def test_taking_back_asks_why_and_the_last_one_takes_the_target_with_it(target, signed_in):
    address = page_of(target, "take-back/")
    assert signed_in.post(address, {"why": ""}).status_code == 400
    assert signed_in.post(address, {"why": "salah ketik"}).url == YEAR
    assert not Target.objects.exists() and signed_in.get(address).status_code == 404


@pytest.mark.parametrize("year", [2017, 2099, 99999999])
def test_a_year_without_targets_for_ever_is_a_404(signed_in, year):
    assert signed_in.get(f"/targets/{year}/").status_code == 404


def test_a_coming_year_has_no_figures_yet(programme, officer, signed_in):
    aimed(officer, year=2027, on=NOW, value=5)
    stands = line(signed_in.get("/targets/2027/")).target
    assert (stands.value, stands.baseline, stands.expected, stands.course) == (5, None, None, None)
    assert signed_in.get(page_of(stands.target)).status_code == 200


def test_a_year_costs_as_many_queries_with_many_targets_and_revisions_as_with_one(target, officer, signed_in):
    few = queries(signed_in, YEAR)
    for one in headline()[2:]:
        revised(aimed(officer, indicator=one.code), officer)
    revised(target, officer)
    assert queries(signed_in, YEAR) == few <= 14


@pytest.mark.parametrize(
    ("on", "year"), [((2026, 11, 30), None), ((2026, 12, 1), 2027), ((2027, 3, 31), 2027), ((2027, 4, 1), None)]
)
def test_officers_are_asked_for_the_coming_years_targets_from_december_on(officer, leadership, on, year):
    with translation.override("en"):
        tasks = [one for one in workspace.tasks.ask(officer, on=date(*on)) if one.key.startswith("targets")]
        assert [one.key for one in tasks] == ([f"targets-{year}"] if year else [])
        if year:
            assert f"Targets for {year} aren't set yet" in tasks[0].title
            assert not [one for one in workspace.tasks.ask(leadership, on=date(*on)) if one.key.startswith("targets")]
            for one in headline():
                aimed(officer, indicator=one.code, year=year, on=NOW, value=50)
            assert not [one for one in workspace.tasks.ask(officer, on=date(*on)) if one.key.startswith("targets")]


def test_the_admin_shows_a_target_with_its_values_and_changes_nothing(target, signed_in):
    address = f"/admin/targets/target/{target.pk}/"
    assert "Rapat kerja" in signed_in.get(address + "change/").text
    assert signed_in.get(address + "history/").status_code == 200
    for act in ("change/", "delete/"):
        assert signed_in.post(address + act, {"change_reason": "x"}).status_code == 404
    assert signed_in.get("/admin/targets/target/add/").status_code == 404


def test_whoever_left_the_office_sets_nothing(target, sign_in):
    gone = make_person("lama", Role.OFFICER, "DPMPTSP", last_day=date(2020, 12, 31))
    assert sign_in(gone).get(page_of(target, "revise/")).status_code == 404


def test_the_figure_shows_its_target_and_the_table_a_column_only_where_there_are_any(target, officer, in_english):
    revised(target, officer)
    figure = in_english.get("/figures/programme/assisted-msmes/?on=2019-06-30").text
    assert "Target 2019" in figure and "the way to the target in force" in figure and page_of(target) in figure
    assert "Target 2018" not in in_english.get("/figures/programme/assisted-msmes/?on=2018-06-30").text
    assert page_of(target) in in_english.get("/figures/programme/?on=2019-06-30").text
    assert page_of(target) not in in_english.get("/figures/programme/?on=2018-06-30").text
    assert page_of(target) not in in_english.get("/figures/district-64.02.06/?on=2019-06-30").text
