"""Figures stay right when the engine plans with statistics of many rows, as it does in a database long in use."""

from datetime import date

import pytest
from django.apps import apps

from idaman.periods import Dated
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from reports.bench.fill import fill, settle
from reports.indicators import REGISTRY
from reports.tally import tally

DAYS = [date(2018, 6, 30), date(2021, 3, 31), date(2024, 3, 31)]


@pytest.fixture
def many(db):
    """A few thousand records, and the statistics the planner keeps of them."""
    fill(count=3000, sponsorships=9000)
    settle()


def test_counting_in_sql_and_in_python_agree_on_many_rows(many):
    """SQLite 3.40 answers `state IN (…) AND starts_on <= …` wrongly from an index with `state` before `starts_on`."""
    numbers = tally(list(REGISTRY.values()), DAYS)
    for indicator in REGISTRY.values():
        series = indicator.counts(DAYS)
        assert series == [numbers[indicator.code, day].count for day in DAYS], indicator.code
        assert series == [indicator.rows(day).count() for day in DAYS], indicator.code


def test_figures_beyond_what_one_statement_joins_are_counted_in_several(db, monkeypatch):
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme(enrolled=DAYS[0]))
    in_one = tally(list(REGISTRY.values()), DAYS)
    monkeypatch.setattr("reports.tally.TABLES", 20)
    assert tally(list(REGISTRY.values()), DAYS) == in_one and in_one["assisted-msmes", DAYS[0]].value == 1


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, Dated)], ids=lambda one: one.__name__)
def test_no_index_puts_a_choice_before_the_days(model):
    for index in model._meta.indexes:
        before = index.fields[: index.fields.index("starts_on")] if "starts_on" in index.fields else []
        assert not [name for name in before if model._meta.get_field(name).choices], index.name
