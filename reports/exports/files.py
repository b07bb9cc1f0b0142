"""Tables as files: the columns and rows of the screen, real numbers and dates, formulas made harmless."""

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

from idaman.cells import csv_lines

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
