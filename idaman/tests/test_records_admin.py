"""Keeping records: why it is asked, what a stale form shows, what a double tap makes, how a refusal is said."""

import uuid
from datetime import date

import pytest

from idaman.history import keep
from idaman.models import OnceKey
from idaman.records import RecordAdmin
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from idaman.testing.pages import as_sent
from msmes.models import Msme, Sponsorship
from partners.models import Partner

pytestmark = pytest.mark.engine_free

PARTNER = {"kind": "company", "name": "Perusahaan Baru", "region": "", "email": "", "phone": "0541 661234"}
ADD = "/admin/partners/partner/add/"


def errors(page) -> str:
    return " ".join(str(error) for error in page.context["errors"]) if page.context else ""


def change(record) -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def test_a_new_record_is_signed_in_its_history(sign_in, officer):
    sign_in(officer).post(ADD, {**PARTNER, "change_reason": "mitra baru"})
    made = Partner.objects.get(name="Perusahaan Baru")
    assert made.phone == "+62541661234"
    entry = made.history.get()
    assert (entry.history_user, entry.history_change_reason) == (officer, "mitra baru")


def test_a_change_needs_its_reason(sign_in, officer):
    one = make_partner("Perusahaan Baru")
    client = sign_in(officer)
    page = client.post(change(one), {**PARTNER, "name": "Nama Lain"})
    assert page.status_code == 200 and page.context["adminform"].form.errors["change_reason"]
    client.post(change(one), {**PARTNER, "name": "Nama Lain", "change_reason": "ganti nama"})
    one.refresh_from_db()
    assert one.name == "Nama Lain"
    page = client.get(change(one).replace("change", "history"))
    assert "ganti nama" in page.text and "Perusahaan Baru" in page.text and "Nama Lain" in page.text


def test_a_double_tap_makes_one_record(sign_in, officer):
    client, once = sign_in(officer), uuid.uuid4()
    first = client.post(ADD, {**PARTNER, "once": once})
    second = client.post(ADD, {**PARTNER, "once": once})
    made = Partner.objects.get(name="Perusahaan Baru")
    assert first.status_code == 302 and second.url == change(made)
    assert OnceKey.objects.get().url == change(made)


@pytest.mark.parametrize("name", ["Perusahaan Baru", "Nama Lain"])
def test_two_taps_at_the_same_moment_make_one_record(sign_in, officer, monkeypatch, name):
    """The second tap looks for the first before the first is there, and is stopped by a name or by the key itself."""
    client, once = sign_in(officer), uuid.uuid4()
    client.post(ADD, {**PARTNER, "once": once})
    looks, look = [], RecordAdmin.taken
    monkeypatch.setattr(RecordAdmin, "taken", lambda self, request: look(self, request) if looks else looks.append(1))
    second = client.post(ADD, {**PARTNER, "name": name, "once": once})
    assert second.url == change(Partner.objects.get(kind="company"))


def test_a_stale_form_is_shown_the_difference_and_overwrites_only_knowingly(sign_in, officer, administrator):
    one = make_partner("Perusahaan Baru")
    client = sign_in(officer)
    opened = one.version
    one.name = "Nama Kedua"
    keep(one, by=administrator, why="surat tanggal 3")
    typed = {**PARTNER, "name": "Nama Ketiga", "change_reason": "salah ketik", "opened_at": opened}
    page = client.post(change(one), typed)
    said = errors(page)
    assert administrator.name in said and "Nama Kedua" in said
    assert "Nama Ketiga" in page.text
    one.refresh_from_db()
    assert one.name == "Nama Kedua"
    again = {**typed, "opened_at": page.context["adminform"].form["opened_at"].value()}
    client.post(change(one), again)
    one.refresh_from_db()
    assert one.name == "Nama Ketiga"


def sponsorship_form(company, msme, first, last="") -> dict:
    return {"company": company.pk, "msme": msme.pk, "starts_on": first, "ends_on": last, "aspects": ["market"]}


