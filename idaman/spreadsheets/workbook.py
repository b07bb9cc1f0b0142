"""A workbook of several sheets, to read and to print: titles above each table, numbers and days as such, words elsewhere.

For one long list there is `written.py`; here a sheet has some hundred rows, and every cell goes through XlsxWriter.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO

import xlsxwriter

from idaman import clock
from idaman.spreadsheets.written import EXACT, FIRST_DAY, LONGEST, NARROWEST, ROOM, WIDEST, shown

NAMED = 31  # characters that Excel allows in the name of a sheet
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4_PAPER = 9  # Excel's number of it; F4 has none that every printer knows


class Format(Enum):
    """How the numbers of a column are shown; the cell keeps the number itself."""

    TEXT = "@"
    COUNT = "#,##0"
    RUPIAH = '"Rp" #,##0'
    NUMBER = "#,##0.0"
    NUMBER_2 = "#,##0.00"
    PERCENT = '0.0" %"'  # 38.9 is 38.9 per cent
    CHANGE = '+0.0" %";−0.0" %";0.0" %"'  # per cent, or percentage points, with their sign
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Shown:
    """A value shown otherwise than its column."""

    value: object
    format: Format


@dataclass(frozen=True)
class Column:
    """A column: its heading and how its values are shown."""

    heading: str
    format: Format = Format.TEXT
    width: int = 0  # characters; 0: as wide as what stands in it


@dataclass(frozen=True)
class Sheet:
    """A table with what stands above and below it."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]
    titles: Sequence[str] = ()
    notes: Sequence[str] = ()


def workbook(
    sheets: Sequence[Sheet], *, title: str, author: str, at: datetime, progress: Callable[[int], None] | None = None
) -> IO[bytes]:
    """The sheets in a temporary file, read from its beginning; `progress` is told per cent."""
    file = tempfile.TemporaryFile(prefix="idaman-")  # noqa: SIM115 (whoever asked closes it)
    try:
        book = xlsxwriter.Workbook(file, {**PLAIN, "in_memory": True})
        made = clock.local(at).replace(tzinfo=None)
        book.set_properties({"title": title, "author": author, "created": made})
        looks, names = Looks(book), distinct([sheet.name for sheet in sheets])
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
            if progress:
                progress(number * 100 // len(sheets))
            write(book.add_worksheet(name), sheet, looks)
        book.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook):
        top = {"valign": "top", "text_wrap": True}
        line = {"bottom": 1, "bottom_color": "#ccd5cf"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.subtitle = book.add_format({"font_color": "#4a5a53"})
        self.note = book.add_format({"font_color": "#4a5a53", **top})
        head = {"bold": True, "bg_color": "#dcece6", **top, **line}
        self.heading = {False: book.add_format(head), True: book.add_format({**head, "align": "right"})}
        self.cells = {one: book.add_format({"num_format": one.value, **top, **line}) for one in Format}
        self.words = book.add_format({"align": "right", **top, **line})


def distinct(names: Iterable[str]) -> list[str]:
    """Names as Excel allows them: no sign it forbids, not too long, each once."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:NAMED].strip("' ") or "-"
        number, free = 1, plain
        while free.lower() in {one.lower() for one in found}:
            number += 1
            free = f"{plain[: NAMED - len(str(number)) - 1]} {number}"
        found.append(free)
    return found


def write(page, sheet: Sheet, looks: Looks) -> None:
    """One sheet: titles, headings that stay in view and on every printed page, rows, notes."""
    for number, line in enumerate(sheet.titles):
        page.write_string(number, 0, line[:LONGEST], looks.subtitle if number else looks.title)
    head = len(sheet.titles) + 1 if sheet.titles else 0
    widths = [len(max(column.heading.split(), key=len, default="")) for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, column.heading, looks.heading[column.format is not Format.TEXT])
    last = head
    for last, row in enumerate(sheet.rows, head + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            value, format = (value.value, value.format) if isinstance(value, Shown) else (value, column.format)
            write_cell(page, last, place, value, format, looks)
            widths[place] = max(widths[place], len(shown(value)))
    for number, note in enumerate(sheet.notes, last + 2):
        page.write_string(number, 0, note[:LONGEST], looks.subtitle)
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(place, place, column.width or min(max(width + ROOM, NARROWEST), WIDEST))
    lay_out(page, head, max(len(sheet.columns) - 1, 0), last)


def write_cell(page, row: int, place: int, value, format: Format, looks: Looks) -> None:
    """A number or a day as such; all else, and what Excel can't hold, as text that calculates nothing."""
    look = looks.cells[format]
    if value is None:
        page.write_blank(row, place, None, look)
    elif isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        page.write_string(row, place, shown(value)[:LONGEST], look if format is Format.TEXT else looks.words)
    elif isinstance(value, datetime):
        there = clock.local(value) if value.tzinfo else value
        page.write_datetime(row, place, there.replace(tzinfo=None), looks.cells[Format.MOMENT])
    elif isinstance(value, date):
        write_day(page, row, place, value, looks)
    elif -EXACT < value < EXACT:
        page.write_number(row, place, value, look)
    else:
        page.write_string(row, place, str(value), looks.words)


def write_day(page, row: int, place: int, day: date, looks: Looks) -> None:
    if day < FIRST_DAY:
        page.write_string(row, place, day.isoformat(), looks.words)
    else:
        page.write_datetime(row, place, day, looks.cells[Format.DAY])


def lay_out(page, head: int, last_column: int, last_row: int) -> None:
    """On screen the headings stay; printed they stand on every page, and the table is as wide as the page."""
    page.freeze_panes(head + 1, 0)
    page.repeat_rows(head)
    page.fit_to_pages(1, 0)
    page.set_paper(A4_PAPER)
    if last_column > 4:
        page.set_landscape()
    page.set_footer("&L&F, &A&R&P / &N")
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if last_row > head:
        page.autofilter(head, 0, last_row, last_column)
