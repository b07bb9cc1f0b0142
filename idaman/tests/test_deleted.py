"""What was deleted is listed, and comes back as it was."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from idaman import deleted
from idaman.history import as_it_was, keep, sign
from idaman.models import Region
from idaman.sealed import keyed_hash
from idaman.testing.cast import make_corner, make_msme, make_partner, make_product, make_sponsorship, make_store
from msmes.models import Address, Enrolment, Msme, Sponsorship
from msmes.products.models import Standardisation
from outlets.models import StorePartnership
from partners.models import Membership, Partner

pytestmark = pytest.mark.engine_free

NIK = "6402014101800001"
LIST = "/admin/deleted/"


def delete(record, by=None, why="salah catat") -> int:
    """Delete as the admin does; gives the key back."""
    key = record.pk
    sign(record, by=by, why=why)
    record.delete()
    return key


def page_of(model, key) -> str:
    return f"{LIST}{model._meta.app_label}/{model._meta.model_name}/{key}/"


def listed(**asked) -> list[str]:
    return [entry.name for entry in deleted.told(deleted.deletions(**asked))]


# --- the list


def test_what_was_deleted_is_listed_with_who_when_and_why_newest_first(sign_in, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    delete(make_sponsorship(company, msme), by=administrator, why="tercatat dua kali")
    delete(make_msme("Usaha Lain"))
    page = sign_in(administrator).get(LIST)
    assert [entry.name for entry in page.context["entries"]] == ["Usaha Lain", "Perusahaan Uji → Usaha Uji"]
    assert "tercatat dua kali" in page.text and administrator.name in page.text


def test_a_deleted_fact_keeps_its_name_when_its_things_are_gone_too(db):
    company, msme = make_partner("Perusahaan Uji"), make_msme(village="Timbau")
    delete(make_sponsorship(company, msme))
    delete(msme.addresses.get())
    delete(msme)
    delete(company)
    assert listed() == ["Perusahaan Uji", "Usaha Uji", "Usaha Uji: Timbau, Kecamatan Tenggarong", "Perusahaan Uji → Usaha Uji"]


def test_the_list_is_narrowed_by_kind_and_by_words_also_of_what_is_gone(sign_in, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme("Madu Tenggarong", nib="1234567890123")
    delete(make_sponsorship(company, msme))
    delete(make_msme("Kopi Kutai"))
    delete(msme)
    assert listed(kind=Sponsorship) == ["Perusahaan Uji → Madu Tenggarong"]
    assert listed(term="tenggarong") == ["Madu Tenggarong", "Perusahaan Uji → Madu Tenggarong"]
    assert listed(term="1234567890123", kind=Msme) == ["Madu Tenggarong"]
    page = sign_in(administrator).get(LIST, {"kind": "msmes.Msme", "q": "kutai"})
    assert [entry.name for entry in page.context["entries"]] == ["Kopi Kutai"]


def test_words_are_also_those_of_places_and_people(db, officer):
    address = make_msme(village="Timbau").addresses.get()
    delete(address)
    delete(Membership.objects.get(user=officer))
    assert len(listed(term="timbau")) == 1 and len(listed(term=officer.email)) == 1


def test_a_personal_number_is_no_word_to_search_by(db):
    delete(make_msme(owner_nik=NIK))
    assert listed(term=NIK) == [] and listed(term=keyed_hash(NIK)) == []


def test_a_kind_that_makes_no_sense_is_told_and_everything_listed(sign_in, administrator):
    delete(make_msme())
    for kind in ("x", "idaman.User", "msmes.HistoricalMsme"):
        page = sign_in(administrator).get(LIST, {"kind": kind})
        assert page.context["form"].errors["kind"] and len(page.context["entries"]) == 1


def many_deleted(count: int):
    company = make_partner("Perusahaan Uji")
    villages = Region.objects.villages().order_by("parent", "-pk").values_list("name", flat=True)[: count * 12 : 12]
    for number, village in enumerate(villages):
        msme = make_msme(f"Usaha {number}", village=village, enrolled=date(2019, 1, 1))
        for fact in (make_sponsorship(company, msme), msme.addresses.get(), msme.enrolments.get(), msme):
            delete(fact)


def test_the_list_costs_the_same_however_much_was_deleted(sign_in, administrator):
    client, costs = sign_in(administrator), []
    for count in (1, 15):
        many_deleted(count)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 30, costs
    assert len(page.context["entries"]) == 50 and len(client.get(LIST, {"p": 2}).context["entries"]) == 14


def test_every_kind_that_people_edit_can_be_listed_and_restored(db):
    assert {Msme, Address, Enrolment, Sponsorship, Partner, Membership, Standardisation, StorePartnership} <= set(deleted.kinds())
    assert list(deleted.deletions()) == []


# --- restoring


def restored(record, by=None, why="ternyata benar") -> Model:
    return deleted.restore(entry=deleted.find(type(record), record.pk), by=by, why=why)


def test_a_record_comes_back_as_it_was_with_its_key_and_numbers(administrator):
    msme = make_msme(owner_nik=NIK, npwp=NIK, nib="1234567890123", phone="+62541661234")
    before = Msme.objects.filter(pk=msme.pk).values().get()
    key = delete(msme)
    entry = deleted.find(Msme, key)
    deleted.restore(entry=entry, by=administrator, why="ternyata benar")
    assert {**Msme.objects.filter(pk=key).values().get()} == before
    assert Msme.objects.get(owner_nik_hash=keyed_hash(NIK)).owner_nik == NIK
    last = Msme.history.filter(id=key).latest("history_id")
    assert (last.history_type, last.history_user, last.history_change_reason) == ("+", administrator, "ternyata benar")
    assert listed() == []


def test_hash_columns_are_made_anew_with_the_key_of_today(db, settings):
    key = delete(make_msme(owner_nik=NIK))
    settings.HASH_KEY = "another" * 8
    deleted.restore(entry=deleted.find(Msme, key), by=None, why="x")
    assert Msme.objects.get().owner_nik_hash == keyed_hash(NIK)


def test_an_administrator_restores_with_a_reason_and_a_second_tap_changes_nothing(sign_in, administrator):
    key = delete(make_msme())
    client, address = sign_in(administrator), page_of(Msme, key)
    assert "Usaha Uji" in client.get(address).text
    assert client.post(address, {"why": " "}).context["form"].errors["why"]
    assert not Msme.objects.exists()
    first, second = (client.post(address, {"why": "ternyata benar"}) for _tap in range(2))
    assert first.url == second.url == f"/admin/msmes/msme/{key}/change/"
    assert Msme.history.filter(id=key).count() == 3
    assert client.get(address).url == first.url


def test_a_second_call_with_the_same_entry_gives_the_record_back_as_it_is(db):
    key = delete(make_msme())
    entry = deleted.find(Msme, key)
    for _tap in range(2):
        assert deleted.restore(entry=entry, by=None, why="x").pk == key
    assert Msme.history.filter(id=key).count() == 3


def test_two_taps_at_the_same_moment_restore_once(sign_in, administrator, monkeypatch):
    """The second tap has passed every look when the first puts the record back; the database stops it at the key."""
    key, restore = delete(make_msme()), deleted.restore

    def overtaken(*, entry, by, why):
        second = as_it_was(Msme.history.get(history_id=entry.key))
        restore(entry=entry, by=None, why="pertama")
        with transaction.atomic():
            second.save(force_insert=True)

    monkeypatch.setattr(deleted, "restore", overtaken)
    page = sign_in(administrator).post(page_of(Msme, key), {"why": "kedua"})
    assert page.status_code == 302 and page.url == f"/admin/msmes/msme/{key}/change/"
    assert Msme.history.filter(id=key).count() == 3 and Msme.history.filter(id=key).latest().history_change_reason == "pertama"


def test_what_its_thing_is_gone_too_says_which_and_leads_to_it(sign_in, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    fact = make_sponsorship(company, msme)
    fact_key, msme_key = delete(fact), delete(msme)
    with pytest.raises(ValidationError, match="Usaha Uji"):
        deleted.restore(entry=deleted.find(Sponsorship, fact_key), by=None, why="x")
    client = sign_in(administrator)
    page = client.post(page_of(Sponsorship, fact_key), {"why": "x"})
    assert page.status_code == 200 and f'href="{page_of(Msme, msme_key)}"' in page.text
    assert client.post(page_of(Msme, msme_key), {"why": "x"}).status_code == 302
    assert client.post(page_of(Sponsorship, fact_key), {"why": "x"}).status_code == 302
    assert Sponsorship.objects.get().msme_id == msme_key


def test_a_fact_that_would_overlap_another_is_refused_and_what_was_typed_stays(sign_in, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    key = delete(make_sponsorship(company, msme, on=date(2019, 1, 1)))
    make_sponsorship(company, msme, on=date(2020, 1, 1))
    page = sign_in(administrator).post(page_of(Sponsorship, key), {"why": "alasan saya"})
    assert "sudah tercatat membina UMKM ini" in page.text and "alasan saya" in page.text
    assert Sponsorship.objects.count() == 1 and deleted.find(Sponsorship, key)


def test_what_only_the_database_notices_is_refused_in_its_sentence(sign_in, administrator, monkeypatch):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    key = delete(make_sponsorship(company, msme, on=date(2019, 1, 1)))
    make_sponsorship(company, msme, on=date(2020, 1, 1))
    monkeypatch.setattr(Sponsorship, "validate_constraints", lambda self, exclude=None: None)
    page = sign_in(administrator).post(page_of(Sponsorship, key), {"why": "x"})
    assert page.status_code == 200 and "sudah tercatat membina UMKM ini" in page.text


def test_a_number_taken_since_is_refused(sign_in, administrator):
    key = delete(make_msme(nib="1234567890123"))
    make_msme("Usaha Baru", nib="1234567890123")
    page = sign_in(administrator).post(page_of(Msme, key), {"why": "x"})
    assert "NIB" in page.text and page.status_code == 200 and Msme.objects.get().name == "Usaha Baru"


def test_a_store_partnership_and_what_stands_on_it_come_back(db):
    store = make_store(partnered=date(2018, 3, 1))
    corner = make_corner(store, opened=date(2018, 6, 1))
    opening, partnership = corner.openings.get(), store.partnerships.get()
    records = [opening, corner, partnership]
    for record in records:
        record.kept_key = delete(record)
        record.pk = record.kept_key
    with pytest.raises(ValidationError):
        restored(corner)
    for record in reversed(records):
        restored(record)
    assert store.partnerships.get() == partnership and corner.openings.get() == opening


def test_a_standardisation_comes_back_after_its_product(db):
    product = make_product(make_msme(), standardised=date(2019, 1, 1))
    fact = product.standardisations.get()
    for record in (fact, product):
        record.pk = delete(record)
    with pytest.raises(ValidationError, match="Madu Usaha Uji"):
        restored(fact)
    restored(product)
    restored(fact)
    assert product.standardisations.get() == fact


def test_deleted_again_it_comes_back_as_it_last_was(db):
    msme = make_msme("Nama Lama")
    msme.pk = delete(msme)
    again = restored(msme)
    again.name = "Nama Baru"
    keep(again, by=None)
    again.pk = delete(again)
    assert listed() == ["Nama Baru"]
    assert restored(again).name == "Nama Baru"


# --- whose it is


@pytest.mark.parametrize("word", ["officer", "leadership", "coach", "company_manager", "nobody"])
def test_the_pages_are_there_for_administrators_only(db, request, sign_in, word):
    key = delete(make_msme())
    client = sign_in(request.getfixturevalue(word))
    assert client.get(LIST).status_code == client.get(page_of(Msme, key)).status_code == 404
    assert client.post(page_of(Msme, key), {"why": "x"}).status_code == 404 and not Msme.objects.exists()


def test_the_admins_first_page_leads_administrators_there(sign_in, administrator, officer):
    assert f'href="{LIST}"' in sign_in(administrator).get("/admin/").text
    assert LIST not in sign_in(officer).get("/admin/").text


@pytest.mark.parametrize(
    "address", ["msmes/msme/999999/", "msmes/msme/99999999999999999999/", "msmes/nothing/1/", "idaman/user/1/", "auth/group/1/"]
)
def test_what_never_was_is_a_404(sign_in, administrator, address):
    assert sign_in(administrator).get(LIST + address).status_code == 404


def test_the_page_shows_what_stood_in_it_and_masks_personal_numbers(sign_in, administrator):
    key = delete(make_msme(owner_nik=NIK, owner_name="Ibu Uji"))
    page = sign_in(administrator).get(page_of(Msme, key))
    assert "Ibu Uji" in page.text and "64••••••••••••01" in page.text
    assert NIK not in page.text and keyed_hash(NIK) not in page.text


def test_the_history_of_what_was_deleted_leads_to_its_way_back(sign_in, administrator, officer):
    key = delete(make_msme())
    for person, leads in ((administrator, True), (officer, False)):
        page = sign_in(person).get(f"/admin/msmes/msme/{key}/history/")
        assert page.status_code == 200 and (page_of(Msme, key) in page.text) == leads


def test_who_deletes_is_told_that_it_can_be_restored(sign_in, administrator):
    for record in (make_msme(), make_partner("Perusahaan Uji")):
        page = sign_in(administrator).get(f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/delete/")
        assert "memulihkan data yang dihapus" in page.text
