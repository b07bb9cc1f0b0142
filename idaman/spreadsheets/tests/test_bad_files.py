"""A file that cannot be read is refused in a sentence, whatever it does to its reader."""

import struct
import zipfile
import zlib

import pytest
import xlsxwriter
from django.utils import translation

from idaman.spreadsheets import archives, child, reading, refused
from idaman.spreadsheets.reading import Unreadable, opened
from idaman.spreadsheets.tests.books import FILES, all_rows, book, cells_of, text

pytestmark = pytest.mark.engine_free

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(200)


def refusal(path) -> str:
    with pytest.raises(Unreadable) as caught:
        opened(path)
        all_rows(path)
    assert str(caught.value).endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n;;;\r\n", "empty"),
        (b"\0" * 500, "empty"),
        (PICTURE, "picture"),
        (b"%PDF-1.4\n" + bytes(300), "pdf"),
        (b"<html><table><tr><td>NAMA USAHA</td></tr></table>", "web-page"),
        (b"{\\rtf1 NAMA USAHA}", "other-office"),
        (b"\x09\x08\x08\x00\x00\x05" + bytes(90), "other-office"),
        (bytes(range(1, 32)) * 40 + b"\xff\xfe\xfd" * 90, "not-a-spreadsheet"),
        (b"PK\x03\x04 cut off", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "broken"),
    ],
)
def test_what_is_no_spreadsheet_is_told_by_its_content(tmp_path, content, code):
    (tmp_path / "list.xlsx").write_bytes(content)
    assert refusal(tmp_path / "list.xlsx") == code


def test_a_file_that_is_gone_is_told(tmp_path):
    assert refusal(tmp_path / "gone.xlsx") == "missing"


def test_an_empty_sheet_is_told(tmp_path):
    assert refusal(book(tmp_path / "empty.xlsx", [])) == "empty"


def test_a_password_on_a_new_and_on_an_old_file(tmp_path):
    assert refusal(FILES / "locked.xlsx") == "password"
    content = bytearray((FILES / "list.xls").read_bytes())
    begins = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    follows = begins + 4 + 16
    content[follows : follows + 2] = struct.pack("<H", 0x2F)  # the record that follows becomes FILEPASS
    content[follows + 4 : follows + 6] = b"\1\0"
    (tmp_path / "locked.xls").write_bytes(content)
    assert refusal(tmp_path / "locked.xls") == "password"


def test_a_truncated_workbook_is_told(tmp_path):
    whole = book(tmp_path / "whole.xlsx", [["NAMA USAHA"], *[[f"Usaha {number}"] for number in range(500)]]).read_bytes()
    for part in (len(whole) // 3, len(whole) - 30):
        (tmp_path / "cut.xlsx").write_bytes(whole[:part])
        assert refusal(tmp_path / "cut.xlsx") == "broken"
    old = (FILES / "list.xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(old[:2600])
    assert refusal(tmp_path / "cut.xls") == "broken"


def test_other_zip_files_are_told(tmp_path):
    for name, code in (("word/document.xml", "other-office"), ("mimetype", "other-office"), ("list.csv", "archive")):
        with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as archive:
            archive.writestr(name, "x")
        assert refusal(tmp_path / "list.xlsx") == code


def bomb(path, megabytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as member:
            for _ in range(megabytes):
                member.write(b" " * 1_000_000)
    return path


def test_a_bomb_that_says_how_large_it_is_is_not_opened(tmp_path):
    assert refusal(bomb(tmp_path / "bomb.xlsx", 60)) == "bomb"


def test_a_bomb_whose_directory_lies_is_found_by_unpacking_it(tmp_path):
    content = bytearray(bomb(tmp_path / "bomb.xlsx", 60).read_bytes())
    said = struct.pack("<I", 60_000_000)
    while (place := content.find(said)) >= 0:
        content[place : place + 4] = struct.pack("<I", 1000)
    (tmp_path / "bomb.xlsx").write_bytes(content)
    archive = archives.looked_through(tmp_path / "bomb.xlsx", child.ROWS)
    with pytest.raises(Unreadable) as caught:
        archives.hold_to_its_word(archive)
    assert caught.value.code == "bomb"
    assert refusal(tmp_path / "bomb.xlsx") == "bomb"


def test_a_file_too_large_for_the_house_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED_BYTES", 1000)
    assert refusal(book(tmp_path / "large.xlsx", [["NAMA USAHA"]])) == "too-large"


def test_more_than_200_000_rows_are_refused(tmp_path):
    path = text(tmp_path / "long.csv", "NAMA;NIB\n" + "a;1\n" * child.ROWS)
    assert refusal(path) == "too-many-rows"


def test_a_sheet_formatted_down_to_its_end_is_read(tmp_path):
    path = tmp_path / "formatted.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        for row in range(50):
            sheet.write_row(row, 0, [f"Usaha {row}", row])
        for row in range(50, 1_048_576, 7):
            sheet.write_blank(row, 0, None, bold)
        sheet.write_blank(1_048_575, 16_383, None, bold)
    assert len(all_rows(path)) == 50


def test_a_blank_in_the_last_row_of_a_sheet_is_no_row(tmp_path):
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["NAMA USAHA", "NIB"])
        sheet.write_string(1_048_575, 1, " ")
    assert all_rows(path) == [(1, ["NAMA USAHA", "NIB"])]


def test_a_sheet_of_16_384_columns_is_read(tmp_path):
    path = book(tmp_path / "wide.xlsx", [["NAMA USAHA"] * 16_384, ["Keripik Mawar"]])
    assert [len(cells) for cells in cells_of(path)] == [16_384, 1]


def test_a_sheet_that_needs_too_much_memory_is_told(tmp_path):
    path = tmp_path / "corners.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "NAMA USAHA")
        sheet.write(1_048_575, 16_383, "x")
    assert refusal(path) == "memory"


def test_a_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "WALL_SECONDS", 0)
    assert refusal(book(tmp_path / "slow.xlsx", [["NAMA USAHA"]])) == "time"


def test_what_goes_wrong_in_the_child_is_logged_and_told(tmp_path, caplog):
    path = text(tmp_path / "list.csv", "NAMA;NIB\n")
    with pytest.raises(Unreadable) as caught:
        list(reading.frames("dance", "csv", path))
    assert caught.value.code == "broken"
    assert "KeyError: 'dance'" in caplog.text


def test_a_member_that_is_shorter_than_it_says_is_told(tmp_path):
    path = book(tmp_path / "short.xlsx", [["NAMA USAHA"]])
    archive = archives.looked_through(path, child.ROWS)
    archive.members[0].file_size += 1
    with pytest.raises(Unreadable) as caught:
        archives.hold_to_its_word(archive)
    assert caught.value.code == "broken"


def test_a_member_that_does_not_unpack_is_told(tmp_path):
    path = book(tmp_path / "torn.xlsx", [["NAMA USAHA"]])
    archive = archives.looked_through(path, child.ROWS)
    content = bytearray(path.read_bytes())
    begins = archive.members[0].header_offset + 30 + len(archive.members[0].filename)
    content[begins : begins + 20] = b"\xff" * 20
    path.write_bytes(content)
    assert refusal(path) == "broken"
    with pytest.raises(zlib.error):
        zlib.decompressobj(-15).decompress(b"\xff" * 20)


def test_every_sentence_says_what_was_kept_and_what_to_do():
    for code, sentence in refused.SENTENCES.items():
        assert "thing was imported" in sentence or code == "no-list", code


def test_a_refusal_speaks_the_language_of_who_reads_it():
    why = Unreadable("empty")
    with translation.override("en"):
        assert str(why).startswith("The file is empty")
