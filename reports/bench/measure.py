"""Measures the application beside its floor on the database the environment names; prints a JSON object a line."""

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django
from django.core.management import call_command

BASE_DIR = Path(__file__).resolve().parents[2]
RUNS = 7
DAY, AGAINST = date(2024, 3, 31), date(2018, 3, 31)


def seconds(work: Callable) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(ours: Callable, floor: Callable, runs: int = RUNS) -> tuple[float, float]:
    """Medians of both, run in turn so that both meet the same machine; a first run of each is thrown away."""
    ours(), floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*pairs, strict=True))


def indicator_table():
    """The table for two days; the floor must give the same figures."""
    from reports.bench import floor
    from reports.figures import figures

    rows = [row for top in figures(DAY, AGAINST) for row in (top, *top.beside)]
    ours = {row.indicator.code: [row.value, row.against] for row in rows}
    assert {code: list(map(plain, pair)) for code, pair in ours.items()} == {
        code: list(map(plain, pair)) for code, pair in floor.table([DAY, AGAINST]).items()
    }
    return lambda: figures(DAY, AGAINST), lambda: floor.table([DAY, AGAINST])


def plain(value) -> float | None:
    """The engines give shares as decimals, floats or text."""
    return None if value is None else float(value)


def series_60_months():
    """Assisted MSMEs over sixty months; the floor must give the same series."""
    from idaman.periods import month_ends
    from reports.bench import floor
    from reports.indicators import REGISTRY

    days = month_ends(DAY, 60)
    indicator = REGISTRY["assisted-msmes"]
    assert indicator.counts(days) == floor.series(days)
    return lambda: indicator.counts(days), lambda: floor.series(days)


def msme_list():
    """The admin's list of MSMEs for an officer, against its rows in a bare template."""
    from django.test import Client

    from idaman import clock
    from idaman.models import User
    from reports.bench import floor

    client, today = Client(), clock.today()
    client.force_login(User.objects.get(email="officer@bench.test"))
    assert client.get("/admin/msmes/msme/").status_code == 200
    return lambda: client.get("/admin/msmes/msme/"), lambda: floor.msme_list(today)


def workspace_list():
    """The workspace's list of MSMEs for an officer, against its rows in a bare template."""
    from django.test import Client

    from idaman import clock
    from idaman.models import User
    from reports.bench import floor

    client, today = Client(), clock.today()
    client.force_login(User.objects.get(email="officer@bench.test"))
    assert client.get("/msmes/").status_code == 200
    return lambda: client.get("/msmes/"), lambda: floor.msme_list(today)


def twins_told():
    """Whether a company's MSME is known already: number, then name in the village; against two bare questions."""
    from msmes.models import Address
    from msmes.registering.twins import told_to_company
    from reports.bench import floor

    one = Address.objects.on(DAY).select_related("msme").last()
    words = {"nib": "0000000000000", "name": one.msme.name, "village": one.village_id, "on": DAY}
    assert told_to_company(**words) == one.msme
    return lambda: told_to_company(**words), lambda: floor.twin(**words)


def twins_shown():
    """The records an officer is shown beside a registration: same numbers, near names of the district."""
    from msmes.models import Address
    from msmes.registering.twins import shown_to_officer
    from reports.bench import floor

    one = Address.objects.on(DAY).select_related("msme", "village").last()
    words = {"nib": "0000000000000", "nik": "6402014507900001", "phone": "+6281234567890", "name": one.msme.name + " x"}
    words |= {"district": one.village.parent_id, "on": DAY}
    assert one.msme in [msme for msme, _whys in shown_to_officer(**words)]
    return lambda: shown_to_officer(**words), lambda: floor.names_in(words["district"], DAY)


def export_xlsx():
    """All MSMEs as an Excel file, from the database to the last byte, against XlsxWriter alone with the same cells at hand."""
    from idaman.spreadsheets.written import xlsx_file
    from msmes.exported import exported
    from msmes.models import Msme
    from reports.bench.fill import details
    from reports.bench.floor import xlsx
    from reports.bench.peak import peak_mb

    details()

    def rows():
        return exported(None, DAY, Msme.objects.current())

    def ours():
        xlsx_file(rows(), title="UMKM").close()

    cells = list(rows())
    return ours, lambda: xlsx(cells), {"runs": 3, "peak_mb": peak_mb("export_msmes", os.devnull)}


def by_district():
    """Assisted MSMEs by district on a day, against the join written by hand."""
    from reports.bench import floor
    from reports.breakdowns import BREAKDOWNS
    from reports.indicators import REGISTRY

    def ours():
        return {part.key: part.count for part in BREAKDOWNS["district"].parts(REGISTRY["assisted-msmes"].rows(DAY), DAY)}

    assert ours() == floor.by_district(DAY)
    return ours, lambda: floor.by_district(DAY)


