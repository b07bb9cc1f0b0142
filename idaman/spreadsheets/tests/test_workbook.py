"""A workbook of several sheets: numbers stay numbers, words stay words, and each printed page can be read alone."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from idaman.spreadsheets.workbook import Column, Format, Sheet, distinct, workbook

pytestmark = pytest.mark.engine_free

AT = datetime(2026, 1, 31, 18, tzinfo=UTC)
COLUMNS = [Column("Nama"), Column("Jumlah", Format.COUNT), Column("Tumbuh", Format.CHANGE), Column("Sejak", Format.DAY)]
ROWS = [["UMKM binaan", 1250, Decimal("38.9"), date(2018, 3, 10)], ["=1+1", "mulai dari nol", None, date(1890, 1, 1)]]


def made(*sheets, **words) -> bytes:
    with workbook(sheets, title="Laporan", author="Dinas (contoh)", at=AT, **words) as file:
        return file.read()


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_numbers_and_days_come_back_as_such_and_words_as_words():
    book = load_workbook(io.BytesIO(made(Sheet("Tabel", COLUMNS, ROWS, titles=["Judul", "per 31-12-2025"], notes=["Sumber"]))))
    found = book.get_sheet_by_name("Tabel").to_python()
    assert [found[0][0], found[1][0], found[-1][0]] == ["Judul", "per 31-12-2025", "Sumber"]
    assert found[4] == ["UMKM binaan", 1250.0, 38.9, date(2018, 3, 10)]
    assert found[5] == ["=1+1", "mulai dari nol", "", "1890-01-01"]


def test_nothing_calculates_and_headings_are_repeated_on_paper():
    content = made(Sheet("Tabel", COLUMNS, ROWS, titles=["Judul"]))
    sheet, book = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/workbook.xml")
    assert "<f>" not in sheet and 'fitToPage="1"' in sheet and "frozen" in sheet
    assert "Print_Titles" in book and "$3:$3" in book
    assert "<dc:title>Laporan</dc:title>" in part(content, "docProps/core.xml")
    assert "2026-02-01T02:00:00Z" in part(content, "docProps/core.xml")  # the moment as clocks in Tenggarong show it


def test_sheets_keep_their_order_and_progress_is_told():
    told = []
    content = made(*(Sheet(name, COLUMNS, []) for name in ("Satu", "Dua", "Definisi")), progress=told.append)
    assert load_workbook(io.BytesIO(content)).sheet_names == ["Satu", "Dua", "Definisi"] and told == [0, 33, 66]


def test_any_names_become_names_that_excel_allows():
    names = ["", "?", "Kecamatan " * 4, "kecamatan " * 4, "'Ya'", "Hasil/2025", "hasil 2025", "x" * 30 + "' '", "x" * 30]
    found = distinct(names)
    assert len({one.lower() for one in found}) == len(names)
    assert all(0 < len(one) <= 31 and not set(one) & set("[]:*?/\\") for one in found)
