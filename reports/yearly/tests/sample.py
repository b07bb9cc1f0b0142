"""A yearly report of invented figures, as an edition would give it."""

from datetime import UTC, date, datetime

from idaman.periods import month_ends
from reports.yearly.contents import Chapter, Chart, Picture, Surrounding, YearlyReport

MAP = '<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 9 9"><title>Peta</title></svg>'
CHECKSUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def both(text: str) -> dict[str, str]:
    return {"id": f"{text} (id)", "en": f"{text} (en)"}


def figure(code: str, value: str | None, *, variable="Partnership", target=None, beside="", parts=()) -> dict:
    told = [{"key": label, "label": both(label), "count": count} for label, count in parts]
    return {
        "code": code,
        "beside": beside,
        "variable_title": both(variable),
        "title": both(code),
        "definition": both(f"What {code} means"),
        "value": value,
        "against": "1250",
        "baseline": "74",
        "growth": None if value is None else "38.9",
        "growth_words": {"id": "+38,9 %", "en": "+38.9 %"},
        "target": target,
        "breakdowns": [{"code": "district", "title": both("District"), "is_personal": False, "parts": told}] if told else [],
    }


def sample(parts: int = 3, figures: int = 2) -> YearlyReport:
    days = month_ends(date(2025, 12, 31), 12)
    told = [(f"Tenggarong {number}", None if number == 1 else str(number)) for number in range(parts)]
    more = [figure(f"more-{number}", str(number), variable="Product") for number in range(figures - 2)]
    return YearlyReport(
        title={"id": "Laporan Tahunan I-DAMAN 2025 (contoh)", "en": "I-DAMAN Yearly Report 2025 (sample)"},
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
        against_on=date(2024, 12, 31),
        baseline_on=date(2018, 3, 31),
        figures=[
            figure("assisted-msmes", "1736", target="1500", parts=told),
            figure("graduated", None, beside="assisted-msmes"),
            *more,
        ],
        edition="2025-1",
        checksum=CHECKSUM,
        check_address="https://idaman.example.go.id/publications/2025-1/check/",
        made_at=datetime(2026, 1, 15, 2, tzinfo=UTC),
        narrative=[Chapter(both("Summary"), [both("What happened this year")])],
        charts=[Chart("assisted-msmes", both("assisted-msmes"), days, range(1000, 1012))],
        maps=[Picture(both("Districts"), dict.fromkeys(("id", "en"), MAP), both("Map told"))],
        methods=[Chapter(both("Days"), [both("Figures are of the last day")])],
        context=[
            Surrounding(
                both("Poverty"), both("Kukar"), 2017, "7.57", {"id": "persen", "en": "per cent"}, both("final"), both("BPS")
            )
        ],
        context_notes=[both("The programme cannot have moved it")],
    )
