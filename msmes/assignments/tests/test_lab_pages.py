"""The lab's head gives coaches, has them stand in for each other, and hands over when students leave."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman.testing.cast import make_assignment, make_msme, make_person
from msmes.assignments.models import Assignment
from msmes.assignments.tests.conftest import DAY
from msmes.models import Msme
from partners.roles import Role

pytestmark = pytest.mark.engine_free


def membership(person) -> int:
    return person.memberships.get().pk


def test_the_head_chooses_among_those_without_a_coach_and_reads_name_and_place_only(client, lab_head, coach, three):
    client.force_login(lab_head)
    assert "3 UMKM" in client.get("/").text
    page = client.get("/lab/uncoached/?q=usaha")
    assert "Usaha 1" in page.text and "Timbau" in page.text and "Pemilik Rahasia" not in page.text
    assert client.get(f"/msmes/{three[0].public_id}/").status_code == 404
    words = {"msmes": [one.public_id for one in three[:2]], "coach": coach.pk, "on": "2021-01-01", "why": "KKN"}
    words |= {"apply": "1", "once": str(uuid.uuid4())}
    for _tap in range(2):
        assert client.post("/lab/assign/", words).url == "/lab/"
    assert set(Assignment.objects.values_list("msme__name", "coach__name")) == {("Usaha 0", "Coach"), ("Usaha 1", "Coach")}
    assert client.get(f"/msmes/{three[0].public_id}/").status_code == 200
    page = client.get("/lab/")
    assert f'href="/lab/coach/{membership(coach)}/">2</a>' in page.text


def test_a_coach_sees_the_msmes_assigned_on_that_day(client, coach, three):
    make_assignment(three[0], coach, on=DAY)
    make_assignment(three[1], coach, on=DAY, last_day=date(2020, 12, 31))
    assert [one.name for one in Msme.objects.visible_to(coach, on=date(2020, 6, 1))] == ["Usaha 0", "Usaha 1"]
    client.force_login(coach)
    page = client.get("/msmes/")
    assert "Usaha 0" in page.text and "Usaha 1" not in page.text
    assert "Pemilik Rahasia" in client.get(f"/msmes/{three[0].public_id}/").text


def test_another_stands_in_for_some_days(client, lab_head, coach, second, three):
    facts = [make_assignment(one, coach, on=DAY) for one in three]
    client.force_login(lab_head)
    words = {
        "assignments": [one.pk for one in facts],
        "stand-to": second.pk,
        "stand-on": "2021-05-03",
        "stand-until": "2021-05-03",
        "stand-why": "Cuti",
        "apply": "1",
    }
    assert client.post(f"/lab/coach/{membership(coach)}/stand-in/", words).status_code == 302
    assert Msme.objects.visible_to(second, on=date(2021, 5, 3)).count() == 3
    assert Msme.objects.visible_to(second, on=date(2021, 5, 4)).count() == 0
    assert Msme.objects.visible_to(coach, on=date(2021, 5, 3)).count() == 3


def test_many_pass_at_once_when_a_student_leaves(client, lab_head, coach, second, three):
    facts = [make_assignment(one, coach, on=DAY) for one in three]
    client.force_login(lab_head)
    address = f"/lab/coach/{membership(coach)}/hand-over/"
    words = {"assignments": [one.pk for one in facts], "to": second.pk, "on": "2022-07-01", "why": ""}
    words["apply"] = "1"
    assert client.post(address, words).status_code == 400 and Assignment.objects.count() == 3
    assert client.post(address, {**words, "why": "Lulus"}).status_code == 302
    assert Assignment.objects.on(date(2022, 7, 1)).filter(coach=second).count() == 3
    assert Assignment.objects.on(date(2022, 6, 30)).filter(coach=coach).count() == 3


def test_who_left_with_msmes_in_hand_still_stands_on_the_page(client, lab_head, coach, three):
    make_assignment(three[0], coach, on=DAY)
    coach.memberships.update(ends_on=date(2021, 1, 1))
    client.force_login(lab_head)
    page = client.get("/lab/")
    assert "Coach" in page.text and f"/lab/coach/{membership(coach)}/" in page.text


@pytest.mark.parametrize("address", ["hand-over", "stand-in"])
def test_the_head_of_another_lab_reaches_nothing(client, coach, three, address):
    fact = make_assignment(three[0], coach, on=DAY)
    other = make_person("lain", Role.LAB_HEAD, "Laboratorium Lain")
    client.force_login(other)
    assert client.get(f"/lab/coach/{membership(coach)}/").status_code == 404
    words = {"assignments": [fact.pk], "to": other.pk, "on": "2022-01-01", "why": "x"}
    assert client.post(f"/lab/coach/{membership(coach)}/{address}/", words).status_code == 404
    assert "Usaha 0" not in client.get("/msmes/").text


def test_the_pages_cost_as_many_queries_for_many_as_for_few(client, lab_head, coach, three):
    client.force_login(lab_head)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        return len(made)

    addresses = ["/lab/", "/lab/uncoached/", f"/lab/coach/{membership(coach)}/"]
    make_assignment(three[0], coach, on=DAY)
    few = [queries(address) for address in addresses]
    for number in range(60):
        one = make_msme(f"Banyak {number}", enrolled=DAY, village="Timbau")
        if number % 2:
            make_assignment(one, coach, on=DAY)
    assert [queries(address) for address in addresses] == few


def test_who_leaves_is_shown_with_what_is_open_and_passes_it_only_to_who_may_hold_it(client, lab_head, coach, second, three):
    for msme in three:
        make_assignment(msme, coach, on=DAY)
    client.force_login(lab_head)
    address = f"/people/leave/{membership(coach)}/"
    page = client.get(address)
    assert [one.title[:6] for one in page.context["open_work"]] in (["3 MSME"], ["3 UMKM"])
    assert list(page.context["form"].fields["successor"].queryset) == [second]
    assert client.post(address, {"last_day": "2026-12-31", "why": "lulus", "successor": lab_head.pk}).status_code == 200
    assert coach.memberships.get().ends_on is None
    assert client.post(address, {"last_day": "2026-12-31", "why": "lulus", "successor": second.pk}).status_code == 302
    assert Assignment.objects.of_coach(second).count() == 3


def test_a_last_day_that_was_set_can_be_corrected_while_it_is_to_come(client, lab_head, coach):
    client.force_login(lab_head)
    address = f"/people/leave/{membership(coach)}/"
    assert "successor" not in client.get(address).context["form"].fields
    client.post(address, {"last_day": "2090-05-31", "why": "lulus"})
    assert address in client.get(f"/people/{coach.memberships.get().partner.public_id}/").text
    assert 'value="2090-05-31"' in client.get(address).text
    client.post(address, {"last_day": "2090-06-30", "why": "salah ketik"})
    assert coach.memberships.get().last_day == date(2090, 6, 30)
    client.post(address, {"last_day": "2021-06-30", "why": "salah tahun"})
    assert client.get(address).status_code == 404
