"""Files as a spreadsheet opens them: real days and numbers, ids as text, nothing that calculates, whatever the text."""

from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as some

from idaman.spreadsheets.written import csv_lines, xlsx_file

pytestmark = pytest.mark.engine_free

HEADING = ("Nama", "Angka", "Hari")
TEXT = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)


def sheet(rows) -> list[list]:
    with xlsx_file(rows, title="Daftar: [UMKM]/2019") as file:
        return python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_days_and_numbers_are_real_and_ids_are_text():
    moment = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    rows = [
        HEADING,
        ("9120000000001", 1_250_000, date(2019, 3, 12)),
        (None, Decimal("1.5"), moment),
        (True, 10**17, date(1850, 1, 1)),
    ]
    found = sheet(rows)[1:]
    assert found[0] == ["9120000000001", 1_250_000, date(2019, 3, 12)]
    assert found[1] == ["", 1.5, datetime(2026, 11, 24, 9, 30)]  # noqa: DTZ001 (a spreadsheet has no zone)
    assert found[2] == [True, str(10**17), "1850-01-01"]


@settings(deadline=None)
@given(some.lists(some.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_any_text_comes_out_as_it_went_in(rows):
    expected = [[cell.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for cell in row] for row in rows]
    found = sheet([HEADING, *rows])[1:]
    assert [row for row in found if any(row)] == [row for row in expected if any(row)]


def test_the_heading_is_bold_and_stays_and_nothing_calculates():
    with xlsx_file([HEADING, ("=HYPERLINK(1)", 1, None)], title="x") as file, ZipFile(file) as book:
        content = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in content and "<f>" not in content and "=HYPERLINK(1)" in content


def test_a_fault_in_the_rows_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken():
        yield from [HEADING] * 500
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        xlsx_file(broken(), title="x")
    assert not list(tmp_path.iterdir())


def test_csv_speaks_as_the_readers_excel_does():
    rows = [HEADING, ("=1+1", Decimal("1.5"), date(2019, 3, 12)), ("9120000000001", 123_456_789_012, None), ("a;b", True, "x")]
    assert "".join(csv_lines(rows, "id")) == (
        "\ufeffNama;Angka;Hari\r\n'=1+1;1,5;2019-03-12\r\n'9120000000001;123456789012;\r\n\"a;b\";True;x\r\n"
    )
    assert "".join(csv_lines(rows, "en")).startswith("\ufeffNama,Angka,Hari\r\n'=1+1,1.5,2019-03-12\r\n")