def dashboard_cold():
    """All numbers of the dashboard for a day that nobody asked for yet, against the best statements by hand."""
    from django.core.cache import caches

    from idaman import clock
    from idaman.models import User
    from idaman.periods import month_ends
    from idaman.programme import BASELINE_ON
    from reports.bench import floor
    from reports.dashboard.places import where
    from reports.dashboard.reading import MONTHS, cards_of
    from reports.facts import Memory
    from reports.questions import Question

    user, words = User.objects.get(email="officer@bench.test"), {"on": DAY.isoformat(), "against": AGAINST.isoformat()}
    question = Question.asked(user, "programme", words, today=clock.today())
    days, whens = month_ends(DAY, MONTHS), list(dict.fromkeys([DAY, AGAINST, BASELINE_ON]))

    def ours():
        caches["figures"].clear()
        memory = Memory()
        return cards_of(question, memory), where(question, "", memory)

    cards, places = ours()
    figures, series, districts = floor.dashboard(days, whens)
    assert {card.indicator.code: [value for _day, value in card.points] for card in cards} == series
    assert all(card.figure.value == figures[card.indicator.code][0] for card in cards)
    assert {place.key: place.now for place in places.places if place.now} == districts[0]
    return ours, lambda: floor.dashboard(days, whens)


def dashboard_warm():
    """The page of the dashboard while nothing is written, server time; beside it the reader's home page."""
    from django.test import Client

    from idaman.models import User

    client, address = Client(), f"/dashboard/programme/?on={DAY}&against={AGAINST}"
    client.force_login(User.objects.get(email="officer@bench.test"))
    assert client.get(address).status_code == 200
    return lambda: client.get(address), lambda: client.get("/")


def yearly_pdf():
    """A yearly report as PDF, against WeasyPrint on the ready HTML alone."""
    from idaman.papers.libraries import weasyprint
    from idaman.papers.paper import page
    from reports.bench.yearly import report
    from reports.yearly.paper import TEMPLATE, pdf
    from reports.yearly.reading import Reading

    one = report()
    words = {"size": "A4", "language": "id", "title": one.title["id"], "on": one.last_day, "at": one.made_at}
    html, _logo = page(TEMPLATE, {"report": Reading(one, "id")}, **words)
    library, style = weasyprint(), (BASE_DIR / "static" / "idaman" / "paper.css").read_text()
    inside = html.replace("</head>", f"<style>{style}</style></head>")
    inside = re.sub(r"<link[^>]*>", "", inside)

    def floor():
        return library.HTML(string=inside).write_pdf(pdf_variant="pdf/ua-1")

    return lambda: pdf(one, language="id"), floor, {"runs": 3, "pages": len(library.HTML(string=inside).render().pages)}


def yearly_xlsx():
    """A yearly report as a workbook, against XlsxWriter alone with the same cells at hand."""
    from reports.bench.yearly import cells, plain_book, report
    from reports.yearly.book import xlsx

    one = report()
    sheets = cells(one)
    return lambda: xlsx(one, language="id").close(), lambda: plain_book(sheets), {"sheets": len(sheets)}


BENCHES = {
    "by-district": by_district,
    "dashboard-cold": dashboard_cold,
    "dashboard-warm": dashboard_warm,
    "indicator-table": indicator_table,
    "series-60-months": series_60_months,
    "msme-list": msme_list,
    "workspace-list": workspace_list,
    "twins-told": twins_told,
    "twins-shown": twins_shown,
    "export-xlsx": export_xlsx,
    "yearly-pdf": yearly_pdf,
    "yearly-xlsx": yearly_xlsx,
}


IMPORTS = {"import-xlsx": "xlsx", "import-csv": "csv"}  # into empty tables, so before they are filled for the others
PEERS = "import-peers"  # only when it is named: minutes, and a package fetched for it


def main(names: list[str]):
    unknown = [name for name in names if name not in {*BENCHES, *IMPORTS, PEERS}]
    if unknown:
        sys.exit(f"There is no bench called {unknown[0]}; there are: {', '.join([*IMPORTS, PEERS, *BENCHES])}")
    django.setup()
    from django.db import connection

    from reports.bench import importing, peers
    from reports.bench.fill import fill, settle

    call_command("migrate", verbosity=0)
    for name in [one for one in IMPORTS if one in (names or IMPORTS)]:
        tell(name, connection.vendor, **importing.bench(IMPORTS[name]))
    for name, took in peers.bench() if PEERS in names else ():
        tell(name, connection.vendor, **took)
    asked = [name for name in names or BENCHES if name in BENCHES]
    if asked:
        fill()
        settle()
    for name in asked:
        ours, floor, *more = BENCHES[name]()
        about = {"runs": RUNS, **dict(*more)}
        ours, floor = side_by_side(ours, floor, about.pop("runs"))
        tell(name, connection.vendor, seconds=ours, floor_seconds=floor, **about)


def tell(name: str, engine: str, *, seconds: float, floor_seconds: float, **more):
    row = {"name": name, "engine": engine, "seconds": seconds, "floor_seconds": floor_seconds, "ratio": seconds / floor_seconds}
    print(json.dumps({key: round(v, 4) if isinstance(v, float) else v for key, v in {**row, **more}.items()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
