"""Lists as files that a spreadsheet opens: rows of plain values, heading first, written as they come and never all held.

An XLSX file is XlsxWriter's in all but its rows, which are written here five times as fast: cells of text, number, day or
yes and no, nothing that calculates. CSV is as Excel of the reader's language expects it.
"""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from idaman import clock

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STEP = 1000  # rows
LINES = 500  # rows of CSV that are sent at a time
NARROWEST, WIDEST, ROOM = 8, 45, 2  # characters
LONGEST = 32_767  # characters that Excel has room for in a cell
FIRST_DAY = date(1900, 3, 1)  # Excel thinks that 1900 was a leap year; earlier days are text
ZERO = date(1899, 12, 30).toordinal()  # from where Excel counts days
EXACT = 10**15  # a longer number loses digits in Excel
LONG_NUMBER = re.compile(r"[0-9]{12,}")  # Excel shortens it, unless it is text
SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
DAY, MOMENT = 1, 2  # the formats of days and moments, in the order in which the book gets them

Row = Iterable


def xlsx_file(rows: Iterable[Row], *, title: str) -> IO[bytes]:
    """A workbook with one sheet in a temporary file, read from its beginning: bold frozen heading, real numbers and days."""
    file = tempfile.TemporaryFile(prefix="idaman-")  # noqa: SIM115 (whoever asked closes it)
    try:
        with tempfile.TemporaryDirectory(prefix="idaman-") as folder:
            book = xlsxwriter.Workbook(file, {"tmpdir": folder})
            for format in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"):
                book.add_format({"num_format": format})._get_xf_index()
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31], worksheet_class=Sheet)
            heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})._get_xf_index()
            sheet.take(rows, heading=heading, beside=Path(folder, "rows"))
            book.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class Sheet(Worksheet):
    """A sheet whose rows lie written in a file beside, before the book is put together."""

    def take(self, rows: Iterable[Row], *, heading: int, beside: Path) -> None:
        """Write the rows as they come; the first of them tell how wide the columns are."""
        rows, self.written = iter(rows), beside
        first = [tuple(row) for row in islice(rows, STEP)]
        letters = [xl_col_to_name(place) for place in range(len(first[0]) if first else 0)]
        self.freeze_panes(1, 0)
        self.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for place, cells in enumerate(zip(*first, strict=True)):
            longest = max(len(shown(cell)) for cell in cells[1:] or cells)
            self.set_column(place, place, min(max(longest + ROOM, NARROWEST, min(len(cells[0]) + ROOM, 16)), WIDEST))
        with beside.open("w", encoding="utf-8") as file:
            if first:
                styled, titles = f' s="{heading}"', zip(letters, first[0], strict=True)
                cells = (f'<c r="{letter}1"{styled}{text_xml(str(title))}' for letter, title in titles)
                file.write(f'<row r="1">{"".join(cells)}</row>')
            number, some = 1, first[1:]
            while some:
                file.write("".join([row_xml(number + ahead, row, letters) for ahead, row in enumerate(some, 1)]))
                number += len(some)
                some = list(islice(rows, STEP))

    def _write_sheet_data(self):
        self.fh.write("<sheetData>")
        with self.written.open(encoding="utf-8") as file:
            shutil.copyfileobj(file, self.fh, 1 << 20)
        self.fh.write("</sheetData>")


def row_xml(number: int, values: Row, letters: list[str]) -> str:
    """A row of the sheet; cells without a value are left out."""
    cells = [f'<row r="{number}">']
    add = cells.append
    for letter, value in zip(letters, values, strict=True):
        if value is None or value == "":
            continue
        kind = value.__class__
        if kind is str:
            if SPECIAL.search(value):
                add(f'<c r="{letter}{number}"{text_xml(value)}')
            else:
                add(f'<c r="{letter}{number}" t="inlineStr"><is><t>{value[:LONGEST]}</t></is></c>')
        elif kind is int and -EXACT < value < EXACT:
            add(f'<c r="{letter}{number}"><v>{value}</v></c>')
        elif kind is date and value >= FIRST_DAY:
            add(f'<c r="{letter}{number}" s="{DAY}"><v>{value.toordinal() - ZERO}</v></c>')
        else:
            add(f'<c r="{letter}{number}"{other_xml(value)}')
    add("</row>")
    return "".join(cells)


def text_xml(value: str) -> str:
    """The rest of a cell of text: signs that XML can't hold as Excel spells them, white space at its ends kept."""
    text = ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", value[:LONGEST]).translate(IN_XML)
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


def other_xml(value) -> str:
    """The rest of a cell of a rarer kind."""
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if isinstance(value, datetime) and value.date() >= FIRST_DAY:
        there = clock.local(value) if value.tzinfo else value
        seconds = there.hour * 3600 + there.minute * 60 + there.second
        return f' s="{MOMENT}"><v>{there.toordinal() - ZERO + seconds / 86400:.10f}</v></c>'
    if isinstance(value, int | float | Decimal) and -EXACT < value < EXACT:
        return f"><v>{value}</v></c>"
    return text_xml(shown(value))


def shown(value) -> str:
    """A value as text, days as everywhere in files."""
    return "" if value is None else str(value)


def harmless(value) -> str:
    """The value as a spreadsheet may read it: what looks like a formula, or is a number to keep whole, has an apostrophe."""
    text = shown(value)
    if isinstance(value, str) and (text.startswith(FORMULA_SIGNS) or LONG_NUMBER.fullmatch(text)):
        return "'" + text
    return text


def csv_lines(rows: Iterable[Row], language: str) -> Iterator[str]:
    """Lines of CSV, UTF-8 with the mark by which Excel knows it, in the language of who asked.

    An Indonesian Excel divides by semicolons and writes decimals with a comma. Lines are written after the request has
    ended, and with it the reader's language.
    """
    is_indonesian = language.startswith("id")
    written = io.StringIO("\ufeff", newline="")
    written.seek(1)
    writer = csv.writer(written, delimiter=";" if is_indonesian else ",")
    with translation.override(language):
        rows = iter(rows)
        while some := list(islice(rows, LINES)):
            writer.writerows([[in_csv(value, is_indonesian) for value in row] for row in some])
            yield written.getvalue()
            written.seek(0)
            written.truncate()


def in_csv(value, is_indonesian: bool) -> str:
    if is_indonesian and isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return harmless(value)


def download(rows: Iterable[Row], *, file_type: str, name: str, title: str):
    """The rows, heading first, as a file the browser saves; of Excel no more than the reader may wait for."""
    words = {
        "content_type": CONTENT_TYPES[file_type],
        "headers": {"Content-Disposition": f'attachment; filename="{name}.{file_type}"'},
    }
    if file_type == "csv":
        return StreamingHttpResponse(csv_lines(rows, translation.get_language()), **words)
    with xlsx_file(rows, title=title) as file:
        return HttpResponse(file.read(), **words)
