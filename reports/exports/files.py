"""Tables as files: the columns and rows of the screen, real numbers and dates, formulas made harmless."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(value):
    """The value as a spreadsheet may read it: text that looks like a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return "'" + value
    return "" if value is None else value


def csv_lines(rows: Iterable[list], language: str):
    """Lines of CSV, UTF-8 with the mark by which Excel knows it, in the language of who asked.

    They are written after the request has ended, and with it the reader's language.
    """
    with translation.override(language):
        yield from written(rows)


def written(rows: Iterable[list]):
    yield "\ufeff"
    line = io.StringIO()
    writer = csv.writer(line)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def xlsx_file(rows: Iterable[list], *, title: str, widths: int) -> io.BytesIO:
    """A workbook with one sheet: frozen heading, real dates and numbers, no formula."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        heading = book.add_format({"bold": True, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, widths - 1, 28)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value, heading if number == 0 else day if isinstance(value, date) else None)
    file.seek(0)
    return file


def write_cell(sheet, row: int, column: int, value, style):
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif value is not None:
        sheet.write_string(row, column, str(value), style)


def download(rows: Iterable[list], *, file_type: str, name: str, title: str, widths: int):
    """The rows, heading first, as a file the browser saves."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{file_type}"'}
    if file_type == "csv":
        return StreamingHttpResponse(
            csv_lines(rows, translation.get_language()), content_type=CONTENT_TYPES["csv"], headers=disposition
        )
    content = xlsx_file(rows, title=title, widths=widths)
    return HttpResponse(content, content_type=CONTENT_TYPES["xlsx"], headers=disposition)
