"""How targets are set, revised and taken back, and what is refused in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from idaman.history import keep
from idaman.overlaps import judge_now
from idaman.periods import Period
from reports.indicators import REGISTRY
from reports.targets.actions import revise_target, take_back
from reports.targets.models import Target, TargetValue
from reports.targets.reading import targets_on
from reports.targets.tests.conftest import aimed
from reports.targets.years import year_of

JUNE = date(2019, 6, 17)


def revised(target, by, *, value=3, on=JUNE, why="Tiga toko menunda (uji)", **more):
    return revise_target(target=target, value=Decimal(value), on=on, today=on, by=by, why=why, **more)


def values_of(target) -> list[tuple]:
    return [(one.value, one.starts_on, one.ends_on) for one in target.values.order_by("starts_on")]


def test_a_revision_closes_the_value_in_force_and_begins_another_with_its_reason(target, officer):
    revised(target, officer)
    assert values_of(target) == [(4, date(2019, 1, 15), JUNE), (3, JUNE, None)]
    last = target.values.told().last()
    assert (last.reason, last.recorded_by) == ("Tiga toko menunda (uji)", officer.name)
    assert last.history.get().history_change_reason == "Tiga toko menunda (uji)"


def test_of_two_days_each_has_the_value_then_in_force_and_before_the_decision_there_is_none(target, officer):
    revised(target, officer)
    indicators = [REGISTRY["assisted-msmes"]]
    days = [date(2019, 1, 14), date(2019, 1, 15), JUNE - timedelta(1), JUNE, date(2026, 1, 1)]
    found = [targets_on(indicators, 2019, day).get("assisted-msmes") for day in days]
    assert [one and one.value for one in found] == [None, 4, 4, 3, 3]
    assert [len(one.revisions) for one in found[1:]] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"value": -1}, "zero"),
        ({"value": Decimal("3.5")}, "whole"),
        ({"indicator": "no-such-thing"}, "no-such-thing"),
        ({"indicator": "sponsor-companies", "breakdown": "district", "part": "Tenggarong"}, "Sponsoring"),
        ({"breakdown": "district", "part": "Samarinda"}, "Samarinda"),
        ({"breakdown": "stars", "part": "five"}, "stars"),
        ({"period": Period(date(2018, 3, 30), date(2019, 1, 1))}, "baseline"),
        ({"value": 1, "why": ""}, "baseline"),
        ({"today": date(2020, 1, 1), "why": " "}, "over"),
        ({"on": date(2019, 1, 16), "today": date(2019, 1, 15)}, "come"),
    ],
)
def test_what_no_target_can_be_is_refused_in_words_and_nothing_is_kept(programme, officer, english, words, code):
    with pytest.raises(ValidationError, match=code):
        aimed(officer, **words)
    assert not Target.objects.exists() and not Target.history.exists()


def test_a_part_and_a_lower_target_are_set_with_a_reason(programme, officer):
    lower = aimed(officer, value=1, why="Pandemi (uji)")
    part = aimed(officer, value=0, breakdown="district", part="Tenggarong", why="uji")
    assert part.values.get().value == 0 and lower.values.get().value == 1


def test_the_same_target_is_set_once_and_the_second_is_told_what_stands(target, officer, english):
    with pytest.raises(ValidationError, match="set already, 4"):
        aimed(officer, value=5)
    assert values_of(target) == [(4, date(2019, 1, 15), None)]


def test_two_who_set_the_same_at_once_get_a_sentence(target, officer, english, monkeypatch):
    monkeypatch.setattr("reports.targets.actions.refuse_known", lambda target: None)
    monkeypatch.setattr("reports.targets.actions.keep", lambda record, **_signed: record.save())
    with pytest.raises(ValidationError, match="set already"):
        aimed(officer, value=5)
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [({"value": 4}, "4 already"), ({"on": date(2019, 1, 15)}, "after it"), ({"why": " "}, "why"), ({"value": -3}, "zero")],
)
def test_a_revision_that_is_none_is_refused_in_words(target, officer, english, words, code):
    with pytest.raises(ValidationError, match=code):
        revised(target, officer, **words)
    assert values_of(target) == [(4, date(2019, 1, 15), None)]


def test_who_revises_what_somebody_revised_meanwhile_is_told_and_nothing_is_lost(target, officer, english):
    seen = target.values.get().pk
    revised(target, officer)
    with pytest.raises(ValidationError, match="Meanwhile.*3, decided on"):
        revised(target, officer, value=9, on=date(2019, 7, 1), instead_of=seen)
    assert len(values_of(target)) == 2


def test_a_slip_is_taken_back_and_the_history_keeps_it(target, officer, english):
    slip = revised(target, officer, value=300)
    assert take_back(target=target, by=officer, why="salah ketik") == target
    assert values_of(target) == [(4, date(2019, 1, 15), None)]
    gone = TargetValue.history.filter(id=slip.pk).latest("history_id")
    assert (gone.history_type, gone.history_change_reason, gone.value) == ("-", "salah ketik", 300)
    assert take_back(target=target, by=officer, why="salah tahun") is None
    assert not Target.objects.exists()
    with pytest.raises(ValidationError, match="meanwhile"):
        take_back(target=Target(pk=1, indicator="assisted-msmes"), by=officer, why="sekali lagi")


def test_the_database_refuses_two_values_at_a_time_below_zero_and_a_period_that_ends_before_it_began(target, officer):
    with pytest.raises(ValidationError):
        keep(TargetValue(target=target, value=5, starts_on=JUNE), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetValue(target=target, value=5, starts_on=JUNE).save()
        judge_now()
    wrong = {"value": -1}, {"ends_on": date(2019, 1, 15)}
    for words in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetValue.objects.update(**words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.update(ends_on=year_of(2019).start)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.update(breakdown="district")
