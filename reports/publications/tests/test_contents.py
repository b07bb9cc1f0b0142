"""Published content equals the live figures of its moment, for random histories."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from idaman.periods import ONE_DAY, Period, year_before
from idaman.testing.cast import make_msme, make_partner, make_person, make_sponsorship
from partners.roles import Role
from reports.breakdowns import BREAKDOWNS
from reports.figures import figures
from reports.publications import actions
from reports.publications.contents import contents, flattened
from reports.publications.differences import differences
from reports.publications.models import Edition
from reports.publications.tests.editions import begun, published
from reports.tests.test_counts import DAYS, FAST, Undo, World, histories

PERIOD = Period(date(2018, 3, 1), date(2018, 4, 1))


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_content_equals_the_figures_and_rows_of_the_moment(drawn):
    try:
        with transaction.atomic():
            world = World(drawn)
            judge(world, DAYS[5])
            raise Undo
    except Undo:
        pass


def judge(world: World, day: date):
    period = Period(date(2018, 1, 1), day + ONE_DAY)
    live = {one.indicator.code: one for one in flattened(figures(day, year_before(day)))}
    found = contents(period=period)
    assert list(live) == list(found.by_code) == list(found.rows)
    for code, figure in live.items():
        told, rows = found.by_code[code], found.rows[code]
        assert {int(key) for key in rows["keys"]} == world.expected(code, day, ("programme", None))
        assert told["count"] in (None, str(len(rows["keys"])))
        assert told["value"] == (None if figure.value is None or told["is_hidden"] else str(figure.value))
        assert told["against"] is None
        for parts in told["breakdowns"]:
            judge_parts(parts, figure.indicator, period)
    assert not differences(found, found)


def judge_parts(told: dict, indicator, period: Period):
    live = {part.key: part.count for part in BREAKDOWNS[told["code"]].parts(indicator.rows(period), period.last_day)}
    published = {part["key"]: part["count"] for part in told["parts"]}
    assert told["code"] != "sponsor"
    assert all(count is None or int(count) == live[key] for key, count in published.items())
    if told["is_personal"]:
        assert not any(count and 0 < int(count) < 5 for count in published.values())
    else:
        assert None not in published.values() and set(published) == set(live)


def test_what_is_stored_is_what_was_computed(officer):
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme(enrolled=date(2018, 3, 10), village="Timbau"))
    published(officer, period=PERIOD)
    assert not differences(Edition.objects.get().contents, contents(period=PERIOD))


@pytest.mark.django_db(transaction=True)
def test_facts_that_change_while_it_is_computed_are_wholly_in_it_or_not_at_all(monkeypatch):
    if connection.vendor != "postgresql":
        return  # SQLite has one writer at a time
    officer = make_person("petugas", Role.OFFICER, "DPMPTSP")
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme(enrolled=date(2018, 3, 10), village="Timbau"))
    draft, plain = begun(officer, period=PERIOD), actions.closing.hurdles

    def meanwhile(*words):
        def work():
            make_sponsorship(make_partner("Perusahaan Uji"), make_msme("Nanti", enrolled=date(2018, 3, 10)))
            connection.close()

        found = plain(*words)
        other = threading.Thread(target=work)
        other.start()
        other.join()
        return found

    monkeypatch.setattr(actions.closing, "hurdles", meanwhile)
    edition = actions.publish(draft=draft, by=officer, at=draft.begun_at)
    assert edition.contents.by_code["assisted-msmes"]["value"] == "1"
    assert contents(period=PERIOD).by_code["assisted-msmes"]["value"] == "2"
