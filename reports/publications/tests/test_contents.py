"""Published content equals the live figures of its moment, for random histories."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from idaman.periods import Period, year_before
from idaman.testing.cast import make_msme, make_partner, make_person, make_sponsorship
from partners.roles import Role
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.publications import actions
from reports.publications.contents import contents
from reports.publications.differences import differences
from reports.publications.models import Edition
from reports.publications.tests.editions import begun, published
from reports.tests.test_counts import DAYS, FAST, Undo, World, histories

PERIOD = Period(date(2018, 3, 1), date(2018, 4, 1))


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    found = contents(period=Period(date(2018, 1, 1), date.fromordinal(day.toordinal() + 1)))
    assert [one.code for one in REGISTRY.values()] == sorted(found.by_code, key=list(REGISTRY).index)
    for code, indicator in REGISTRY.items():
        figure, keys = found.by_code[code], {int(key) for key in found.rows[code]["keys"]}
        assert keys == world.expected(code, day, None) and figure["value"] == str(len(keys))
        assert figure["against"] is None if year_before(day) < date(2018, 3, 1) else True
        for told in figure["breakdowns"]:
            live = {part.key: part.count for part in BREAKDOWNS[told["code"]].parts(indicator.rows(day), day)}
            published = {part["key"]: part["count"] for part in told["parts"]}
            assert set(published) == set(live)
            assert all(count is None or int(count) == live[key] for key, count in published.items())
            assert told["is_personal"] or None not in published.values()
    assert not differences(found, found)


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
