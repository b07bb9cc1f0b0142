"""Cells of files that a spreadsheet opens: formulas made harmless, CSV as Excel reads it."""

import csv
import io
from collections.abc import Iterable

from django.utils import translation

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


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