def test_an_overlapping_sponsorship_is_refused_in_words_at_the_form(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    make_sponsorship(company, msme, on=date(2019, 1, 1))
    page = sign_in(officer).post("/admin/msmes/sponsorship/add/", sponsorship_form(company, msme, "2020-01-01"))
    assert page.status_code == 200 and "sudah tercatat membina UMKM ini" in errors(page)
    assert Sponsorship.objects.count() == 1


def test_what_only_the_database_notices_comes_back_as_its_sentence(sign_in, officer, monkeypatch):
    """Two officers save at the same moment: the second passes every check of the form and is stopped by the database."""
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    make_sponsorship(company, msme, on=date(2019, 1, 1))
    monkeypatch.setattr(Sponsorship, "validate_constraints", lambda self, exclude=None: None)
    page = sign_in(officer).post("/admin/msmes/sponsorship/add/", sponsorship_form(company, msme, "2020-01-01"))
    assert page.status_code == 200 and "sudah tercatat membina UMKM ini" in errors(page)
    assert "2020-01-01" in page.text


def test_an_end_before_its_start_is_refused_at_its_field(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    form = sponsorship_form(company, msme, "2020-01-01", "2019-12-31")
    page = sign_in(officer).post("/admin/msmes/sponsorship/add/", form)
    assert page.context["adminform"].form.errors["ends_on"] == ["Hari terakhir mendahului hari pertama."]
    page = sign_in(officer).post("/admin/msmes/sponsorship/add/", {**form, "ends_on": "2020-01-01"})
    assert page.status_code == 302


def test_people_type_and_see_the_last_day(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    client = sign_in(officer)
    client.post("/admin/msmes/sponsorship/add/", sponsorship_form(company, msme, "2019-01-01", "2019-12-31"))
    fact = Sponsorship.objects.get()
    assert fact.ends_on == date(2020, 1, 1)
    assert 'value="2019-12-31"' in client.get(change(fact)).text
    assert "31 Des 2019" in client.get("/admin/msmes/sponsorship/?when=all").text


# --- several facts in one save


def msme_form(msme, rows: list[dict], stored: int = 0) -> dict:
    """The form of an MSME with these rows of sponsorships."""
    kinds = ("addresses", "activities", "enrolments")
    empty = {f"{kind}-{count}": 0 for kind in kinds for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"name": msme.name, "change_reason": "uji", **empty}
    form |= {"sponsorships-TOTAL_FORMS": len(rows), "sponsorships-INITIAL_FORMS": stored}
    for number, row in enumerate(rows):
        form |= {f"sponsorships-{number}-{name}": value for name, value in {"msme": msme.pk, **row}.items()}
    return form


def row(company, first, last="", **more) -> dict:
    return {"company": company.pk, "starts_on": first, "ends_on": last, "aspects": ["market"], **more}


def test_two_new_rows_that_overlap_are_refused_with_their_sentence(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    rows = [row(company, "2019-01-01", "2019-12-31"), row(company, "2019-12-31")]
    page = sign_in(officer).post(change(msme), msme_form(msme, rows))
    assert page.status_code == 200 and "sudah tercatat membina UMKM ini" in errors(page)
    assert not Sponsorship.objects.exists()


def test_closing_one_row_and_opening_the_next_in_one_save_is_allowed(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    first = make_sponsorship(company, msme, on=date(2019, 1, 1))
    rows = [row(company, "2019-01-01", "2019-12-31", id=first.pk), row(company, "2020-01-01")]
    page = sign_in(officer).post(change(msme), msme_form(msme, rows, stored=1))
    assert page.status_code == 302
    assert [fact.last_day for fact in Sponsorship.objects.order_by("starts_on")] == [date(2019, 12, 31), None]
    assert first.history.first().history_change_reason == "uji"


@pytest.mark.parametrize("swap", [False, True])
def test_a_border_between_two_stored_rows_moves_in_one_save(sign_in, officer, swap):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    first = make_sponsorship(company, msme, on=date(2019, 1, 1), last_day=date(2019, 12, 31))
    second = make_sponsorship(company, msme, on=date(2020, 1, 1))
    spans = [("2019-01-01", "2020-05-31"), ("2020-06-01", "")]
    spans = spans[::-1] if swap else spans
    rows = [row(company, *span, id=fact.pk) for span, fact in zip(spans, (first, second), strict=True)]
    page = sign_in(officer).post(change(msme), msme_form(msme, rows, stored=2))
    assert page.status_code == 302, errors(page)
    later = first if swap else second
    later.refresh_from_db()
    assert later.starts_on == date(2020, 6, 1)


def test_a_row_somebody_else_changed_meanwhile_is_not_silently_put_back(sign_in, officer, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    fact = make_sponsorship(company, msme, on=date(2019, 1, 1))
    client = sign_in(officer)
    opened = as_sent(client.get(change(msme)))
    fact.ends_on = date(2020, 1, 1)
    keep(fact, by=administrator, why="berakhir")
    page = client.post(change(msme), {**opened, "change_reason": "uji"})
    assert page.status_code == 200 and administrator.name in errors(page) and "31 Des 2019" in errors(page)
    fact.refresh_from_db()
    assert fact.ends_on == date(2020, 1, 1)
    client.post(change(msme), as_sent(page))
    fact.refresh_from_db()
    assert fact.ends_on is None


def test_a_row_that_somebody_else_changed_meanwhile_is_not_deleted_unseen(sign_in, administrator, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    fact = make_sponsorship(company, msme, on=date(2019, 1, 1))
    client = sign_in(administrator)
    opened = as_sent(client.get(change(msme)))
    fact.ends_on = date(2020, 1, 1)
    keep(fact, by=officer, why="berakhir")
    page = client.post(change(msme), {**opened, "change_reason": "uji", "sponsorships-0-DELETE": "on"})
    assert page.status_code == 200 and officer.name in errors(page)
    assert Sponsorship.objects.exists()
    client.post(change(msme), as_sent(page))
    assert not Sponsorship.objects.exists()


def test_saving_the_record_alone_leaves_no_trace_at_its_facts(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    fact = make_sponsorship(company, msme, on=date(2019, 1, 1))
    client, before = sign_in(officer), fact.version
    opened = as_sent(client.get(change(msme)))
    page = client.post(change(msme), {**opened, "name": "Nama Lain", "change_reason": "uji"})
    assert page.status_code == 302 and Msme.objects.get().name == "Nama Lain"
    assert fact.version == before


def test_a_stale_form_masks_personal_numbers(sign_in, officer, administrator):
    one = make_msme(owner_nik="6402014101800001")
    opened = one.version
    one.owner_nik = "6402014101800002"
    keep(one, by=administrator, why="salah ketik")
    page = sign_in(officer).post(change(one), {**msme_form(one, []), "opened_at": opened})
    assert "64••••••••••••02" in errors(page) and "6402014101800002" not in page.text


def test_a_second_tap_on_a_change_leads_to_what_the_first_saved(sign_in, officer):
    one, once = make_partner("Perusahaan Baru"), uuid.uuid4()
    form = {**PARTNER, "name": "Nama Lain", "change_reason": "x", "opened_at": one.version, "once": once}
    client = sign_in(officer)
    assert client.post(change(one), form).status_code == 302
    assert client.post(change(one), form).url == change(one)
    assert one.history.count() == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_nobody_can_mean_is_refused_at_its_field(sign_in, officer, day):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    for form in (sponsorship_form(company, msme, day), sponsorship_form(company, msme, "2019-01-01", day)):
        page = sign_in(officer).post("/admin/msmes/sponsorship/add/", form)
        assert page.status_code == 200 and "1900" in str(page.context["adminform"].form.errors)


def test_the_kind_of_a_partner_that_others_rest_on_stays(sign_in, officer):
    company = make_partner("Perusahaan Uji")
    make_sponsorship(company, make_msme())
    form = {**PARTNER, "name": company.name, "kind": "community", "change_reason": "x"}
    page = sign_in(officer).post(change(company), form)
    assert page.context["adminform"].form.errors["kind"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/msmes/msme/?district=x",
        "/admin/msmes/msme/?standing=x",
        "/admin/msmes/sponsorship/?starts_on__year=99999999999999999999",
        "/admin/partners/partner/?kind__exact=x",
    ],
)
def test_a_filter_that_makes_no_sense_leads_back_to_the_list(sign_in, officer, address):
    assert sign_in(officer).get(address).status_code in (200, 302)


@pytest.mark.parametrize("address", ["/admin/msmes/msme/?standing=%00", "/figures/programme/?on=%00"])
def test_a_nul_in_the_address_is_a_400_in_words(sign_in, officer, address):
    page = sign_in(officer).get(address)
    assert page.status_code == 400 and "tidak dapat dibaca" in page.text


def test_a_choice_that_is_no_number_is_a_sentence(sign_in, officer):
    page = sign_in(officer).post("/admin/msmes/msme/", {"action": "enrol", "_selected_action": "zz"}, follow=True)
    assert page.status_code == 200 and "tidak dapat disaring" in page.text


def test_the_history_of_what_was_deleted_can_still_be_read(sign_in, administrator):
    msme = make_msme(enrolled=date(2019, 1, 1), village="Timbau")
    address = msme.addresses.get()
    client = sign_in(administrator)
    client.post(change(address).replace("change", "delete"), {"post": "yes", "change_reason": "salah desa"})
    page = client.get(change(address).replace("change", "history"))
    assert page.status_code == 200 and "salah desa" in page.text


# --- deleting and unknown things


def test_an_officer_deletes_nothing_and_an_administrator_says_why(sign_in, officer, administrator):
    one = make_partner("Perusahaan Baru")
    address = change(one).replace("change", "delete")
    assert sign_in(officer).get(address).status_code == 404
    client = sign_in(administrator)
    client.post(address, {"post": "yes"})
    assert Partner.objects.filter(pk=one.pk).exists()
    client.post(address, {"post": "yes", "change_reason": "tercatat dua kali"})
    assert not Partner.objects.filter(pk=one.pk).exists()
    gone = Partner.history.filter(id=one.pk).first()
    assert (gone.history_type, gone.history_user, gone.history_change_reason) == ("-", administrator, "tercatat dua kali")


def test_what_others_rest_on_cannot_be_deleted(sign_in, administrator):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    make_sponsorship(company, msme)
    sign_in(administrator).post(change(company).replace("change", "delete"), {"post": "yes", "change_reason": "x"})
    assert Partner.objects.filter(pk=company.pk).exists()


def test_an_msme_that_others_rest_on_says_what_to_do_instead_of_deleting(sign_in, administrator):
    msme = make_msme("Usaha & Anak")
    make_sponsorship(make_partner("Perusahaan Uji"), msme)
    page = sign_in(administrator).get(change(msme).replace("change", "delete"))
    assert 'href="/admin/msmes/msme/?q=Usaha%20%26%20Anak"' in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/admin/msmes/msme/999999/change/",
        "/admin/msmes/msme/abc/change/",
        "/admin/msmes/msme/abc/history/",
        "/admin/idaman/region/999999/change/",
        "/admin/nothing/",
    ],
)
def test_an_unknown_record_is_a_404(sign_in, officer, address):
    assert sign_in(officer).get("/admin/" + address).status_code == 404


def test_lists_start_with_what_is_in_force(sign_in, officer):
    company, msme = make_partner("Perusahaan Uji"), make_msme()
    make_sponsorship(company, msme, on=date(2019, 1, 1), last_day=date(2019, 12, 31))
    client = sign_in(officer)
    assert client.get("/admin/msmes/sponsorship/").context["cl"].result_count == 0
    assert client.get("/admin/msmes/sponsorship/?when=ended").context["cl"].result_count == 1
    assert Msme.objects.count() == 1
