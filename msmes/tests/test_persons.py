"""What an owner, or somebody with an account, may ask of what is held on them."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from idaman import clock
from idaman.history import keep
from idaman.personal import held_on
from idaman.testing.cast import make_msme, make_product, make_sponsorship
from idaman.testing.pictures import picture
from idaman.uploads.actions import store
from msmes.consents.models import Consent
from msmes.merging.actions import merge
from msmes.models import Baseline, Disclosure
from msmes.registering.actions import begin, keep_typed

NIK = "6402014507900001"
DAY = date(2020, 1, 1)


@pytest.fixture
def msme(company, officer):
    """A business whose telephone was another one before, with all that hangs on it."""
    one = make_msme("Keripik Uji", enrolled=DAY, village="Timbau", owner_nik=NIK, owner_name="Bu Pemilik", phone="+6281111111111")
    make_sponsorship(company, one, on=DAY)
    make_product(one)
    keep(Consent(msme=one, purpose="company", version=1, how="signed", starts_on=DAY), by=officer)
    keep(Baseline(msme=one, measured_on=DAY, monthly_turnover=7_654_321), by=officer)
    one.phone = "+6282222222222"
    keep(one, by=officer, why="nomor baru")
    return one


def values(*records) -> str:
    return "\n".join(f"{held.record}|{held.field}|{held.value}|{held.at or ''}" for held in held_on(*records))


def test_all_that_is_held_comes_with_what_stood_there_before(msme, officer):
    told = values(msme)
    for words in (NIK, "Bu Pemilik", "+6282222222222", "+6281111111111|20", "nomor baru", "7654321", "Timbau", "Perusahaan Uji"):
        assert words in told, words
    assert "owner_nik_hash" not in told and "gAAAA" not in told


def test_drafts_and_ledgers_are_opened(msme, company, company_manager, officer):
    draft = begin(company=company, by=company_manager, at=clock.now())
    typed = {"owner_nik": ["640201-4507900001"], "street": ["Jalan Konsep 9"]}
    keep_typed(registration=draft, step="owner", typed=typed, opened_at=0, page="x", at=clock.now())
    twin = make_msme("Keripik Kembar", npwp=NIK, owner_name="Bu Kembar")
    merge(kept=msme, gone=twin, at=clock.now(), by=officer, why="kembar")
    told = values(*msme.of_same_owner)
    assert "Jalan Konsep 9" in told and "Bu Kembar" in told and told.count("kembar") > 1


def test_a_page_shows_it_for_a_reason_and_that_is_on_record(client, officer, msme):
    client.force_login(officer)
    address = f"/msmes/{msme.public_id}/personal/"
    assert address in client.get(f"/msmes/{msme.public_id}/").text
    assert NIK not in client.get(address).text and NIK not in client.post(address, {"why": ""}).text
    assert not Disclosure.objects.exists()
    page = client.post(address, {"why": "Permintaan pemilik"})
    assert NIK in page.text and "no-store" in page.headers["Cache-Control"]
    assert [(one.what, one.by, one.why) for one in Disclosure.objects.all()] == [("all", officer, "Permintaan pemilik")]


def test_the_file_opens_in_a_spreadsheet_without_formulas(client, officer, msme):
    msme.owner_name = "=HYPERLINK(1)"
    keep(msme, by=officer)
    client.force_login(officer)
    file = client.post(f"/msmes/{msme.public_id}/personal/", {"why": "x", "download": "csv"})
    text = b"".join(file.streaming_content).decode()
    assert file.headers["Content-Disposition"].endswith('.csv"') and NIK not in file.headers["Content-Disposition"]
    assert text.startswith("\ufeff") and "'=HYPERLINK" in text and ",=HYPERLINK" not in text and NIK in text
    assert Disclosure.objects.get().what == "all"


def test_an_owner_is_found_by_nik_without_it_standing_in_an_address(client, officer, msme):
    other = make_msme("Usaha Kedua", npwp=NIK)
    make_msme("Usaha Orang Lain", owner_nik="6402014101800001")
    client.force_login(officer)
    assert "Keripik Uji" not in client.get("/msmes/by-nik/", {"nik": NIK}).text
    page = client.post("/msmes/by-nik/", {"nik": "640201 450790 0001"})
    assert msme.get_absolute_url() in page.text and other.get_absolute_url() in page.text
    assert "Usaha Orang Lain" not in page.text and NIK not in page.text
    assert "notice" in client.post("/msmes/by-nik/", {"nik": "6402014507900002"}).text
    assert client.post("/msmes/by-nik/", {"nik": ""}).status_code == 200


@pytest.mark.parametrize("typed", ["abc", "640201"])
def test_what_is_no_nik_is_said_to_be_none_while_a_number_kept_as_printed_is_found(client, officer, typed):
    client.force_login(officer)
    page = client.post("/msmes/by-nik/", {"nik": typed})
    assert page.context["form"].errors["nik"] and "notice" not in page.text and page.context["found"] is None
    kept = make_msme("Usaha Lama", owner_nik=typed, is_as_printed=True)
    assert kept.get_absolute_url() in client.post("/msmes/by-nik/", {"nik": typed}).text


def test_msmes_without_a_nik_are_not_taken_for_one_owners(msme):
    first, second = make_msme("Tanpa NIK"), make_msme("Tanpa NIK Juga")
    assert list(first.of_same_owner) == [first] and second not in msme.of_same_owner


def test_an_account_holder_reads_account_memberships_and_files(client, administrator, company_manager):
    upload = SimpleUploadedFile("surat.png", picture())
    store(upload=upload, owner=company_manager, at=clock.now())
    told = values(company_manager)
    assert company_manager.email in told and "Perusahaan Uji" in told and "surat.png" in told
    assert company_manager.password not in told
    client.force_login(administrator)
    address = f"/admin/idaman/user/{company_manager.pk}/personal/"
    assert "surat.png" not in client.get(address).text
    assert "surat.png" in client.post(address, {"why": "Permintaan yang bersangkutan"}).text
    assert company_manager.history.latest("history_id").history_change_reason == "Permintaan yang bersangkutan"


def test_an_account_holder_is_handed_a_file_of_their_own_data_and_nobody_elses(client, administrator, company_manager, outsider):
    company_manager.name = "=HYPERLINK(1)"
    keep(company_manager, by=administrator)
    client.force_login(administrator)
    address = f"/admin/idaman/user/{company_manager.pk}/personal/"
    assert 'name="download"' in client.get(address).text
    assert client.post(address, {"why": "", "download": "csv"}).headers["Content-Type"].startswith("text/html")
    page = client.post(address, {"why": "Permintaan yang bersangkutan", "download": "csv"})
    assert page.headers["Content-Disposition"].endswith(f'-{company_manager.pk}.csv"')
    assert "no-store" in page.headers["Cache-Control"]
    lines = list(csv.reader(io.StringIO(page.getvalue().decode("utf-8-sig")), delimiter=";"))
    told = values(company_manager)
    assert len(lines) - 1 == len(held_on(company_manager)) and company_manager.email in told
    assert any(line[2] == "'=HYPERLINK(1)" for line in lines) and not any(line[2] == "=HYPERLINK(1)" for line in lines)
    assert not any(outsider.email in cell or "Perusahaan Lain" in cell for line in lines for cell in line)
    assert company_manager.history.latest("history_id").history_change_reason == "Permintaan yang bersangkutan"


def test_everybody_reads_and_takes_away_what_is_held_on_them_and_on_nobody_else(client, company_manager, outsider, nobody):
    store(upload=SimpleUploadedFile("surat.png", picture()), owner=company_manager, at=clock.now())
    for person, other in ((company_manager, outsider), (outsider, company_manager), (nobody, outsider)):
        client.force_login(person)
        assert "/accounts/personal/" in client.get("/").text
        page, file = client.get("/accounts/personal/"), client.get("/accounts/personal/file.csv")
        text = b"".join(file.streaming_content).decode()
        assert "no-store" in page.headers["Cache-Control"] and "no-store" in file.headers["Cache-Control"]
        for told in (page.text, text):
            assert person.email in told and other.email not in told and person.password not in told
            assert ("surat.png" in told) == (person == company_manager)
