"""Any list leaves as a file: what its page shows, for who may see it, in the columns in which it comes back."""

import csv
import io
from datetime import date

import pytest

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import BEGIN, make_msme, make_sponsorship
from msmes.consents.models import Consent
from msmes.consents.texts import Purpose
from msmes.exported import exported
from msmes.models import Msme
from partners.models import Membership
from reports.exports import views
from reports.exports.actions import make_export
from reports.exports.models import Export

NIK = "6402014507800001"


@pytest.fixture
def two(company):
    """Two enrolled MSMEs in two districts, the first sponsored by the company."""
    words = {
        "owner_name": "Siti",
        "owner_nik": NIK,
        "phone": "+6281200000001",
        "owner_birth_year": 1980,
        "enrolled": date(2019, 3, 1),
    }
    first = make_msme("Usaha Satu", village="Melayu", nib="9120000000001", **words)
    make_sponsorship(company, first, on=date(2019, 3, 10))
    make_msme("Usaha Dua", village="Loa Kulu Kota", **words)
    return first


def table(response, delimiter=";") -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_the_list_leaves_as_it_is_filtered(two, officer, sign_in):
    client = sign_in(officer)
    page = client.get("/msmes/?q=Satu")
    assert "/lists/msmes.xlsx?q=Satu" in page.text and "/lists/msmes.csv?q=Satu" in page.text
    rows = table(client.get("/lists/msmes.csv?q=Satu"))
    assert [(row["Nama usaha"], row["NIB"], row["NIK"]) for row in rows] == [("Usaha Satu", "'9120000000001", "64••••••••••••01")]
    assert client.get("/lists/msmes.xlsx").content[:2] == b"PK"
    assert client.get("/lists/msmes.pdf").status_code == 400
    assert client.get("/lists/nothing.csv").status_code == 404


def test_a_reader_of_english_gets_commas_and_english_headings(two, officer, sign_in):
    client = sign_in(officer)
    client.cookies["django_language"] = "en"
    rows = table(client.get("/lists/msmes.csv"), ",")
    assert {row["Name of the business"] for row in rows} == {"Usaha Satu", "Usaha Dua"}


def test_a_company_gets_its_own_and_the_owner_with_consent_only(two, company_manager, leadership, sign_in):
    def only():
        (row,) = table(sign_in(company_manager).get("/lists/msmes.csv"))
        return row["Nama usaha"], row["Pemilik"], row["Telepon"], row["NIK"]

    assert only() == ("Usaha Satu", "", "", "")
    words = {"purpose": Purpose.COMPANY, "version": 1, "how": Consent.How.SIGNED, "starts_on": BEGIN}
    keep(Consent(msme=two, **words), by=None)
    assert only() == ("Usaha Satu", "Siti", "'+6281200000001", "")
    assert {row["Pemilik"] for row in table(sign_in(leadership).get("/lists/msmes.csv"))} == {""}


def test_a_list_of_the_admin_leaves_as_it_shows(two, officer, leadership, sign_in):
    client = sign_in(officer)
    page = client.get("/admin/msmes/msme/?q=Dua")
    assert "/lists/records-msmes.xlsx?q=Dua" in page.text
    assert [row["Nama usaha"] for row in table(client.get("/lists/records-msmes.csv?q=Dua"))] == ["Usaha Dua"]
    assert client.get("/lists/records-msmes.csv?nonsense=1").status_code == 404
    assert sign_in(leadership).get("/lists/records-msmes.csv").status_code == 404


def test_a_long_list_is_made_by_the_worker(two, officer, sign_in, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    client = sign_in(officer)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get("/lists/records-msmes.xlsx?standing=all")
    export = Export.objects.get()
    assert export.state == "ready" and export.rows == 2
    assert "/admin/msmes/msme/?standing=all" in client.get(page.url).text
    file = client.get(f"{page.url}file.xlsx")
    assert f"records-msmes-{clock.today()}.xlsx" in file.headers["Content-Disposition"]
    assert b"".join(file.streaming_content)[:2] == b"PK"
    membership = Membership.objects.get(user=officer)
    membership.ends_on = clock.today()
    keep(membership, by=None, why="pindah tugas")
    assert client.get(f"{page.url}file.xlsx").status_code == 404
    make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"


def test_the_statements_do_not_grow_with_the_rows(two, officer, django_assert_max_num_queries):
    for number in range(30):
        make_msme(f"Usaha {number}", village="Timbau", enrolled=date(2019, 3, 1))
    with django_assert_max_num_queries(12):
        assert len(list(exported(officer, clock.today(), Msme.objects.current()))) == 33
