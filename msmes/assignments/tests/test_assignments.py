"""How coaches come to MSMEs, stand in for each other, and leave."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from idaman import workspace
from idaman.testing.cast import make_assignment, make_msme, make_person
from msmes.assignments.actions import assign, end_assignments, hand_over, substitute
from msmes.assignments.models import Assignment
from partners.models import Partner
from partners.roles import Role

JUNE, JULY = date(2019, 6, 1), date(2019, 7, 1)
LAB = "Laboratorium Uji"


@pytest.fixture
def second(db):
    return make_person("second", Role.COACH, LAB)


@pytest.fixture
def lab(coach):
    return Partner.objects.get(name=LAB)


def facts(**by) -> list[tuple]:
    return [(one.coach.name, one.starts_on, one.ends_on) for one in Assignment.objects.filter(**by).order_by("starts_on", "pk")]


def test_the_head_of_the_lab_gives_several_msmes_a_coach(coach, lab, lab_head):
    made = assign(msmes=[make_msme("A"), make_msme("B")], coach=coach, lab=lab, on=JUNE, by=lab_head, why="KKN 2019")
    assert [one.msme.name for one in Assignment.objects.of_coach(coach).on(JUNE)] == ["A", "B"]
    assert made[0].history.get().history_change_reason == "KKN 2019"
    assert not Assignment.objects.of_lab(lab).on(date(2019, 5, 31))


def test_several_coaches_may_serve_one_msme(coach, second):
    one = make_msme()
    make_assignment(one, coach), make_assignment(one, second)
    assert Assignment.objects.of_msmes([one]).on(JUNE).count() == 2


def test_a_coach_who_serves_one_of_them_already_is_not_assigned_again(coach, lab):
    held, free = make_msme("Usaha Lama"), make_msme("Usaha Baru")
    make_assignment(held, coach)
    with pytest.raises(ValidationError, match="Usaha Lama"):
        assign(msmes=[free, held], coach=coach, lab=lab, on=JUNE, by=None)
    assert not free.assignments.exists(), "nothing half done"


def test_only_who_coaches_for_the_lab_on_the_first_day_is_assigned(coach, lab, officer):
    left = make_person("left", Role.COACH, LAB, last_day=date(2019, 5, 31))
    for person in (officer, left):
        with pytest.raises(ValidationError):
            assign(msmes=[make_msme()], coach=person, lab=lab, on=JUNE, by=None)
    assert assign(msmes=[make_msme()], coach=left, lab=lab, on=date(2019, 5, 31), by=None)


def test_who_stands_in_serves_for_some_days_and_the_assignment_stays(coach, second):
    one = make_msme()
    own = make_assignment(one, coach)
    substitute(assignments=[own], coach=second, on=JUNE, until=JULY, by=coach, why="cuti")
    assert facts() == [("Coach", own.starts_on, None), ("Second", JUNE, JULY)]
    assert Assignment.objects.standing_in().get().stands_in_for == own
    assert not Assignment.objects.of_coach(second).on(JULY)


def test_a_substitution_has_a_last_day_within_the_assignment(coach, second):
    own = make_assignment(make_msme(), coach, last_day=date(2019, 6, 10))
    for until in (None, JULY):
        with pytest.raises(ValidationError):
            substitute(assignments=[own], coach=second, on=JUNE, until=until, by=None)


def test_when_students_leave_many_assignments_pass_at_once(coach, second, officer):
    held = [make_assignment(make_msme(name), coach) for name in "ABC"]
    hand_over(assignments=held, to=second, on=JULY, by=officer, why="lulus")
    assert not Assignment.objects.of_coach(coach).on(JULY)
    assert {one.starts_on for one in Assignment.objects.of_coach(second).on(JULY)} == {JULY}
    assert Assignment.objects.of_coach(second).count() == 3
    assert held[0].history.latest().history_change_reason == "lulus"


def test_a_successor_who_serves_the_msme_already_gets_only_the_other_days(coach, second):
    one, two = make_msme("A"), make_msme("B")
    held = [make_assignment(one, coach), make_assignment(two, coach)]
    make_assignment(one, second, on=date(2019, 3, 1))
    make_assignment(two, second, on=date(2019, 3, 1), last_day=date(2019, 12, 31))
    hand_over(assignments=held, to=second, on=JULY, by=None, why="lulus")
    assert facts(msme=one)[1:] == [("Second", date(2019, 3, 1), None)]
    assert facts(msme=two)[2:] == [("Second", date(2020, 1, 1), None)]


def test_who_stood_in_and_becomes_the_successor_serves_without_a_gap(coach, second):
    own = make_assignment(make_msme(), coach)
    substitute(assignments=[own], coach=second, on=JUNE, until=date(2019, 8, 1), by=None)
    hand_over(assignments=[own], to=second, on=JULY, by=None, why="lulus")
    assert facts(coach=second) == [("Second", JUNE, JULY), ("Second", JULY, None)]


def test_an_assignment_that_would_begin_that_day_passes_as_a_whole(coach, second):
    own = make_assignment(make_msme(), coach, on=JULY)
    hand_over(assignments=[own], to=second, on=JULY, by=None, why="lulus")
    assert facts() == [("Second", JULY, None)]
    gone = Assignment.history.filter(history_type="-").get()
    assert (gone.id, gone.history_change_reason) == (own.pk, "lulus")


def test_ending_an_assignment_ends_who_stands_in(coach, second):
    own = make_assignment(make_msme(), coach)
    substitute(assignments=[own], coach=second, on=JUNE, until=date(2019, 8, 1), by=None)
    assert end_assignments(assignments=[own], on=JULY, by=None, why="selesai") == 1
    assert not Assignment.objects.on(JULY) and Assignment.objects.on(date(2019, 6, 30)).count() == 2


def test_what_has_ended_already_is_not_handed_over(coach, second):
    own = make_assignment(make_msme(), coach, last_day=date(2019, 5, 31))
    with pytest.raises(ValidationError):
        hand_over(assignments=[own], to=second, on=JULY, by=None, why="lulus")


def test_what_a_leaver_would_still_coach_passes_with_a_sentence(coach, second):
    make_assignment(make_msme("A"), coach), make_assignment(make_msme("B"), coach)
    words = {"leaver": coach, "to": second, "partner": coach.memberships.get().partner, "on": JULY, "by": None, "why": "lulus"}
    told = list(workspace.handovers.ask(**words))
    assert any("2" in sentence and "Second" in sentence for sentence in told)
    assert not any("Second" in one for one in workspace.handovers.ask(**words))
