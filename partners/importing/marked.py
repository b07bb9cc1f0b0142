"""The file as it was handed over, with faulty cells in colour and a last column that says what to mend."""

import io
import re
from pathlib import PurePath

import xlsxwriter
from django.utils.translation import gettext as _

from idaman.spreadsheets import reading
from partners.importing.decided import Decided
from partners.importing.importers import Importer
from partners.importing.models import Import, Outcome

EXACT_DIGITS = 10**10  # Excel shortens a longer number on screen, so that it is written as text


def name_of(imported: Import) -> str:
    stem = re.sub(r"[^\w .-]", "", PurePath(imported.name).stem)[:80].strip() or imported.public_id
    return f"{stem} - {_('to mend')}.xlsx"


def marked(imported: Import, importer: Importer, path) -> io.BytesIO:
    """The rows of the sheet as a workbook: what was mended on the page stands in it, what is still wrong is in colour."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", imported.sheet)[:31] or None)
        faulty = book.add_format({"bg_color": "#FFD9B3", "border": 1})
        words = book.add_format({"bold": True, "text_wrap": True, "font_color": "#8A2B12"})
        sheet.set_column(len(imported.headings), len(imported.headings), 60)
        write_rows(imported, path, sheet, faulty, words, faults(imported, importer))
    file.seek(0)
    return file


def faults(imported: Import, importer: Importer) -> dict[int, tuple[set[int], str]]:
    """By the number of the row: which of its cells are faulty, and what to mend in words."""
    places = {name: int(place) for place, name in imported.mapping.items()}
    found = {}
    for number, problems in imported.ledger.filter(outcome=Outcome.REFUSED).values_list("number", "problems"):
        told = [sentence(importer, one) for one in problems]
        found[number] = {places[one["column"]] for one in problems if one["column"] in places}, " ".join(told)
    return found


def sentence(importer: Importer, problem: dict) -> str:
    title = f"{importer.column(problem['column']).title}: " if problem["column"] else ""
    return f"{title}{problem['reason']}"


def write_rows(imported: Import, path, sheet, faulty, words, found: dict) -> None:
    places = {name: int(place) for place, name in imported.mapping.items()}
    mended = {
        int(row): {places[name]: text for name, text in told.items() if name in places}
        for row, told in Decided.read(imported.decided).mended.items()
    }
    heading = heading_row(imported, path)
    for rows in reading.rows(path, imported.sheet or None):
        for number, cells in rows:
            coloured, told = found.get(number, (set(), _("What to mend") if number == heading else ""))
            stands = dict(enumerate(cells)) | mended.get(number, {})
            for at in sorted({*stands, *coloured}):
                write_cell(sheet, number - 1, at, stands.get(at), faulty if at in coloured else None)
            if told:
                sheet.write_string(number - 1, max(len(imported.headings), len(cells)), told[:32_767], words)


def heading_row(imported: Import, path) -> int:
    """The last row before the list that says what its columns are, rather than 1, 2, 3."""
    first = next(reading.rows(path, imported.sheet or None), [])
    above = [number for number, cells in first if number < imported.body_from and any(isinstance(cell, str) for cell in cells)]
    return above[-1] if above else 0


def write_cell(sheet, row: int, column: int, value, style) -> None:
    """Text stays text, formulas included."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float) and abs(value) < EXACT_DIGITS:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)
