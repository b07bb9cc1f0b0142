"""The marked file: faults in colour and in words; mended in Excel and given back, its rows are what they were."""

from io import BytesIO
from zipfile import ZipFile

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from idaman.testing.cast import make_msme, put_down
from msmes.models import Msme
from partners.importing.decided import Decided
from partners.importing.models import Import, Outcome
from partners.importing.tests.files import checked, csv_file, good_rows, written
from partners.importing.tests.test_pages import NEAR, near_file, page

pytestmark = pytest.mark.engine_free


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def marked(client, imported: Import) -> bytes:
    answer = client.get(page(imported, "marked.xlsx"))
    assert answer.headers["Content-Disposition"].endswith('to mend.xlsx"')
    return put_down_content(answer)


def put_down_content(answer) -> bytes:
    content = answer.getvalue()
    put_down(answer)
    return content


def rows(content: bytes) -> list[list]:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def give_back(post, imported: Import, content: bytes) -> Import:
    file = SimpleUploadedFile("mended.xlsx", content)
    assert post(page(imported, "again/"), {"file": file}).status_code == 302
    return Import.objects.latest("pk")


def test_the_marked_file_says_in_each_row_what_to_mend(post, client, officer):
    content = marked(client, checked(officer))
    found = rows(content)
    assert found[2][-1] == "What to mend" and found[1][1] == "NAMA PERUSAHAAN"
    assert found[4][-1] == "District: There is no district “TENGARONG”."
    assert found[4][3] == "6402014507900001"  # stands whole, as text
    assert found[3][-1] == "" and "Excel has shortened this number" in found[6][-1]
    with ZipFile(BytesIO(content)) as book:
        assert b"FFFFD9B3" in book.read("xl/styles.xml")


def test_what_was_mended_on_the_page_stands_in_the_marked_file(post, client, officer):
    imported = checked(officer)
    post(page(imported, "rows/7/"), {"cell-phone": "0813 1111 2222"})
    assert rows(marked(client, imported))[6][7] == "0813 1111 2222"


def test_formulas_in_cells_stay_text(post, client, officer):
    listed = good_rows(2)
    listed[0][1], listed[1][6] = '=HYPERLINK("http://x.test")', "Tengarong"
    content = marked(client, checked(officer, csv_file(listed)))
    with ZipFile(BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_file_given_back_is_read_as_before(post, client, officer):
    imported = checked(officer)
    post(page(imported, "settle/"), {"outside": "text"})
    imported = Import.objects.get()
    again = give_back(post, imported, marked(client, imported))
    assert again.mapping == imported.mapping and Decided.read(again.decided).outside == "text"
    assert again.state == Import.State.CHECKED and again.told["counts"] == Import.objects.get(pk=imported.pk).told["counts"]


def test_rows_already_written_are_known_when_the_file_comes_back(post, client, officer):
    imported = checked(officer)
    post(page(imported, "write/"), {"only_good": "1"})
    again = give_back(post, imported, marked(client, imported))
    counts = again.told["counts"]
    assert counts == {"unchanged": 1, "refused": 6, "duplicate": 1}
    assert Msme.objects.count() == 1


def test_a_decision_about_a_row_holds_only_for_the_row_as_it_was(post, client, officer):
    known = make_msme("Keripik Pisang Berkah", village="Timbau", owner_name="Siti")
    imported = checked(officer, near_file("Warung Lain/Ani", "Keripik Pisang Berkat/Tuti"))
    post(page(imported, "same/"), {"cause": "near-name", "same-4": known.public_id})
    assert imported.ledger.get(number=4).record == known.pk
    same = give_back(post, imported, near_file("Warung Baru/Ani", "Keripik Pisang Berkat/Tuti"))
    assert same.ledger.get(number=4).record == known.pk
    other = give_back(post, imported, near_file("Warung Lain/Ani", "Keripik Pisang Berkas/Wati"))
    assert other.ledger.get(number=4).outcome == Outcome.REFUSED


def test_a_file_with_other_headings_is_asked_about(post, client, officer):
    imported = checked(officer, near_file("Warung Lain/Ani"))
    content = csv_file([["Warung Baru", "0811 1111 2222"]], [["Nama UMKM", "No HP"]])
    answer = post(page(imported, "again/"), {"file": SimpleUploadedFile("lain.csv", content)})
    made = Import.objects.latest("pk")
    assert answer.url == page(made, "columns/") and made.state == Import.State.RECEIVED
    assert NEAR[0][0] not in made.headings


def test_an_unreadable_file_given_back_is_refused_in_words(post, officer):
    imported = checked(officer)
    answer = post(page(imported, "again/"), {"file": SimpleUploadedFile("x.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64))})
    assert answer.status_code == 400 and Import.objects.count() == 1


def test_a_written_file_without_faults_is_marked_nowhere(client, officer):
    imported = written(checked(officer, csv_file(good_rows(1))))
    client.force_login(officer)
    assert "marked.xlsx" not in client.get(page(imported)).text
