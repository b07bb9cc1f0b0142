"""Nothing the lab's head does happens before its count and reason are confirmed, and the count is of what really happens."""

from datetime import date

import pytest

from idaman.testing.cast import make_assignment
from msmes.assignments.models import Assignment
from msmes.assignments.tests.conftest import DAY, home
from msmes.models import Msme


@pytest.fixture(params=["assign", "hand-over", "stand-in"])
def asked(request, coach, second, three):
    """Each of the three acts: its address, what is typed, the sentence that must stand there."""
    if request.param == "assign":
        words = {"msmes": [one.public_id for one in three], "coach": second.pk, "on": "2022-07-01", "why": "KKN"}
        return "/lab/assign/", words, "Kedua coaches 3 MSMEs from 1 Jul 2022."
    ticked = {"assignments": [make_assignment(one, coach, on=DAY).pk for one in three]}
    if request.param == "hand-over":
        words = {"to": second.pk, "on": "2022-07-01", "why": "Lulus"}
        return home(coach) + "hand-over/", ticked | words, "3 MSMEs pass to Kedua from 1 Jul 2022."
    words = {"stand-to": second.pk, "stand-on": "2022-07-01", "stand-until": "2022-07-05", "stand-why": "Cuti"}
    return home(coach) + "stand-in/", ticked | words, "Kedua stands in for Coach with 3 MSMEs, 1 Jul 2022 to 5 Jul 2022."


def test_nothing_happens_before_the_count_is_confirmed(lab, second, asked):
    address, words, sentence = asked
    page = lab.post(address, words)
    assert page.status_code == 200 and sentence in page.text and "Nothing has been changed yet." in page.text
    assert not second.assignments.exists()
    page = lab.post(address, {**words, "apply": "1"}, follow=True)
    assert sentence in page.text
    assert second.assignments.count() == 3


def test_all_three_ask_why_and_keep_it(lab, second, asked):
    address, words, _sentence = asked
    why = "stand-why" if "stand-why" in words else "why"
    page = lab.post(address, {**words, why: "", "apply": "1"})
    assert page.status_code == 400 and "Nothing has been changed; what you ticked and typed is kept." in page.text
    assert not second.assignments.exists()
    lab.post(address, {**words, "apply": "1"})
    assert {one.history.get().history_change_reason for one in second.assignments.all()} == {words[why]}


def test_going_back_loses_nothing_that_was_typed(lab, second, asked):
    address, words, _sentence = asked
    page = lab.post(address, {**words, "back": "1"})
    assert page.status_code == 200 and not second.assignments.exists()
    assert page.text.count("checked") == 3
    assert words.get("why", words.get("stand-why")) in page.text and 'value="2022-07-01"' in page.text


def test_loading_the_page_again_leads_to_where_it_is_asked(lab, asked):
    address, _words, _sentence = asked
    page = lab.get(address, follow=True)
    assert page.status_code == 200 and page.redirect_chain


def test_who_unticks_all_finds_none_ticked(lab, coach, second, three):
    make_assignment(three[0], coach, on=DAY)
    page = lab.post(home(coach) + "hand-over/", {"to": second.pk, "on": "2022-07-01", "why": "Lulus"})
    assert page.status_code == 400 and "checked" not in page.text


def test_the_message_counts_what_really_passes(lab, coach, second, three):
    ending = make_assignment(three[0], coach, on=DAY, last_day=date(2027, 1, 31))
    shared, alone = make_assignment(three[1], coach, on=DAY), make_assignment(three[2], coach, on=DAY)
    make_assignment(three[1], second, on=DAY)
    ticked = [one.pk for one in (ending, shared, alone)]
    words = {"assignments": ticked, "to": second.pk, "on": "2027-07-01", "why": "Lulus", "apply": "1"}
    page = lab.post(home(coach) + "hand-over/", words, follow=True)
    assert "1 MSME passes to Kedua from 1 Jul 2027." in page.text
    assert "Kedua coaches 1 MSME already; there only the other assignment ends." in page.text
    assert "The assignment to 1 MSME ends before 1 Jul 2027 anyway; nothing changes there." in page.text
    assert Assignment.objects.on(date(2027, 7, 1)).filter(coach=second).count() == 2


def test_who_serves_some_already_does_not_stand_in_for_those(lab, coach, second, three):
    own = [make_assignment(one, coach, on=DAY) for one in three]
    make_assignment(three[1], second, on=DAY)
    words = {"stand-to": second.pk, "stand-on": "2022-07-01", "stand-until": "2022-07-05", "stand-why": "Cuti"}
    page = lab.post(home(coach) + "stand-in/", {**words, "assignments": [one.pk for one in own]})
    assert page.status_code == 400 and "Kedua is assigned already to: Usaha 1." in page.text


def test_two_thousand_pass_at_once(lab, coach, second, django_assert_max_num_queries):
    Msme.objects.bulk_create([Msme(name=f"Usaha {number:04}") for number in range(2000)])
    lab_of = coach.memberships.get().partner
    facts = [Assignment(msme=one, coach=coach, lab=lab_of, starts_on=DAY) for one in Msme.objects.all()]
    Assignment.objects.bulk_create(facts)
    with django_assert_max_num_queries(25):
        page = lab.get(home(coach))
    assert page.text.count("checked") == 2000
    words = {"assignments": [one.pk for one in facts], "to": second.pk, "on": "2022-07-01", "why": "Lulus"}
    with django_assert_max_num_queries(250):  # what is written goes in portions
        assert "2,000 MSMEs pass to Kedua" in lab.post(home(coach) + "hand-over/", words).text
        assert lab.post(home(coach) + "hand-over/", {**words, "apply": "1"}).status_code == 302
    assert Assignment.objects.of_coach(second).on(date(2022, 7, 1)).count() == 2000
