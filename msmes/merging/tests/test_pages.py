"""How an officer merges two records and undoes it, in the admin."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from idaman.models import User
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.merging.actions import merge
from msmes.merging.models import Merge
from msmes.models import Msme

AT = datetime(2020, 5, 4, 9, tzinfo=ZoneInfo("Asia/Makassar"))
LIST, MERGES = "/admin/msmes/msme/?standing=all", "/admin/merging/merge/"


@pytest.fixture
def pair(db):
    for name in ("Usaha Tetap", "Usaha Kembar"):
        make_sponsorship(make_partner("Perusahaan Uji"), make_msme(name, enrolled=date(2018, 3, 10)))
    return [Msme.objects.get(name="Usaha Tetap"), Msme.objects.get(name="Usaha Kembar")]


@pytest.fixture
def chosen(pair):
    return {"action": "merge_two", "_selected_action": [one.pk for one in pair]}


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_an_officer_chooses_looks_and_merges(sign_in, officer, pair, chosen):
    client = sign_in(officer)
    assert "Usaha Kembar" in client.post(LIST, chosen).text
    answers = {**chosen, "kept": pair[0].pk, "why": "usaha yang sama"}
    assert client.post(LIST, {**answers, "why": "", "look": "1"}).context["form"].errors["why"]
    seen = client.post(LIST, {**answers, "look": "1"})
    assert "Perusahaan Uji → Usaha Kembar" in seen.text and [one.after for one in seen.context["seen"].effects] == [1]
    assert f'type="hidden" name="kept" value="{pair[0].pk}"' in seen.text
    assert Msme.objects.current().count() == 2, "looking changes nothing"
    assert client.post(LIST, {**answers, "apply": "1"}).status_code == 302
    assert Merge.objects.get().by == officer and Msme.objects.current().get() == pair[0]


def test_a_second_tap_is_told_that_it_was_merged_already(sign_in, officer, pair, chosen):
    client, answers = sign_in(officer), {**chosen, "kept": pair[0].pk, "why": "usaha yang sama", "apply": "1"}
    assert client.post(LIST, answers, follow=True).status_code == 200
    assert "Usaha Kembar" in said(client.post(LIST, answers, follow=True))
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_only_two_records_are_merged(sign_in, officer, count):
    chosen = {"action": "merge_two", "_selected_action": [make_msme(f"Usaha {n}").pk for n in range(count)]}
    assert sign_in(officer).post(LIST, chosen).status_code == 302
    assert Msme.objects.current().count() == count


def test_a_merge_is_undone_with_its_reason(sign_in, pair):
    client = sign_in(User.objects.create_superuser("chief@example.test", password="!", name="Chief"))
    done = merge(kept=pair[0], gone=pair[1], at=AT, by=None, why="usaha yang sama")
    assert "Usaha Kembar" in client.get(MERGES).text
    assert client.get(f"{MERGES}{done.pk}/change/").status_code == client.get(f"{MERGES}{done.pk}/history/").status_code == 200
    chosen = {"action": "undo", "_selected_action": [done.pk]}
    assert client.post(MERGES, chosen).status_code == 200
    assert client.post(MERGES, {**chosen, "apply": "1", "why": ""}).context["form"].errors
    assert client.post(MERGES, {**chosen, "apply": "1", "why": "dua usaha"}).status_code == 302
    assert Msme.objects.current().count() == 2 and Merge.objects.get().undone_why == "dua usaha"
    assert client.post(MERGES, {**chosen, "apply": "1", "why": "dua usaha"}).context["form"].non_field_errors()


def test_undoing_is_reached_from_the_merge_and_from_the_record_and_shows_what_comes_back(sign_in, officer, pair):
    done = merge(kept=pair[0], gone=pair[1], at=AT, by=None, why="usaha yang sama")
    client, address = sign_in(officer), f"{MERGES}{done.pk}/undo/"
    assert address in client.get(f"{MERGES}{done.pk}/change/").text
    assert address in client.get(pair[0].get_absolute_url()).text
    page = client.get(address)
    assert page.status_code == 200 and page.context["coming_back"]
    assert ">Batal<" not in page.text and Merge.objects.get().undone_at is None
    assert client.post(address, {"why": ""}).context["form"].errors
    assert client.post(address, {"why": "dua usaha"}).status_code == 302
    assert Msme.objects.current().count() == 2
    assert address not in client.get(f"{MERGES}{done.pk}/change/").text
    assert client.get(address).context["messages"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_at_the_same_moment_the_second_is_told():
    pair = [make_msme("Usaha Tetap"), make_msme("Usaha Kembar")]
    make_sponsorship(make_partner("Perusahaan Uji"), pair[1])
    told, start = [], threading.Barrier(2)

    def try_it(kept, gone):
        start.wait()
        try:
            told.append(merge(kept=kept, gone=gone, at=AT, by=None, why="x"))
        except ValidationError as refusal:
            told.append(refusal)
        finally:
            connection.close()

    both = [threading.Thread(target=try_it, args=args) for args in (pair, pair[::-1])]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert sorted(type(one).__name__ for one in told) == ["Merge", "ValidationError"]
    assert Merge.objects.count() == 1 and Msme.objects.current().get().sponsorships.count() == 1
