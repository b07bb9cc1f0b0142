"""Who is without a coach, to whom one comes, whose ends soon; the list by coach; and the tasks that open these lists."""

from datetime import date, timedelta

import pytest

from idaman import clock, workspace
from idaman.testing.cast import make_assignment, make_msme, make_sponsorship
from msmes.assignments.actions import substitute
from msmes.assignments.models import Assignment, coach_ending, without_coach
from msmes.assignments.tests.conftest import DAY, home, short


def in_days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def test_to_whom_a_coach_comes_next_week_is_not_without_one(lab, coach, three):
    next_week = in_days(7)
    make_assignment(three[0], coach, on=next_week)
    assert [one.name for one in without_coach(on=clock.today())] == ["Usaha 1", "Usaha 2"]
    page = lab.get("/lab/uncoached/")
    assert "Usaha 0" not in page.text and "To 1 more MSME a coach comes later" in page.text
    page = lab.get("/lab/uncoached/?which=coming")
    assert f"coach from {short(next_week)}: Coach" in page.text and "Usaha 1" not in page.text


def test_former_assignments_are_counted_and_all_to_be_had(lab, coach):
    for number in range(60):
        make_assignment(make_msme(f"Dulu {number:02}"), coach, on=DAY, last_day=date(2020, 6, 30))
    page = lab.get(home(coach))
    assert "Earlier ones: 60" in page.text and "page 1 of 2" in page.text
    assert page.text.count("Dulu") == 50 and lab.get(home(coach) + "?page=2").text.count("Dulu") == 10


def ending(user, kind=workspace.Kind.ENDING):
    return [task for task in workspace.tasks.ask(user, on=clock.today()) if task.kind == kind]


def test_the_head_is_told_once_whose_coach_ends_within_thirty_days(lab, lab_head, coach, second, three):
    last = in_days(29)
    make_assignment(three[0], coach, on=DAY, last_day=last)
    make_assignment(three[1], coach, on=DAY, last_day=in_days(31))
    goes_on = make_assignment(three[2], coach, on=DAY, last_day=last)
    make_assignment(three[2], second, on=in_days(30))
    (task,) = ending(lab_head)
    assert task.url == "/lab/uncoached/?which=ending" and task.due == last
    page = lab.get(task.url)
    assert "Usaha 0" in page.text and "Usaha 1" not in page.text and goes_on.msme.name not in page.text
    assert f"Coach until {short(last)}" in page.text and f'value="{in_days(30).isoformat()}"' in page.text
    words = {"msmes": [three[0].public_id], "coach": coach.pk, "on": in_days(30).isoformat(), "why": "Lanjut", "apply": "1"}
    assert lab.post("/lab/assign/?which=ending", words).status_code == 302
    assert not ending(lab_head) and not coach_ending(on=clock.today(), lab=coach.memberships.get().partner)


def test_who_stands_in_has_one_task_for_each_coach_and_it_opens_its_msmes(client, coach, second, three):
    own = [make_assignment(one, coach, on=DAY) for one in three]
    make_assignment(make_msme("Usaha Sendiri", enrolled=DAY), second, on=DAY)
    substitute(assignments=own, coach=second, on=DAY, until=in_days(5), by=None, why="cuti")
    (task,) = ending(second)
    assert "3" in task.title and "Coach" in task.title and task.due == in_days(4)
    client.force_login(second)
    page = client.get(task.url)
    assert page.context["count"] == 3 and "Usaha Sendiri" not in page.text
    assert not ending(coach)


def test_the_list_of_msmes_is_chosen_by_coach(client, officer, coach, second, three):
    make_assignment(three[0], coach, on=DAY)
    make_assignment(three[1], second, on=DAY, last_day=in_days(10))
    client.force_login(officer)
    page = client.get(f"/msmes/?coach={coach.pk}")
    assert page.context["count"] == 1 and "Usaha 0" in page.text
    assert "coach@example.test" not in page.text
    page = client.get("/msmes/?coach_ends=on")
    assert page.context["count"] == 1 and "Usaha 1" in page.text


def test_only_coaches_of_msmes_that_the_reader_sees_can_be_chosen(client, company_manager, company, coach, second, three):
    make_sponsorship(company, three[0], on=DAY)
    make_assignment(three[0], coach, on=DAY)
    make_assignment(three[1], second, on=DAY)
    client.force_login(company_manager)
    page = client.get("/msmes/")
    assert f'<option value="{coach.pk}">Coach</option>' in page.text and "Kedua" not in page.text
    assert client.get(f"/msmes/?coach={second.pk}").status_code == 200
    assert "Usaha 1" not in client.get(f"/msmes/?coach={second.pk}").text


@pytest.mark.parametrize("address", ["/lab/uncoached/?which=zz&district=x", "/msmes/?coach=x&coach_ends=zz&stand_in=1"])
def test_odd_questions_get_a_page(lab, three, address):
    assert lab.get(address).status_code == 200
    assert not Assignment.objects.exists()
