"""A file that is handed over is read once, however often its columns are looked at."""

import io

import pytest
import xlsxwriter

from idaman.spreadsheets import reading
from partners.importing import actions
from partners.importing.models import Import, Sample
from partners.importing.tests.files import upload


@pytest.fixture
def readings(monkeypatch) -> list:
    """What was asked of the reader's process, one entry a time."""
    asked, frames = [], reading.frames
    monkeypatch.setattr(reading, "frames", lambda action, *more: asked.append(action) or frames(action, *more))
    return asked


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Catatan").write_row(0, 0, ["Hanya catatan"])
        sheet = book.add_worksheet("UMKM")
        for at, row in enumerate([["Nama Usaha", "NIK", "Desa"], ["Satu", "6402014507900001", "Melayu"]]):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def test_handing_over_reads_a_file_once_and_its_columns_not_again(post, client, readings):
    address = post("/imports/", {"code": "msmes", "file": upload(workbook(), "daftar.xlsx")}).url
    assert readings == ["heads"]
    text = client.get(address).text
    assert "Satu" in text and "Catatan" in text and "6402014507900001" not in text
    assert client.post(address, {"column-0": "phone"}).status_code == 400
    assert readings == ["heads"]
    post(f"{address.removesuffix('columns/')}sheet/", {"sheet": "UMKM"})
    assert readings == ["heads", "heads"] and "Satu" in client.get(address).text


def test_what_is_kept_of_the_rows_goes_with_the_file(post):
    post("/imports/", {"code": "msmes", "file": upload()})
    imported = Import.objects.get()
    assert imported.sample.cells["columns"][1][0] == "KERIPIK BERKAH"
    actions.forget_file(imported=imported)
    assert not Sample.objects.exists()


def test_a_file_handed_over_before_samples_were_kept_is_read_for_its_columns(post, client, readings):
    address = post("/imports/", {"code": "msmes", "file": upload()}).url
    Sample.objects.all().delete()
    assert "KERIPIK BERKAH" in client.get(address).text and readings == ["heads", "rows"]
