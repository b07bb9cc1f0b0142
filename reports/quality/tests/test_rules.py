"""Each rule lists what offends it and nothing else, for the partner who answers for it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from idaman.history import keep
from idaman.quality import rules
from idaman.testing.cast import make_partner, make_sponsorship
from msmes.findings.models import Finding
from msmes.merging.actions import merge
from msmes.models import Msme
from reports.quality.actions import take_looks
from reports.quality.reading import by_partner, counted, open_counts, rows_of
from reports.quality.scopes import AGENCY, Scope
from reports.quality.tests.examples import DAY, EXAMPLES, MARCH, alike, enrolled

AT = datetime(2020, 6, 1, tzinfo=UTC)
RULES = {rule.code: rule for rule in rules()}


def listed(rule) -> list:
    if rule.look:
        take_looks(on=DAY, at=AT)
    return list(rows_of(rule, DAY, Scope()))


@pytest.mark.parametrize("code", RULES)
def test_each_rule_lists_what_offends_it_and_nothing_else(db, code):
    offends, fits = EXAMPLES[code]
    fits()
    assert listed(RULES[code]) == []
    made = offends()
    (row,) = listed(RULES[code])
    assert made.pk in (row.pk, getattr(row, "msme_id", None), getattr(row, "other_id", None))
    assert RULES[code].told(row) and RULES[code].mended(row).startswith("/")
    assert counted(RULES[code], DAY, Scope(), True) == (1, 0)


@pytest.mark.parametrize("code", RULES)
def test_each_row_counts_for_who_answers_for_it(db, code):
    made = EXAMPLES[code][0]()
    (row,) = listed(RULES[code])
    if isinstance(made, Msme) and code != "sponsorship-unconfirmed":
        make_sponsorship(make_partner("Perusahaan Uji"), made, MARCH)
    for one in by_partner(DAY):
        scope = Scope(AGENCY) if one.scope == AGENCY else Scope(one.scope, make_partner(one.name, kind_of(one.name)))
        assert sum(count.open for count in open_counts(DAY, scope)) == one.open, one
    assert row in rows_of(RULES[code], DAY, Scope())


def kind_of(name: str) -> str:
    return "university" if name.startswith("Laboratorium") else "company"


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.look])
def test_what_is_mended_goes_from_a_compared_list_at_once(db, code):
    made = EXAMPLES[code][0]()
    assert len(listed(RULES[code])) == 1
    made.name, made.owner_sex = "Kue Lapis", "man"
    keep(made, by=None, why="uji")
    assert not rows_of(RULES[code], DAY, Scope()).exists()


def test_a_merge_takes_twins_from_the_list_and_comes_undone_whatever_was_compared_since(db, officer):
    kept, gone = alike("Amplang Bu Sri", "Amplang Bu Sry")
    assert len(listed(RULES["twins"])) == 1
    merge(kept=kept, gone=gone, at=AT, by=officer, why="uji")
    assert not rows_of(RULES["twins"], DAY, Scope()).exists()
    take_looks(on=DAY, at=AT)
    assert not Finding.objects.exists()


def test_other_digits_are_another_name(db):
    enrolled("Warung 12")
    enrolled("Warung 13")
    assert listed(RULES["twins"]) == []


def test_the_documentation_lists_every_rule_and_no_other():
    told = (Path(settings.BASE_DIR) / "docs" / "quality.md").read_text()
    assert set(re.findall(r"^\| `([a-z-]+)`", told, re.MULTILINE)) == set(RULES)
