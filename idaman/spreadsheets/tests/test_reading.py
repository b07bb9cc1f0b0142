"""What stands in a spreadsheet arrives as plain values, under the numbers that Excel shows."""

import datetime
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import xlsxwriter

from idaman.spreadsheets import child, reading
from idaman.spreadsheets.reading import Unreadable, best_sheet, opened, rows
from idaman.spreadsheets.tests.books import FILES, all_rows, book, cells_of, known, text

pytestmark = pytest.mark.engine_free

LIST = [["NAMA USAHA", "NIB", "KECAMATAN"], ["Keripik Mawar", "9120000000017", "Tenggarong"]]


def test_cells_arrive_as_plain_values(tmp_path):
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        day, moment = workbook.add_format({"num_format": "d mmm yyyy"}), workbook.add_format({"num_format": "dd/mm/yy hh:mm"})
        sheet.write_string(0, 0, "  Keripik\u00a0Mawar \u00a0")
        sheet.write_number(0, 1, 28000)
        sheet.write_number(0, 2, 1.5)
        sheet.write_number(0, 3, 9120000000017)
        sheet.write_boolean(0, 4, True)
        sheet.write_datetime(0, 5, datetime.date(2019, 3, 12), day)
        sheet.write_number(0, 6, 43536 + (14 * 60 + 5) / 1440, moment)
        sheet.write_formula(0, 7, '=HYPERLINK("http://contoh.invalid","Klik")', None, "Klik")
        sheet.write_string(0, 8, "x" * 32_767)
        sheet.write_string(0, 9, "   ")
    (cells,) = cells_of(path)
    assert cells == ["Keripik Mawar", 28000, 1.5, 9120000000017, True, "2019-03-12", "2019-03-12 14:05", "Klik", "x" * 32_767]
    assert [type(cell) for cell in cells[1:5]] == [int, float, int, bool]


def test_rows_keep_the_numbers_that_excel_shows(tmp_path):
    path = book(tmp_path / "far.xlsx", [[], [], [None, None, "NAMA USAHA"], [], [None, None, "Keripik Mawar", None, " "]])
    assert all_rows(path) == [(3, [None, None, "NAMA USAHA"]), (5, [None, None, "Keripik Mawar"])]


def test_an_old_excel_file_is_read_and_its_hidden_sheet_found():
    found = opened(FILES / "list.xls")
    assert (found.kind, found.sheets, found.has_macros) == ("xls", ["Data UMKM", "Arsip"], False)
    assert all_rows(FILES / "list.xls")[1:] == [
        (3, ["NO", "NAMA USAHA", "KECAMATAN", "MULAI"]),
        (4, [1, "Keripik Mawar", "Tenggarong", "2019-03-12"]),
        (5, [2, "Sambal Ibu Rahma", "Loa Kulu", "2019-03-13"]),
    ]
    assert cells_of(FILES / "list.xls", "Arsip") == [["catatan lama"]]


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path):
    assert opened(book(tmp_path / "list.csv", LIST)).kind == "xlsx"
    (tmp_path / "list.xlsx").write_bytes((FILES / "list.xls").read_bytes())
    assert opened(tmp_path / "list.xlsx").kind == "xls"
    assert opened(text(tmp_path / "list.xls", "NAMA USAHA;NIB\nBM Motor;9120000000017\n")).kind == "csv"
    assert opened(text(tmp_path / "bm.csv", "BM MOTOR;NIB\nBM Motor;9120000000017\n")).kind == "csv"


def test_macros_are_told_and_their_sheet_is_read(tmp_path):
    macros = tmp_path / "vbaProject.bin"
    macros.write_bytes(b"invented")
    path = tmp_path / "list.xlsm"
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet().write_row(0, 0, LIST[0])
    workbook.add_vba_project(str(macros))
    workbook.close()
    assert opened(path).has_macros
    assert cells_of(path) == [LIST[0]]


def test_of_eleven_sheets_the_one_that_is_a_list(tmp_path):
    counts = [["KECAMATAN", "JUMLAH", "TENAGA KERJA"], ["Tenggarong", 12, 30], ["Loa Kulu", 5, 9]]
    notes = [["Petunjuk pengisian"], ["Isi dengan huruf kapital"]]
    sheets = [notes, counts, [], LIST, *[counts] * 7]
    path = book(tmp_path / "eleven.xlsx", *sheets, names=[f"S{number}" for number in range(11)], hidden=(3,))
    assert opened(path).sheets == [f"S{number}" for number in range(11)]
    assert best_sheet(path, known) == "S3"
    assert cells_of(path, "S3") == LIST


def test_a_workbook_without_a_list_says_why_of_its_longest_sheet(tmp_path):
    counts = [["KECAMATAN", "JUMLAH"], ["Tenggarong", 12], ["Loa Kulu", 5], ["Muara Badak", 7]]
    with pytest.raises(Unreadable, match="None of the 2 sheets.*“Rekap”.*KECAMATAN"):
        best_sheet(book(tmp_path / "none.xlsx", [["Petunjuk"]], counts, names=["Baca", "Rekap"]), known)


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(Unreadable, match="no sheet “Daftar”.*Sheet1"):
        all_rows(book(tmp_path / "list.xlsx", LIST), "Daftar")


def test_batches_hold_a_thousand_rows(tmp_path):
    path = text(tmp_path / "many.csv", "NAMA;NIB\n" + "".join(f"Usaha {number};{number}\n" for number in range(2500)))
    assert [len(batch) for batch in rows(path)] == [1000, 1000, 501]


def children_that_read() -> list[bytes]:
    """The command lines of this process's children that read spreadsheets; a browser's may be there as well."""
    pids = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids]
    return [line for line in lines if b"idaman.spreadsheets.child" in line]


def test_who_stops_reading_ends_the_child(tmp_path):
    path = text(tmp_path / "many.csv", "".join(f"Usaha {number};{'x' * 2000}\n" for number in range(20_000)))
    reading_on = rows(path)
    next(reading_on)
    assert children_that_read()
    reading_on.close()
    assert not children_that_read()


def test_the_child_imports_neither_django_nor_the_project():
    asked = "import sys; import idaman.spreadsheets.child, idaman.spreadsheets.text_files; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=reading.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_limits_are_set_before_a_file_is_touched():
    asked = "import resource as r; from idaman.spreadsheets import child; child.limited(); print(r.getrlimit(r.RLIMIT_AS)[0])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=reading.ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == child.MEMORY_BYTES
