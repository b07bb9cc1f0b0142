"""The demonstration programme: the paper's table, once, and never over anything else."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from idaman.models import User
from idaman.testing.cast import make_msme
from msmes.models import Msme
from partners.models import Membership
from reports.demo.fill import ACCOUNTS, fill

pytestmark = pytest.mark.engine_free

PAPER = [
    ("sponsor-companies", "partnership", 25, 18, 38.9),
    ("assisted-msmes", "partnership", 95, 74, 28.4),
    ("partner-stores", "partnership", 21, 5, 320.0),
    ("product-kinds", "product", 6, 3, 100.0),
    ("standardised-products", "product", 21, 9, 133.3),
    ("idaman-outlets", "market", 17, 0, None),
    ("idaman-stores", "market", 0, 0, None),
]


@pytest.mark.django_db
@pytest.mark.parametrize("until", [date(2019, 3, 31), date(2021, 1, 15), date(2026, 11, 24)])
def test_the_demo_gives_the_papers_table_up_to_whatever_day_it_is_told(until, capsys):
    fill(until=until, password="peraga-idaman")
    call_command("indicators", "--on", "2019-03-31", "--against", "2018-03-31", "--format", "json")
    rows = json.loads(capsys.readouterr().out)
    assert [tuple(row.values()) for row in rows] == PAPER
    assert list(rows[0]) == ["code", "variable", "value", "against", "growth"]


def test_run_twice_it_changes_nothing(db):
    call_command("demo")
    before = (Msme.objects.count(), User.objects.count(), Membership.objects.count())
    call_command("demo")
    assert (Msme.objects.count(), User.objects.count(), Membership.objects.count()) == before


def test_its_accounts_sign_in_with_the_password_it_printed(db, capsys):
    call_command("demo", "--password", "kata-lain-sekali")
    said = capsys.readouterr().out
    for account in ACCOUNTS:
        assert account.email in said
        assert User.objects.get(email=account.email).check_password("kata-lain-sekali")


def test_it_refuses_a_database_in_use_and_says_what_is_in_it(db):
    make_msme()
    with pytest.raises(CommandError, match="1 "):
        call_command("demo")
    assert Msme.objects.count() == 1
    assert User.objects.count() == 0


def test_it_refuses_when_somebody_worked_on_after_it(db):
    call_command("demo")
    make_msme()
    with pytest.raises(CommandError):
        call_command("demo")
    call_command("demo", "--if-empty")


def test_nothing_in_it_begins_after_the_day_it_is_told_up_to(db):
    until = date(2020, 6, 30)
    fill(until=until, password="peraga-idaman")
    for model in (Msme.enrolments, Msme.sponsorships, Msme.products):
        facts = model.rel.related_model.objects
        assert facts.exists() and not facts.filter(starts_on__gt=until).exists()


def test_stopped_half_way_it_leaves_nothing_behind(db, monkeypatch):
    def stop(*_words):
        raise KeyboardInterrupt

    monkeypatch.setattr("reports.demo.fill.make_account", stop)
    with pytest.raises(KeyboardInterrupt):
        fill(until=date(2019, 3, 31), password="peraga-idaman")
    assert not Msme.objects.exists() and not Msme.history.exists()
