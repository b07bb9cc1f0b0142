"""The pages of an import: what each state shows, and what each act does."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import make_msme
from msmes.models import Address, Msme
from partners.importing.decided import Decided
from partners.importing.models import Import, Outcome
from partners.importing.tests import files
from partners.importing.tests.files import checked, csv_file, good_rows, upload, written

pytestmark = pytest.mark.engine_free

State = Import.State


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def page(imported: Import, more: str = "") -> str:
    return f"/imports/{imported.public_id}/{more}"


def decided(imported: Import) -> Decided:
    return Decided.read(Import.objects.get(pk=imported.pk).decided)


def causes(imported: Import) -> dict:
    return {(one["column"], one["cause"]): one["count"] for one in Import.objects.get(pk=imported.pk).told["causes"]}


def test_the_first_page_says_what_to_do(client, officer, company_manager):
    client.force_login(officer)
    text = client.get("/imports/").text
    assert "MSMEs" in text and "None yet. Choose above what is in your file" in text


def test_a_file_handed_over_leads_to_its_columns(post):
    answer = post("/imports/", {"code": "msmes", "file": upload()})
    imported = Import.objects.get()
    assert answer.url == page(imported, "columns/") and imported.state == State.RECEIVED


@pytest.mark.parametrize("content, word", [(b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"), (b"", "empty")])
def test_what_is_no_list_is_refused_in_words_and_not_kept(post, content, word):
    answer = post("/imports/", {"code": "msmes", "file": upload(content, "daftar.xlsx")})
    assert answer.status_code == 400 and word in answer.text
    assert not Import.objects.exists()


def test_a_file_past_the_limit_is_refused_in_words(post, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = post("/imports/", {"code": "msmes", "file": upload(csv_file() + b" " * 1024 * 1024)})
    assert answer.status_code == 400 and "larger than 1 MB" in answer.text
    assert not Import.objects.exists()


def test_a_kind_that_one_may_not_import_is_no_choice(post):
    answer = post("/imports/", {"code": "memberships-of-somebody", "file": upload()})
    assert answer.status_code == 400 and not Import.objects.exists()


def test_the_same_file_twice_is_told_and_can_go_on(post, client, officer):
    first = written(checked(officer, csv_file(good_rows(2))))
    post("/imports/", {"code": "msmes", "file": upload(csv_file(good_rows(2)))})
    text = client.get(page(Import.objects.latest("pk"), "columns/")).text
    assert "The very same file was handed over" in text and page(first) in text


def columns(client, imported: Import) -> dict:
    """What the columns page would send, untouched."""
    form = client.get(page(imported, "columns/")).context["form"]
    fields = [one for row in form.rows() for one in [row["field"], *row["questions"]]] + form.wholes()
    return {field.html_name: field.value() or "" for field in fields}


def fresh(post) -> Import:
    post("/imports/", {"code": "msmes", "file": upload()})
    return Import.objects.get()


def test_columns_are_proposed_with_examples_and_personal_numbers_masked(post, client):
    text = client.get(page(fresh(post), "columns/")).text
    assert "KERIPIK BERKAH · AMPLANG JAYA" in text
    assert "6402014507900001" not in text and "64••••••••••••01" in text


def test_what_nobody_can_know_is_asked_once_and_must_be_answered(post, client):
    imported = fresh(post)
    sent = columns(client, imported)
    assert sent["asked-8-unit"] == "" and sent["asked-9-order"] == "dmy"
    answer = post(page(imported, "columns/"), sent)
    assert answer.status_code == 400 and "known from the file. Please answer it." in answer.text
    answer = post(page(imported, "columns/"), {**sent, "asked-8-unit": "1000"})
    assert answer.url == page(imported)
    assert decided(imported).options == {"monthly_turnover": {"unit": "1000"}, "enrolled_on": {"order": "dmy"}}
    assert Import.objects.get().state == State.CHECKED


def test_two_columns_cannot_both_be_the_name_and_one_must_be(post, client):
    imported = fresh(post)
    sent = columns(client, imported) | {"asked-8-unit": "1000"}
    twice = post(page(imported, "columns/"), {**sent, "column-2": "name"})
    assert twice.status_code == 400 and "both be this" in twice.text
    none = post(page(imported, "columns/"), {**sent, "column-1": ""})
    assert none.status_code == 400 and "no row can be taken: Name of the business" in none.text
    assert Import.objects.get().state == State.RECEIVED


def test_a_value_for_every_row_is_read_like_a_cell(post, client):
    imported = fresh(post)
    sent = columns(client, imported) | {"asked-8-unit": "1000"}
    wrong = post(page(imported, "columns/"), {**sent, "whole-owner_birth_year": "dahulu"})
    assert wrong.status_code == 400
    post(page(imported, "columns/"), {**sent, "whole-owner_birth_year": "1980"})
    assert decided(imported).whole == {"owner_birth_year": "1980"}


def workbook(*sheets: list) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"Data {number}")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return file.getvalue()


def test_another_sheet_of_the_workbook_can_be_read(post, client):
    one = [["Nama Usaha", "Nama Pemilik"], ["Satu", "A"], ["Dua", "B"], ["Tiga", "C"]]
    two = [["Nama UMKM", "NIB"], ["Empat", ""], ["Lima", ""]]
    post("/imports/", {"code": "msmes", "file": upload(workbook(one, two), "buku.xlsx")})
    imported = Import.objects.get()
    assert imported.sheet == "Data 0"
    post(page(imported, "sheet/"), {"sheet": "Data 1"})
    assert Import.objects.get().headings == ["Nama UMKM", "NIB"]
    assert "Lima" in client.get(page(imported, "columns/")).text
    post(page(imported, "sheet/"), {"sheet": "Data 7"})
    assert "has no sheet" in client.get(page(imported, "columns/")).text


def test_a_checked_file_tells_its_counts_and_causes_each_with_its_act(post, client, officer):
    imported = checked(officer)
    text = client.get(page(imported)).text
    assert "Of 8 rows: 1 new, 0 known already, 1 twins of another row, 6 to mend." in text
    assert causes(imported) == {
        ("district", "district-unknown"): 2,
        ("phone", "scientific"): 1,
        ("name", "missing"): 1,
        ("owner_nik", "nik-digits"): 1,
        ("district", "outside"): 1,
    }
    assert "2 spellings: choose what each means" in text and "Write only the good rows (1), leave out 6" in text
    assert "81347532513" in text and "+6281347532513" in text  # what is written otherwise
    assert "DATA IKM TAHUN 2019" not in text and "JUMLAH · 8,250" in text


def test_spellings_are_chosen_and_hold_for_every_row(post, officer):
    imported = checked(officer)
    sent = {"column": "district", "spelling-0": "TENGARONG", "meaning-0": "Tenggarong"}
    post(page(imported, "choose/"), {**sent, "spelling-1": "Tengarong", "meaning-1": "", "typed-1": "Tenggarong"})
    assert ("district", "district-unknown") not in causes(imported)
    assert decided(imported).said == {"district": {"TENGARONG": "Tenggarong", "Tengarong": "Tenggarong"}}


def test_nothing_chosen_is_told_and_changes_nothing(post, client, officer):
    imported = checked(officer)
    answer = post(page(imported, "choose/"), {"column": "district", "spelling-0": "TENGARONG", "meaning-0": ""})
    assert "Nothing was chosen yet" in client.get(answer.url).text
    assert decided(imported).said == {} and Import.objects.get().turn == imported.turn


def test_rows_from_outside_are_one_choice(post, officer):
    imported = checked(officer)
    post(page(imported, "settle/"), {"outside": "text"})
    assert ("district", "outside") not in causes(imported)
    assert post(page(imported, "settle/"), {"outside": "whatever"}).status_code == 404


def test_cells_of_a_cause_are_left_empty(post, officer):
    imported = checked(officer)
    post(page(imported, "drop/"), {"cause": "phone:scientific"})
    assert ("phone", "scientific") not in causes(imported)
    assert post(page(imported, "drop/"), {"cause": "colour:red"}).status_code == 404


def test_a_row_is_mended_in_place_and_counts_from_the_next_check(post, client, officer):
    imported = checked(officer)
    refused = page(imported, "rows/?outcome=refused")
    text = client.get(refused).text
    assert 'value="8,13E+10"' in text and "640201" not in text.replace("6402014507900001", "")
    post(page(imported, "rows/7/"), {"cell-phone": "0813 1111 2222", "cell-name": "BATIK KUTAI"})
    post(page(imported, "rows/10/"), {"cell-owner_nik": ""})
    assert decided(imported).mended == {"7": {"phone": "0813 1111 2222"}}
    assert "Mended; it counts from the next check." in client.get(refused).text
    post(page(imported, "check/"))
    assert ("phone", "scientific") not in causes(imported) and ("owner_nik", "nik-digits") in causes(imported)


def test_a_causes_link_opens_its_own_rows_and_a_mended_row_leads_back_to_them(post, client, officer):
    imported = checked(officer)
    address = page(imported, "rows/?outcome=refused&cause=district%3Adistrict-unknown")
    assert address.replace("&", "&amp;") in client.get(page(imported)).text
    shown = client.get(address)
    assert [line["row"].number for line in shown.context["lines"]] == [5, 6]
    assert "2 rows to mend have this one fault" in shown.text
    answer = post(page(imported, "rows/5/"), {"cell-district": "Tenggarong", "of": "district:district-unknown", "page": "1"})
    assert "cause=district%3Adistrict-unknown" in answer.url and answer.url.endswith("#row-5")


NEAR = [["Nama Usaha", "Nama Pemilik", "Desa", "Kecamatan"]]


def near_file(*names: str) -> bytes:
    return csv_file([[name, owner, "Timbau", "Tenggarong"] for name, owner in (one.split("/") for one in names)], NEAR)


def test_near_names_are_decided_row_by_row(post, client, officer):
    known = make_msme("Keripik Pisang Berkah", village="Timbau", owner_name="Siti")
    make_msme("Amplang Kuku Macan", village="Timbau", owner_name="Rudi")
    imported = checked(
        officer, near_file("Keripik Pisang Berkat/Tuti", "Amplang Kuku Macam/Ina", "Warung Mawar Jaya/A", "Warung Mawar Jaja/")
    )
    assert causes(imported) == {("name", "near-name"): 2, ("name", "near-row"): 1}
    assert "is recorded in the same village" in client.get(page(imported)).text
    sent = {"cause": "near-name", "same-3": known.public_id, "same-4": "new"}
    post(page(imported, "same/"), sent)
    post(page(imported, "same/"), {"cause": "near-row", "same-6": "twin"})
    outcomes = dict(imported.ledger.values_list("number", "outcome"))
    assert outcomes == {3: "unchanged", 4: "created", 5: "created", 6: "duplicate"}


def test_nobody_can_be_named_the_same_who_was_not_proposed(post, officer):
    make_msme("Keripik Pisang Berkah", village="Timbau", owner_name="Siti")
    other = make_msme("Lain Sekali")
    imported = checked(officer, near_file("Keripik Pisang Berkat/Tuti"))
    post(page(imported, "same/"), {"cause": "near-name", "same-3": other.public_id})
    assert decided(imported).same == {}
    post(page(imported, "same/"), {"cause": "near-name", "all": "new"})
    assert decided(imported).same == {"3": "new"}


def test_known_records_are_filled_taken_or_left_as_chosen(post, officer):
    msme = make_msme("USAHA 0001", village="Timbau", owner_name="PEMILIK 0001", phone="+6281111111111")
    rows = [[*row[:7], "0812 2222 3333", "", ""] for row in good_rows(1)]
    imported = checked(officer, csv_file(rows))
    assert imported.ledger.get().outcome == Outcome.UNCHANGED
    post(page(imported, "settle/"), {"known": "take"})
    assert imported.ledger.get().outcome == Outcome.UPDATED
    post(page(imported, "write/"))
    msme.refresh_from_db()
    assert msme.phone == "+6281222223333"


def test_all_rows_are_written_and_led_to(post, client, officer):
    imported = checked(officer, csv_file(good_rows(3)))
    assert "Write all rows (3)" in client.get(page(imported)).text
    answer = post(page(imported, "write/"))
    assert "3 made a record" in client.get(answer.url).text
    msme = Msme.objects.get(name="USAHA 0002")
    assert f"/msmes/{msme.public_id}/" in client.get(page(imported, "rows/?outcome=created")).text


def test_only_the_good_rows_are_written_and_the_rest_stays_in_the_ledger(post, client, officer):
    imported = checked(officer)
    answer = post(page(imported, "write/"), {"only_good": "1"})
    assert "6 left out" in client.get(answer.url).text
    assert Msme.objects.count() == 1 and imported.ledger.filter(outcome=Outcome.REFUSED).count() == 6


def test_all_rows_or_none_where_all_were_asked_for(post, client, officer):
    imported = checked(officer, csv_file(good_rows(3)))
    make_msme("USAHA 0002", village="Timbau", owner_name="ORANG LAIN")
    answer = post(page(imported, "write/"))
    text = client.get(answer.url).text
    assert "some of its rows must be mended now" in text and "Nothing of it was written" in text
    assert Msme.objects.count() == 1


def test_what_an_import_did_to_past_figures_is_shown(post, client, officer):
    imported = checked(officer, csv_file([[*row[:9], "12 Maret 2019"] for row in good_rows(1)]))
    Import.objects.filter(pk=imported.pk).update(state=State.WRITTEN, written_at=clock.now())
    Import.objects.filter(pk=imported.pk).update(told={**imported.told, "moved": {"2019-12-31": {"UMKM binaan": [95, 96]}}})
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get(page(imported)).text).split())
    assert "UMKM binaan 95 96" in text


def test_a_job_at_work_shows_how_far_it_is_and_then_the_page_anew(post, client, officer):
    imported = checked(officer)
    Import.objects.update(state=State.CHECKING, rows_done=4, rows=8, alive_at=clock.now())
    assert "4 of 8 rows." in client.get(page(imported)).text
    assert "HX-Refresh" not in client.get(page(imported), headers={"hx-request": "true"}).headers
    assert "being worked on at the moment" in client.get(post(page(imported, "drop/"), {"cause": "phone:scientific"}).url).text
    Import.objects.update(state=State.CHECKED)
    assert client.get(page(imported), headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"


def test_a_silent_job_is_told_and_begun_again(post, client, officer):
    imported = checked(officer)
    Import.objects.update(state=State.CHECKING, alive_at=clock.now() - timedelta(minutes=2))
    assert "gave no sign for a minute" in client.get(page(imported)).text
    post(page(imported, "check/"))
    assert Import.objects.get().state == State.CHECKED


def test_it_can_be_cancelled_and_begun_again(post, client, officer):
    imported = checked(officer)
    text = client.get(post(page(imported, "cancel/")).url).text
    assert "It was cancelled." in text and "all that was decided are kept" in text
    post(page(imported, "check/"))
    assert Import.objects.get().state == State.CHECKED


def test_a_colleague_takes_over_and_their_name_stands_in_what_is_written(client, officer, administrator, post):
    imported = checked(officer, csv_file(good_rows(1)))
    client.force_login(administrator)
    assert "Take it over" in client.get(page(imported)).text
    assert post(page(imported, "write/")).status_code == 404
    post(page(imported, "take-over/"))
    post(page(imported, "write/"))
    assert Msme.objects.get().history.get().history_user == administrator


def test_anothers_import_is_a_404(post, client, office_reader):
    imported = checked(office_reader)
    for more in ("", "rows/", "columns/", "marked.xlsx", "again/", "undo/"):
        assert client.get(page(imported, more)).status_code == 404
    for more in ("write/", "take-over/", "drop/", "cancel/"):
        assert post(page(imported, more)).status_code == 404


@pytest.mark.parametrize("count", [3, 60])
def test_the_ledger_costs_the_same_whatever_its_length(client, officer, count, django_assert_max_num_queries):
    imported = written(checked(officer, csv_file(good_rows(count))))
    client.force_login(officer)
    with django_assert_max_num_queries(14):
        text = client.get(page(imported, "rows/")).text
    assert text.count('id="row-') == min(count, 50)


def test_undoing_shows_what_goes_and_what_stays_and_asks_why(post, client, officer, administrator):
    imported = written(checked(officer, csv_file(good_rows(3))))
    touched = Msme.objects.get(name="USAHA 0002")
    touched.phone = "+6281200000000"
    keep(touched, by=administrator)
    text = client.get(page(imported, "undo/")).text
    assert "2 are taken away" in text and "USAHA 0002" in text and administrator.name in text
    assert post(page(imported, "undo/"), {"why": ""}).status_code == 400
    answer = post(page(imported, "undo/"), {"why": "Berkas tahun lalu"})
    assert "Berkas tahun lalu" in client.get(answer.url).text
    assert list(Msme.objects.values_list("name", flat=True)) == ["USAHA 0002"]
    assert Address.objects.count() == 1
    assert client.get(page(imported, "undo/")).status_code == 302
    assert files.Import.objects.get().state == State.UNDONE


def test_decisions_are_shown_and_can_be_taken_back(post, client, officer):
    imported = checked(officer)
    post(page(imported, "settle/"), {"outside": "text"})
    post(page(imported, "drop/"), {"cause": "phone:scientific"})
    post(page(imported, "choose/"), {"column": "district", "spelling-0": "TENGARONG", "meaning-0": "-"})
    text = client.get(page(imported)).text
    assert "faulty cells are left empty" in text and "with the address as text" in text
    post(page(imported, "afresh/"))
    assert causes(imported) == {(one["column"], one["cause"]): one["count"] for one in imported.told["causes"]}


def test_effects_not_known_yet_are_not_told_as_none(client, officer):
    imported = written(checked(officer, csv_file(good_rows(1))))
    client.force_login(officer)
    assert "It moved none" in client.get(page(imported)).text
    Import.objects.update(told={name: told for name, told in imported.told.items() if name != "moved"})
    assert "still being worked out" in client.get(page(imported)).text
