"""A yearly report of the size of a real one, and its workbook's floor: XlsxWriter with the same cells."""

import tempfile
from datetime import UTC, date, datetime

import xlsxwriter

from idaman.periods import month_ends
from idaman.spreadsheets.workbook import Shown
from reports.yearly.contents import Chapter, Chart, Surrounding, YearlyReport

DAY = date(2024, 12, 31)
DISTRICTS = 20


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def figure(number: int) -> dict:
    parts = [{"key": str(n), "label": both(f"Kecamatan {n}"), "count": str(n * number)} for n in range(DISTRICTS)]
    numbers = {"value": str(number * 95), "against": str(number * 90), "baseline": str(number * 74), "target": str(number * 100)}
    words = {
        "title": both(f"Indikator {number}"),
        "definition": both("Yang dihitung pada hari itu, masing-masing satu kali. " * 3),
    }
    growth = {"growth": "5.6", "growth_words": both("+5,6 %")}
    told = [{"code": code, "title": both(code), "is_personal": False, "parts": parts} for code in ("Kecamatan", "Pembina")]
    return {
        "code": f"i{number}",
        "beside": "",
        "variable_title": both("Kemitraan"),
        "breakdowns": told,
        **numbers,
        **words,
        **growth,
    }


def report() -> YearlyReport:
    """Twenty indicators in two breakdowns of twenty parts, ten charts of sixty months."""
    figures, days = [figure(number) for number in range(1, 21)], month_ends(DAY, 60)
    return YearlyReport(
        title=both("Laporan Tahunan (uji kecepatan)"),
        first_day=date(2024, 1, 1),
        last_day=DAY,
        against_on=date(2023, 12, 31),
        baseline_on=date(2018, 3, 31),
        figures=figures,
        edition="2024-1",
        checksum="0" * 64,
        check_address="https://idaman.example.go.id/",
        made_at=datetime(2025, 1, 15, tzinfo=UTC),
        narrative=[Chapter(both(f"Bab {n}"), [both("Kalimat tentang tahun ini. " * 20)] * 3) for n in range(4)],
        charts=[Chart(one["code"], one["title"], days, range(60)) for one in figures[:10]],
        context=[Surrounding(both("Kemiskinan"), both("Kukar"), 2017, "7.57", both("persen"), both("final"), both("BPS"))],
    )


def cells(one: YearlyReport) -> list[list]:
    """The rows of every sheet as the workbook gets them."""
    from django.utils import translation

    from reports.yearly import book
    from reports.yearly.reading import Reading

    with translation.override("id"):
        sheets = book.sheets(Reading(one, "id"))
        return [[[line] for line in sheet.titles] + [[bare(value) for value in row] for row in sheet.rows] for sheet in sheets]


def bare(value):
    """A value without the word on how it is shown."""
    return value.value if isinstance(value, Shown) else value


def plain_book(sheets: list[list]) -> None:
    """The same cells by XlsxWriter alone."""
    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write_number(number, column, value)
