"""A business that changes hands: what the former owner agreed to ends, and who was forgotten doesn't come back by the form."""

from datetime import date, timedelta

import pytest

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import make_msme, make_sponsorship
from msmes.consents.models import Consent
from msmes.forgetting import anonymise
from msmes.models import Msme

pytestmark = pytest.mark.engine_free

NIK, OTHER_NIK = "6402014507900001", "6402014101800001"
LONG_AGO = date(2020, 1, 1)
RECORD = {
    "name": "Keripik Uji",
    "nib": "",
    "npwp": "",
    "older_numbers": "",
    "owner_sex": "",
    "change_reason": "dijual",
    **{f"{name}-TOTAL_FORMS": "0" for name in ("addresses", "activities", "enrolments", "sponsorships")},
    **{f"{name}-INITIAL_FORMS": "0" for name in ("addresses", "activities", "enrolments", "sponsorships")},
}
FORMER = {"owner_name": "Bu Dahulu", "owner_nik": NIK, "phone": "+6281111111111"}
LATER = {"owner_name": "Pak Sekarang", "owner_nik": OTHER_NIK, "phone": "082222222222"}


@pytest.fixture
def sold(company):
    """A sponsored business whose owner agreed to two purposes, one of them from today."""
    one = make_msme("Keripik Uji", **FORMER)
    make_sponsorship(company, one)
    for purpose, day in (("company", LONG_AGO), ("whatsapp", clock.today())):
        keep(Consent(msme=one, purpose=purpose, version=1, how="signed", starts_on=day), by=None)
    return one


@pytest.fixture
def send(client, officer, sold):
    """Sends the record's form in the admin."""

    def sent(**more):
        client.force_login(officer)
        address = f"/admin/msmes/msme/{sold.pk}/change/"
        formsets = [one.formset.prefix for one in client.get(address).context["inline_admin_formsets"]]
        data = {f"{prefix}-{word}_FORMS": "0" for prefix in formsets for word in ("TOTAL", "INITIAL")}
        return client.post(address, {**RECORD, **data, **more}, follow=True)

    return sent


def errors(page) -> dict:
    return page.context["adminform"].form.errors if "adminform" in (page.context or {}) else {}


def test_with_another_name_and_nik_the_former_owners_consents_end_today(client, sold, send, company_manager):
    page = send(**LATER)
    assert not errors(page) and any(str(message).startswith("2 ") for message in page.context["messages"])
    ended = Consent.objects.get()  # the one that began today holds on no day, and stands in the history
    assert (ended.purpose, ended.ends_on) == ("company", clock.today())
    assert len({row.history_change_reason for row in Consent.history.all()[:2]} - {"", "dijual", None}) == 1
    client.force_login(company_manager)
    told = client.get(f"/msmes/{sold.public_id}/").text
    assert "+6282222222222" not in told and "Pak Sekarang" not in told


@pytest.mark.parametrize("words", [{"owner_name": "Bu Dahulu binti Lama"}, {"phone": "082222222222"}, {"owner_nik": OTHER_NIK}])
def test_a_correction_ends_nothing(sold, send, words):
    assert not errors(send(**{**FORMER, "owner_nik": "", **words}))
    assert not Consent.objects.filter(ends_on__isnull=False).exists() and Consent.objects.count() == 2


def test_a_new_owner_without_a_nik_is_told_by_the_tick_and_takes_nothing_of_the_former(sold, send):
    page = send(owner_name="Pak Sekarang", owner_nik="", phone="", is_new_owner="on")
    assert errors(page)["owner_nik"] and Consent.objects.filter(ends_on=None).count() == 2
    assert errors(send(owner_name="", owner_nik="-", phone="", is_new_owner="on"))["owner_name"]
    assert errors(send(owner_name="Bu Dahulu", owner_nik="-", phone="", is_new_owner="on"))["owner_name"]
    assert not errors(send(owner_name="Pak Sekarang", owner_nik="-", phone="", is_new_owner="on"))
    assert not Consent.objects.filter(ends_on=None).exists() and Msme.objects.get().owner_nik == ""


def test_a_consent_that_ended_before_keeps_its_last_day(sold, send):
    consent = Consent.objects.get(purpose="company")
    consent.ends_on = clock.today() - timedelta(days=30)
    keep(consent, by=None, why="ditarik")
    send(**LATER)
    assert Consent.objects.get().ends_on == clock.today() - timedelta(days=30)


def test_who_was_forgotten_is_not_typed_back_but_a_new_owner_is(sold, send, administrator):
    anonymise(msme=sold, at=clock.now(), by=administrator, why="Permintaan pemilik")
    for name, value in {**FORMER, "npwp": NIK, "nib": "9120001000001", "older_numbers": "SKU/1"}.items():
        assert errors(send(**{name: value})).keys() == {name}
    assert not errors(send(name="Keripik Baru"))  # all else is kept as ever
    assert Msme.objects.get().anonymised_at
    assert not errors(send(**LATER, is_new_owner="on"))
    now = Msme.objects.get()
    assert (now.anonymised_at, now.owner_name, now.owner_nik) == (None, "Pak Sekarang", OTHER_NIK)
    assert not Consent.objects.filter(ends_on=None).exists()
    anonymise(msme=now, at=clock.now(), by=administrator, why="Permintaan pemilik baru")
    assert Msme.objects.get().owner_name == ""


def test_a_new_record_is_not_asked_for_a_new_owner(client, officer):
    client.force_login(officer)
    assert "is_new_owner" not in client.get("/admin/msmes/msme/add/").text
