"""The history of a record tells what happened to it and to the facts about it, in words, in one list."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman.changes import What, record_changes
from idaman.history import keep, sign
from idaman.periods import ONE_DAY
from idaman.sealed import keyed_hash
from idaman.testing.cast import make_msme, make_partner, make_product, make_sponsorship
from msmes.models import Sponsorship
from partners.models import Membership

NIK, OTHER = "6402014101800001", "6402014101800002"


def history(record) -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/history/"


def told(record, **how) -> list[tuple]:
    """The changes, newest first: what, of which kind, its name, and its lines."""
    found = record_changes(record, **how)
    return [(one.what, str(one.kind), one.name, [(line.field, line.old, line.new) for line in one.lines]) for one in found]


@pytest.fixture
def sponsored(db):
    """An MSME with a sponsorship of the year 2019."""
    company, msme = make_partner("Perusahaan Mitra 01"), make_msme("Usaha Uji")
    return make_sponsorship(company, msme, on=date(2018, 3, 1))


def test_a_facts_change_stands_in_the_history_of_what_it_is_about(sign_in, officer, sponsored):
    sponsored.ends_on = date(2019, 3, 31)
    keep(sponsored, by=officer, why="surat tanggal 30")
    page = sign_in(officer).get(history(sponsored.msme))
    newest, address, is_own = page.context["changes"][0]
    assert (newest.name, newest.by, newest.why, is_own) == ("Perusahaan Mitra 01 → Usaha Uji", officer, "surat tanggal 30", False)
    assert [(line.old, line.new) for line in newest.lines] == [("–", "30 Mar 2019")]
    assert address == history(sponsored) and address in page.text
    assert "surat tanggal 30" in page.text and "30 Mar 2019" in page.text


def test_facts_of_every_kind_are_told_newest_first(db):
    msme = make_msme(enrolled=date(2019, 1, 1), village="Timbau")
    make_sponsorship(make_partner("Perusahaan Uji"), msme)
    make_product(msme)
    msme.name = "Nama Baru"
    keep(msme, by=None)
    kinds = [record._meta.model_name for record in (one.record for one in record_changes(msme))]
    assert kinds == ["msme", "product", "sponsorship", "address", "enrolment", "msme"]
    moments = [one.at for one in record_changes(msme)]
    assert moments == sorted(moments, reverse=True)


def test_what_was_first_recorded_is_told_without_an_old_value(db):
    one = record_changes(make_msme("Usaha Uji", nib="1234567890123"))[0]
    values = {line.new: line.old for line in one.lines}
    assert one.what == What.RECORDED and values["Usaha Uji"] is None and values["1234567890123"] is None
    assert "–" not in values


def test_a_deleted_fact_stays_in_the_history_and_its_return_as_well(sponsored):
    from idaman import deleted

    msme, key = sponsored.msme, sponsored.pk
    sign(sponsored, by=None, why="salah")
    sponsored.delete()
    assert told(msme)[0][0] == What.DELETED
    deleted.restore(entry=deleted.find(Sponsorship, key), by=None, why="benar")
    assert [one[0] for one in told(msme)[:3]] == [What.RESTORED, What.DELETED, What.RECORDED]
    assert told(msme)[0][3] == []


def test_the_names_of_what_is_gone_are_those_it_last_had(sponsored):
    company, msme = sponsored.company, sponsored.msme
    sponsored.delete()
    company.delete()
    assert told(msme)[0][2] == "Perusahaan Mitra 01 → Usaha Uji"


def test_a_fact_that_moved_to_another_stands_in_both_histories_and_then_in_one(sponsored):
    first, second = sponsored.msme, make_msme("Usaha Kedua")
    sponsored.msme = second
    keep(sponsored, by=None, why="salah usaha")
    sponsored.ends_on = date(2019, 1, 1)
    keep(sponsored, by=None, why="berakhir")
    whys = [[one.why for one in record_changes(msme) if type(one.record) is Sponsorship] for msme in (first, second)]
    assert whys == [["salah usaha", ""], ["berakhir", "salah usaha"]]
    moved = next(one for one in record_changes(first) if one.why == "salah usaha")
    assert [(line.old, line.new) for line in moved.lines] == [("Usaha Uji", "Usaha Kedua")]


def test_personal_numbers_are_masked_and_hashes_never_told(sign_in, officer):
    msme = make_msme(owner_nik=NIK)
    msme.owner_nik = OTHER
    keep(msme, by=officer, why="salah ketik")
    text = sign_in(officer).get(history(msme)).text
    assert "64••••••••••••01" in text and "64••••••••••••02" in text
    for secret in (NIK, OTHER, keyed_hash(NIK), keyed_hash(OTHER), "hash"):
        assert secret not in text


def test_officers_read_nothing_of_peoples_memberships_in_a_partners_history(sign_in, officer, administrator):
    agency = Membership.objects.get(user=officer).partner
    assert officer.name not in [
        line.new for one in record_changes(agency, may_see=lambda m: m is not Membership) for line in one.lines
    ]
    kinds = {}
    for word, person in (("officer", officer), ("administrator", administrator)):
        page = sign_in(person).get(history(agency))
        kinds[word] = {type(change.record) for change, _address, _own in page.context["changes"]}
    assert Membership not in kinds["officer"] and Membership in kinds["administrator"]


def happen(msme, numbers):
    """For each number a product is recorded, a sponsorship recorded and then ended."""
    for number in numbers:
        make_product(msme, kind=f"Madu {number}")
        fact = make_sponsorship(make_partner(f"Perusahaan {number}"), msme)
        fact.ends_on = date(2019, 1, 1) + ONE_DAY * number
        keep(fact, by=None, why="x")


def test_the_page_costs_the_same_however_much_happened(sign_in, officer):
    msme, costs = make_msme(enrolled=date(2019, 1, 1), village="Timbau"), []
    client = sign_in(officer)
    for numbers in (range(1), range(1, 20)):
        happen(msme, numbers)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(history(msme))
        costs.append(len(asked))
    assert len(page.context["changes"]) == 50 and page.context["page"].paginator.num_pages == 2
    assert costs[1] <= costs[0] <= 32, costs
    assert len(client.get(history(msme), {"p": 2}).context["changes"]) == 3 + 20 * 3 - 50


def test_a_person_has_a_history_without_a_password(sign_in, administrator, officer):
    officer.name = "Nama Lain"
    officer.set_password("kata-sandi-panjang")
    keep(officer, by=administrator, why="ganti nama")
    page = sign_in(administrator).get(history(officer))
    newest = page.context["changes"][0][0]
    assert [(line.old, line.new) for line in newest.lines] == [("Officer", "Nama Lain")] and "md5" not in page.text


def test_a_timeline_can_ask_for_the_newest_few(sponsored):
    assert len(record_changes(sponsored.msme, 1)) == 1


@pytest.mark.parametrize("key", ["999999", "9" * 30, "abc", "%F0%9D%9F%99"])
def test_the_history_of_what_never_was_is_a_404(sign_in, officer, key):
    assert sign_in(officer).get(f"/admin/msmes/msme/{key}/history/").status_code == 404
