"""Small workbooks of invented businesses, written for one test each."""

from pathlib import Path

import xlsxwriter

from idaman.spreadsheets.reading import rows

FILES = Path(__file__).parent / "files"  # an old Excel file and one with a password, which nothing here can write

KNOWN = {
    "nama usaha", "nama", "nama pemilik", "nib", "nik", "alamat", "jalan", "desa/ kelurahan", "kecamatan", "telp", "omzet",
    "tenaga kerja",
}  # fmt: skip


def known(heading: str) -> bool:
    return heading.casefold() in KNOWN


def book(path: Path, *sheets: list[list], names=(), hidden=()) -> Path:
    """Writes a workbook of sheets, each a list of rows; None is a cell that isn't there."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as workbook:
        for index, lines in enumerate(sheets):
            sheet = workbook.add_worksheet(names[index] if names else None)
            if index in hidden:
                sheet.hide()
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return path


def text(path: Path, content: str, encoding="utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def all_rows(path: Path, sheet: str | None = None) -> list:
    return [row for batch in rows(path, sheet) for row in batch]


def cells_of(path: Path, sheet: str | None = None) -> list:
    return [cells for _number, cells in all_rows(path, sheet)]
