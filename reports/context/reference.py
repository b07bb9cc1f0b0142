"""Loads the context series that the project ships, and the values published so far, each with its source."""

import csv
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction

from idaman.after_migrate import LOADED, reference_loader
from idaman.history import keep_many
from idaman.models import Region
from reports.context.models import ContextSeries, ContextValue

DATA = Path(__file__).parent / "data"
Status = ContextValue.Status
STATUSES = {
    "makalah_teks": Status.ONE_SOURCE,
    "makalah_grafik": Status.ONE_SOURCE,
    "makalah_teks_bertentangan": Status.CONTRADICTED,
    "makalah_grafik_bertentangan": Status.CONTRADICTED,
    "satu_sumber": Status.ONE_SOURCE,
    "dua_sumber": Status.TWO_SOURCES,
}
MEASURES = {"persen_miskin": "poverty-rate", "ribu_jiwa": "poor-people"}
IDENTITY = ("series_id", "place_id", "year", "source")


def rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def published() -> list[dict]:
    """Every value in the files, contradictions kept."""
    poverty = [
        {
            "series": series,
            "year": row["tahun"],
            "bps_code": row["kode_bps"],
            "value": row[measure],
            "status": STATUSES[row["status"]],
            "source": row["sumber"],
            "source_en": row["sumber_en"],
        }
        for measure, series in MEASURES.items()
        for row in rows("kemiskinan_kukar_ppu.csv")
        if row[measure]
    ]
    return [*poverty, *rows("values.csv")]


@reference_loader
@transaction.atomic
def load_context():
    """Insert what was never here: what officers corrected or deleted since stays as they left it."""
    if ContextValue._meta.db_table not in connection.introspection.table_names():
        return
    known = set(ContextSeries.history.values_list("code", flat=True))
    keep_many([ContextSeries(**row) for row in rows("series.csv") if row["code"] not in known], why=LOADED)
    series = dict(ContextSeries.objects.values_list("code", "pk"))
    places = dict(Region.objects.filter(level=Region.Level.REGENCY).exclude(bps_code="").values_list("bps_code", "pk"))
    met = set(ContextValue.history.values_list(*IDENTITY))
    values = [value(row, series, places) for row in published() if row["series"] in series and row["bps_code"] in places]
    keep_many([one for one in values if tuple(getattr(one, name) for name in IDENTITY) not in met], why=LOADED)


def value(row: dict, series: dict[str, int], places: dict[str, int]) -> ContextValue:
    words = {name: row[name] for name in ("status", "source", "source_en")}
    keys = {"series_id": series[row["series"]], "place_id": places[row["bps_code"]]}
    return ContextValue(year=int(row["year"]), value=Decimal(row["value"]), **keys, **words)
