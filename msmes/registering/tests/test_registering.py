"""A company registers an MSME: typed, kept, sent, decided; and what it may not do."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from idaman import clock
from idaman.models import Region
from idaman.testing.cast import make_msme, make_sponsorship, put_down
from idaman.testing.pages import as_sent
from idaman.testing.pictures import picture
from msmes.models import Disclosure, Msme, Sponsorship
from msmes.registering import actions
from msmes.registering.models import Registration
from reports.indicators import REGISTRY

State = Registration.State
NIK = "6402014507900001"


def typed(**other) -> dict:
    """Everything the four steps ask."""
    village = Region.objects.villages().get(name="Timbau", kemendagri_code__startswith="64.02")
    business = {"name": "Keripik Bu Uji", "village": village.pk, "street": "Jalan Uji 3", "nib": "", "older_numbers": ""}
    owner = {"owner_name": "Bu Uji", "phone": "081234567890", "owner_nik": NIK, "owner_sex": "woman", "owner_birth_year": "1990"}
    support = {"aspects": ["market", "capital"], "monthly_turnover": "0", "jobs_unknown": "on"}
    return {**business, **owner, **support, "company": "on", "how": "signed", **other}


@pytest.fixture
def begun(company, company_manager):
    return actions.begin(company=company, by=company_manager, at=clock.now())


def fill_in(registration, **other) -> Registration:
    lists = {name: value if isinstance(value, list) else [str(value)] for name, value in typed(**other).items()}
    words = {"step": "business", "opened_at": registration.saves("business"), "page": "x"}
    return actions.keep_typed(registration=registration, typed=lists, at=clock.now(), **words)


@pytest.fixture
def submitted(begun, company_manager):
    return actions.submit(registration=fill_in(begun), by=company_manager, at=clock.now())


def assisted(day) -> int:
    return REGISTRY["assisted-msmes"].rows(day).count()


def test_until_accepted_it_counts_nowhere_and_after_from_its_day(submitted, officer):
    day = date(2026, 10, 1)
    assert Msme.objects.count() == 0 and assisted(day) == 0
    made = actions.accept(registration=submitted, by=officer, at=clock.now(), holds_from=day)
    assert (assisted(day), assisted(date(2026, 9, 30))) == (1, 0)
    msme = made.msme
    assert (msme.name, msme.owner_nik, msme.phone, msme.owner_birth_year) == ("Keripik Bu Uji", NIK, "+6281234567890", 1990)
    assert (msme.baseline.monthly_turnover, msme.baseline.jobs) == (0, None)
    assert {(one.purpose, one.version, one.how) for one in msme.consents.all()} == {("company", 1, "signed")}
    assert [str(name) for name in msme.sponsorships.get().aspects] and msme.addresses.get().street == "Jalan Uji 3"


def test_the_manager_walks_through_the_steps_and_the_officer_decides(client, company_manager, officer):
    client.force_login(company_manager)
    address = client.post("/registrations/new/", {"once": str(uuid.uuid4())}).url
    everything = typed()
    for _step in range(4):
        assert client.get(address).status_code == 200
        answer = client.post(address, {**everything, "saves": "0", "page": "p1"})
        assert answer.status_code == 302, answer.text
        address = answer.url
    registration, address = Registration.objects.get(), address.removesuffix("evidence/")
    page = client.get(address)
    assert "Keripik Bu Uji" in page.text and "Timbau" in page.text and NIK not in page.text and "64••" in page.text
    client.post(address + "submit/")
    client.force_login(officer)
    assert "Keripik Bu Uji" in client.get("/").text
    page = client.get(f"/submissions/{registration.public_id}/")
    assert "Keripik Bu Uji" in page.text and NIK not in page.text
    client.post(f"/submissions/{registration.public_id}/", {"decision": "accept", "holds_from": ""})
    assert Msme.objects.get().enrolments.get().starts_on == clock.today()


def test_an_incomplete_one_is_not_sent_and_says_what_is_missing(begun, company_manager):
    half = fill_in(begun, owner_name="", aspects=[])
    with pytest.raises(ValidationError, match=r"Pemilik, Dukungan"):
        actions.submit(registration=half, by=company_manager, at=clock.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"nib": "123"},
        {"owner_nik": "6402014507900000"},
        {"phone": "12"},
        {"jobs": "3"},
        {"jobs_unknown": ""},
        {"monthly_turnover": "-1"},
        {"company": ""},
        {"owner_birth_year": "2025"},
        {"name": "x" * 10_000},
        {"village": "999999"},
    ],
)
def test_what_is_wrong_is_said_at_its_step(begun, company_manager, wrong):
    with pytest.raises(ValidationError):
        actions.submit(registration=fill_in(begun, **wrong), by=company_manager, at=clock.now())


def test_what_is_typed_is_kept_as_it_is_typed(client, begun, company_manager):
    client.force_login(company_manager)
    address = f"/registrations/{begun.public_id}/step/business/"
    page = client.post(address + "keep/", {"name": "Kerip", "saves": "0", "page": "p1"})
    assert 'value="1"' in page.text
    assert client.post(address + "keep/", {"name": "Keripik <b>", "saves": "1", "page": "p1"}).status_code == 200
    assert "Keripik &lt;b&gt;" in client.get(address).text
    assert "Keripik" in client.get("/").text  # and waits on the home page


def test_a_second_tab_overwrites_nothing_silently(client, begun, company_manager):
    client.force_login(company_manager)
    address = f"/registrations/{begun.public_id}/step/business/"
    client.post(address + "keep/", {"name": "Dari tab satu", "saves": "0", "page": "p1"})
    page = client.post(address, {"name": "Dari tab dua", "saves": "0", "page": "p2"})
    assert page.status_code == 409 and "Dari tab satu" in page.text and 'value="Dari tab dua"' in page.text
    begun.refresh_from_db()
    assert begun.typed["name"] == ["Dari tab satu"]
    client.post(address, {"name": "Dari tab dua", "saves": "1", "page": "p2"})
    begun.refresh_from_db()
    assert begun.typed["name"] == ["Dari tab dua"]


def test_a_double_tap_begins_one_and_sends_one(client, submitted, company_manager):
    client.force_login(company_manager)
    once = str(uuid.uuid4())
    first, second = (client.post("/registrations/new/", {"once": once}) for _ in range(2))
    assert first.url == second.url
    assert client.post(f"/registrations/{submitted.public_id}/submit/").status_code == 302
    assert submitted.history.filter(state="submitted").count() == 1


def test_it_comes_back_with_a_reason_seen_where_the_form_was_left(client, submitted, officer, company_manager):
    client.force_login(officer)
    address = f"/submissions/{submitted.public_id}/"
    assert client.post(address, {"decision": "return"}).status_code == 400
    client.post(address, {"decision": "return", "why": "Telepon tidak aktif"})
    client.force_login(company_manager)
    assert "Telepon tidak aktif" in client.get("/").text
    page = client.get(f"/registrations/{submitted.public_id}/step/owner/")
    assert "Telepon tidak aktif" in page.text and "Bu Uji" in page.text and NIK not in page.text
    again = actions.submit(registration=Registration.objects.get(), by=company_manager, at=clock.now())
    assert (again.state, again.reason, again.decided_by) == ("submitted", "", None)


def test_the_second_officer_is_told_who_decided(client, submitted, officer, administrator):
    actions.accept(registration=submitted, by=officer, at=clock.now(), holds_from=date(2026, 10, 1))
    client.force_login(administrator)
    page = client.post(f"/submissions/{submitted.public_id}/", {"decision": "return", "why": "x"})
    assert page.status_code == 400 and "Officer" in page.text
    assert Sponsorship.objects.count() == 1
    decided = client.get("/submissions/").text.partition('id="decided"')[2]
    assert f"/submissions/{submitted.public_id}/" in decided and str(submitted) in decided and officer.name in decided


@pytest.mark.parametrize("by", ["nib", "name"])
def test_a_known_business_is_co_sponsored_not_doubled(client, begun, company, company_manager, officer, outsider, by):
    day = date(2020, 1, 1)
    known = make_msme("Keripik  BU Uji.", enrolled=day, village="Timbau", nib="9912345678901")
    make_sponsorship(outsider.memberships.get().partner, known, on=day)
    client.force_login(company_manager)
    asked = {"nib": {"nib": "9912345678901"}, "name": {"name": "keripik bu uji", "village": typed()["village"]}}[by]
    page = client.post(f"/registrations/{begun.public_id}/known/", asked)
    assert "Keripik  BU Uji." in page.text and "Perusahaan Lain" not in page.text
    assert Disclosure.objects.get().what == "known"
    client.post(f"/registrations/{begun.public_id}/cosponsor/", {"msme": known.public_id})
    fill_in(Registration.objects.get())
    made = actions.submit(registration=Registration.objects.get(), by=company_manager, at=clock.now())
    actions.accept(registration=made, by=officer, at=clock.now(), holds_from=date(2026, 10, 1))
    assert Msme.objects.count() == 1 and known.sponsorships.count() == 2
    assert assisted(date(2026, 10, 1)) == 1


def test_a_company_is_told_nothing_less_than_a_full_number_or_the_same_name_in_the_village(client, begun, company_manager):
    make_msme("Keripik Bu Uji", enrolled=date(2020, 1, 1), village="Timbau", nib="9912345678901", owner_nik=NIK)
    elsewhere = Region.objects.villages().exclude(name="Timbau").first().pk
    client.force_login(company_manager)
    for asked in (
        {"nib": "99123456789"},
        {"name": "Keripik Bu"},
        {"name": "Keripik Bu Uji", "village": elsewhere},
        {"owner_nik": NIK},
    ):
        assert "Keripik" not in client.post(f"/registrations/{begun.public_id}/known/", asked).text, asked


def test_the_form_is_no_oracle(client, begun, company_manager):
    client.force_login(company_manager)
    for number in range(41):
        page = client.post(f"/registrations/{begun.public_id}/known/", {"nib": f"99{number:011d}"})
    assert "Terlalu banyak" in page.text


def test_who_was_not_told_cant_ask_to_co_sponsor(client, begun, company_manager):
    known = make_msme("Rahasia", village="Timbau")
    client.force_login(company_manager)
    assert client.post(f"/registrations/{begun.public_id}/cosponsor/", {"msme": known.public_id}).status_code == 404


def test_the_officer_is_shown_near_names_and_same_numbers(client, submitted, officer):
    make_msme("Kripik Bu Uji", enrolled=date(2020, 1, 1), village="Timbau", owner_nik=NIK)
    client.force_login(officer)
    page = client.get(f"/submissions/{submitted.public_id}/")
    assert "Kripik Bu Uji" in page.text and "NIK" in page.text and "nama yang mirip" in page.text
    twin = Msme.objects.get()
    client.post(f"/submissions/{submitted.public_id}/", {"decision": "accept", "known": twin.pk})
    assert Msme.objects.count() == 1 and twin.sponsorships.count() == 1


def test_personal_numbers_are_nowhere_in_clear(submitted, officer):
    actions.accept(registration=submitted, by=officer, at=clock.now(), holds_from=date(2026, 10, 1))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert NIK not in str(cursor.fetchall()), table


@pytest.mark.parametrize("now", ["", *State])
@pytest.mark.parametrize("to", State)
def test_only_the_moves_of_the_table_are_possible(db, now, to):
    if to in actions.REGISTRATIONS.moves.get(now, set()):
        return actions.REGISTRATIONS.check("x", now, to)
    with pytest.raises(ValidationError):
        actions.REGISTRATIONS.check("x", now, to)


PNG = picture()


def test_papers_are_handed_in_and_seen_by_company_and_officer_only(client, begun, company_manager, officer, outsider):
    client.force_login(company_manager)
    address = f"/registrations/{begun.public_id}/evidence/"
    lie = SimpleUploadedFile("surat.pdf", PNG)
    page = client.post(address, {"file": lie})
    assert page.status_code == 400 and "PNG" in page.text and begun.evidence.count() == 0
    once = str(uuid.uuid4())
    for _tap in range(2):
        assert client.post(address, {"file": SimpleUploadedFile("surat.png", PNG), "once": once}).status_code == 302
    one = begun.evidence.get()
    file = f"/files/{one.file.public_id}/"
    fill_in(Registration.objects.get())
    assert put_down(client.get(file)).status_code == 200
    client.force_login(officer)
    assert client.get(file).status_code == 404  # a draft is the company's own
    actions.submit(registration=begun, by=company_manager, at=clock.now())
    assert put_down(client.get(file)).status_code == 200
    client.force_login(outsider)
    assert client.get(file).status_code == 404
    client.force_login(company_manager)
    client.post(f"{address}{one.pk}/remove/")
    assert begun.evidence.count() == 1  # sent: its files stay


def test_what_a_leaver_began_passes_to_the_successor(begun, company, company_manager, company_viewer):
    from partners.people.actions import leave

    told = leave(
        membership=company_manager.memberships.get(), on=date(2026, 11, 1), by=None, why="pindah", successor=company_viewer
    )
    begun.refresh_from_db()
    assert begun.begun_by == company_viewer and any("1" in sentence for sentence in told)


def test_what_a_page_kept_by_itself_arrives_late_and_is_not_a_colleagues(begun, company_manager):
    def kept(name, opened_at, page, **more):
        words = {"step": "business", "opened_at": opened_at, "page": page, "at": clock.now()}
        return actions.keep_typed(registration=begun, typed={"name": [name]}, **words, **more)

    kept("Keripik", 0, "first")
    sent = kept("Keripik Uji", 1, "first", closes=True)
    with pytest.raises(actions.ElsewhereError):
        kept("Keripik Uj", 1, "first")
    assert kept("Keripik Uji", 1, "first", closes=True).saves("business") == 3  # a second tap on the button
    begun.refresh_from_db()
    assert begun.typed["name"] == ["Keripik Uji"]
    assert kept("Keripik Baru", 3, "second").typed["name"] == ["Keripik Baru"] and sent


def test_a_consent_is_dated_when_it_was_given(submitted, officer):
    made = actions.accept(registration=submitted, by=officer, at=clock.now(), holds_from=date(2019, 3, 31))
    assert made.msme.consents.get().starts_on == clock.local(submitted.submitted_at).date()


def test_the_day_a_company_proposes_is_the_officers_to_take(client, begun, company_manager, officer):
    filled = fill_in(begun, supported_from="2026-10-01", monthly_turnover="2500000")
    sent = actions.submit(registration=filled, by=company_manager, at=clock.now())
    client.force_login(officer)
    address = f"/submissions/{sent.public_id}/"
    page = client.get(address)
    assert page.context["form"]["holds_from"].value() == date(2026, 10, 1) and 'value="2026-10-01"' in page.text
    assert "Rp\u00a02.500.000" in page.text and "1 Okt 2026" in page.text and "<dd>2500000" not in page.text
    page = client.post(address, {**as_sent(page), "decision": "accept"}, follow=True)
    msme = Msme.objects.get()
    assert "1 Okt 2026" in page.text and msme.get_absolute_url() in page.text
    page = client.get(address)
    assert "1 Okt 2026 (TMT)" in page.text and msme.get_absolute_url() in page.text


def test_activity_codes_are_checked_and_become_the_msmes(begun, company_manager, officer):
    fill_in(begun, activities="10710, 99999")
    with pytest.raises(ValidationError):
        actions.submit(registration=begun, by=company_manager, at=clock.now())
    begun = fill_in(begun, activities="10710 utama, 10772/2025")
    submitted = actions.submit(registration=begun, by=company_manager, at=clock.now())
    msme = actions.accept(registration=submitted, by=officer, at=clock.now(), holds_from=date(2026, 10, 1)).msme
    assert [(one.kbli.code, one.kbli.edition, one.is_main) for one in msme.activities.all()] == [
        ("10710", 2020, True),
        ("10772", 2025, False),
    ]
