"""Two facts of one kind about one thing never overlap, whatever road they come by."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from idaman import refusals, triggers
from idaman.history import keep
from idaman.overlaps import NoOverlap, judge_now
from idaman.periods import Dated
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.models import Sponsorship

DATED = [model for model in apps.get_models() if issubclass(model, Dated)]


@pytest.fixture
def pair(db):
    return {"company": make_partner("Perusahaan Uji"), "msme": make_msme()}


def test_a_second_overlapping_sponsorship_is_refused_with_its_days(pair):
    make_sponsorship(**pair, on=date(2019, 1, 1), last_day=date(2019, 12, 31))
    with pytest.raises(ValidationError) as refused:
        make_sponsorship(**pair, on=date(2019, 12, 31))
    assert "2019" in refused.value.messages[0]
    make_sponsorship(**pair, on=date(2020, 1, 1))


def test_the_database_refuses_what_goes_round_the_rules(pair):
    facts = [
        Sponsorship(**pair, on_market=True, starts_on=date(2019, 1, 1)),
        Sponsorship(**pair, on_market=True, starts_on=date(2020, 1, 1)),
    ]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Sponsorship.objects.bulk_create(facts)
        judge_now()
    assert "overlap" not in refusals.sentence(refused.value)


def test_an_update_into_an_overlap_is_refused(pair):
    make_sponsorship(**pair, on=date(2019, 1, 1), last_day=date(2019, 12, 31))
    second = make_sponsorship(**pair, on=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.filter(pk=second.pk).update(starts_on=date(2019, 6, 1))
        judge_now()


def test_closing_a_fact_and_opening_the_next_is_allowed(pair):
    first = make_sponsorship(**pair, on=date(2019, 1, 1))
    first.ends_on = date(2019, 7, 1)
    keep(first, by=None)
    assert make_sponsorship(**pair, on=date(2019, 7, 1)).pk


MAY_OVERLAP = {"targets.Target"}  # of a year, and of a part of it; each period stands once


@pytest.mark.parametrize("model", DATED, ids=lambda model: model.__name__)
def test_every_dated_fact_keeps_its_rules_in_the_database(db, model):
    rules = {constraint.name for constraint in model._meta.constraints}
    assert any(name.endswith("_ends_after_start") for name in rules), "its Meta must extend Dated.Meta"
    is_alone = any(isinstance(constraint, NoOverlap) for constraint in model._meta.constraints)
    assert is_alone != (model._meta.label in MAY_OVERLAP)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", [model._meta.db_table])
            standing = {name for (name,) in cursor.fetchall()}
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s", [model._meta.db_table])
            standing = repr(cursor.fetchall())
    assert all(name in standing for name in rules)


def test_sqlite_gets_its_triggers_back_after_a_table_was_rebuilt(db):
    if connection.vendor == "postgresql":
        triggers.restore("default")  # leaves PostgreSQL, which has constraints, as it is
        return
    with connection.cursor() as cursor:
        for name in triggers.wanted():
            cursor.execute(f"DROP TRIGGER {name}")
        triggers.restore("default")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert {name for (name,) in cursor.fetchall()} == set(triggers.wanted())
