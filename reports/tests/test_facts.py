"""What is remembered of the figures never outlives a write, however it is written."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idaman import bulk, clock
from idaman.history import close, close_many, keep, keep_many, sign
from idaman.testing.cast import make_msme, make_sponsorship
from msmes.models import Enrolment, Msme, Sponsorship
from reports.facts import Memory, facts, facts_version, statement
from reports.indicators import REGISTRY
from reports.scopes import KINDS
from reports.tally import compiled, tally

DAY = date(2019, 3, 31)
BEGUN = date(2018, 3, 10)
WATCHED = [REGISTRY[code] for code in ("assisted-msmes", "sponsor-companies", "women-owned-share", "newly-enrolled")]


@pytest.fixture
def pair(db, company, officer):
    """Two assisted MSMEs."""
    return [make_sponsorship(company, make_msme(f"Usaha {n}", enrolled=BEGUN, owner_sex="woman"), on=BEGUN) for n in (1, 2)]


def deleted(fact, by):
    sign(fact, by=by, why="uji")
    fact.delete()


def in_bulk(act, model, *words, by):
    with transaction.atomic():
        act(model, *words, by=by, at=clock.now(), why="uji")


WRITES = {
    "keep": lambda pair, by: keep(setattr(pair[0], "ends_on", DAY) or pair[0], by=by, why="uji"),
    "close": lambda pair, by: close(pair[0], on=DAY, by=by, why="uji"),
    "close many": lambda pair, by: close_many(pair[:1], on=DAY, by=by, why="uji"),
    "delete": lambda pair, by: deleted(pair[0], by),
    "bulk update": lambda pair, by: in_bulk(bulk.update, Sponsorship, [pair[0].pk], {"ends_on": [DAY]}, by=by),
    "bulk delete": lambda pair, by: in_bulk(bulk.delete, Sponsorship, [pair[0].pk], by=by),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_figure_is_another_at_once_however_its_facts_are_written(pair, officer, sign_in, write):
    client, address = sign_in(officer), f"/dashboard/programme/?on={DAY}"
    assert 'data-figure="assisted-msmes"\n         data-value="2"' in client.get(address).text
    WRITES[write](pair, officer)
    assert 'data-figure="assisted-msmes"\n         data-value="1"' in client.get(address).text


def test_new_records_written_at_once_are_counted_at_once(pair, officer, company):
    assert Memory().tally(WATCHED, [DAY])["assisted-msmes", DAY].value == 2
    (msme,) = keep_many([Msme(name="Usaha 3")], why="uji")
    in_bulk(bulk.insert, Enrolment, {"msme_id": [msme.pk], "state": ["enrolled"], "starts_on": [BEGUN]}, by=officer)
    whose = {"msme_id": [msme.pk], "company_id": [company.pk], "on_market": [True], "starts_on": [BEGUN]}
    in_bulk(bulk.insert, Sponsorship, whose, by=officer)
    assert Memory().tally(WATCHED, [DAY])["assisted-msmes", DAY].value == 3


def test_nothing_is_asked_twice_while_nothing_is_written(pair, django_assert_num_queries):
    first = Memory().tally(WATCHED, [DAY])
    with django_assert_num_queries(1):
        assert Memory().tally(WATCHED, [DAY]) == first


def test_what_a_transaction_wrote_and_took_back_is_never_remembered_for_another(pair, officer):
    """On SQLite the entry of the second write bears the number of the first."""
    seen = []
    for fact in pair:
        try:
            with transaction.atomic():
                close(fact, on=DAY, by=officer, why="uji")
                seen.append(facts_version())
                raise RuntimeError
        except RuntimeError:
            pass
    assert len({*seen, facts_version()}) == 3


def test_every_record_that_a_figure_is_counted_from_is_watched(db):
    watched = {model._meta.db_table for model in facts()}
    named = {model._meta.db_table for model in apps.get_models()}
    asked = [((one.code,), kind) for one in REGISTRY.values() for kind in KINDS if kind in one.scopes]
    words = " ".join(sql for codes, kind in asked for _names, sql, _parameters in compiled(codes, kind))
    counted = {table for table in re.findall(r'"(\w+)"', words) if table in named}
    assert counted - watched == {"idaman_region"} and "idaman_region" in statement(connection.vendor)


def test_while_somebody_else_is_writing_nothing_is_remembered(pair):
    """Their entries may bear lower numbers than the newest one that can be seen; SQLite has one writer, and none."""
    if connection.vendor != "postgresql":
        assert facts_version()
        return
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE msmes_historicalsponsorship IN ROW EXCLUSIVE MODE")
        assert facts_version() == ""
        assert Memory().tally(WATCHED, [DAY]) == tally(WATCHED, [DAY])
        other.rollback()
        assert facts_version()
    finally:
        other.close()


ACTS = st.lists(st.tuples(st.sampled_from(["add", "end", "delete", "rename"]), st.integers(0, 5)), min_size=1, max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_was_done_what_is_remembered_is_what_is_counted(pair, company, officer, acts):
    for act, number in acts:
        found = list(Sponsorship.objects.order_by("pk"))
        fact = found[number % len(found)] if found else None
        if act == "add":
            make_sponsorship(company, make_msme(f"U{Msme.objects.count()}", enrolled=BEGUN), on=BEGUN)
        elif fact and act == "end" and fact.ends_on is None:
            close(fact, on=DAY, by=officer, why="uji")
        elif fact and act == "delete":
            deleted(fact, officer)
        elif fact and act == "rename":
            keep(setattr(fact.msme, "owner_sex", "man") or fact.msme, by=officer, why="uji")
        assert Memory().tally(WATCHED, [DAY]) == tally(WATCHED, [DAY])
