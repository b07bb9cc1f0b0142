"""Loads what the project ships in `idaman/data`: the regions of the country, and the activity codes of 2020.

`kbli2020_kelompok.csv` is the annex of BPS regulation 2/2020 (a public regulation): 1,790 codes of five digits.
"""

import csv

from django.db.models import F

from idaman import boundaries, clock
from idaman.after_migrate import reference_loader
from idaman.identifiers import DATA
from idaman.models import Kbli, Region

LEVELS = {
    "provinsi": Region.Level.PROVINCE,
    "kabupaten": Region.Level.REGENCY,
    "kota": Region.Level.REGENCY,
    "kabkota": Region.Level.REGENCY,
    "kecamatan": Region.Level.DISTRICT,
    "desa": Region.Level.VILLAGE,
    "kelurahan": Region.Level.VILLAGE,
}
NEAR_CAPITAL = {"ya": True, "tidak": False}


def rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def level(row: dict) -> str:
    return LEVELS.get(row["tingkat"]) or LEVELS[row["jenis"]]


@reference_loader
def load_regions():
    """Insert the regions not there yet; those there are left as they are, so that an office's own changes stay."""
    bps = {row["kode_kemendagri"]: row["kode_bps"] for row in rows("kaltim_kode_kemendagri_bps.csv")}
    known = {row["kode"]: row for row in [*rows("wilayah_provinsi_kabkota.csv"), *rows("kukar_wilayah.csv")]}
    standing_last = Region.objects.order_by(F("valid_to").asc(nulls_last=True))
    ids = dict(standing_last.values_list("kemendagri_code", "pk"))
    for codes in by_depth(set(known) - set(ids)):
        made = Region.objects.bulk_create(region(known[code], bps, ids) for code in codes)
        ids |= {one.kemendagri_code: one.pk for one in made}


def by_depth(codes: set[str]) -> list[list[str]]:
    """Parents before their parts."""
    return [sorted(code for code in codes if code.count(".") == depth) for depth in range(4)]


def region(row: dict, bps: dict, ids: dict) -> Region:
    return Region(
        kemendagri_code=row["kode"],
        bps_code=row.get("kode_bps") or bps.get(row["kode"], ""),
        level=level(row),
        kind=row.get("jenis", ""),
        name=row["nama"],
        parent_id=ids.get(row["kode_induk"]),
        postcode=row.get("kodepos", ""),
        is_near_capital=NEAR_CAPITAL.get(row.get("kecamatan_delineasi_ikn")),
    )


@reference_loader
def load_region_changes(path=DATA / "region_changes.csv", today=None):
    """Apply what became of the regions since that list; a change still to come waits for its day."""
    boundaries.apply(path, today=today or clock.today())


@reference_loader
def load_kbli():
    """Insert the codes of KBLI 2020 not there yet."""
    known = set(Kbli.objects.filter(edition=2020).values_list("code", flat=True))
    new = [Kbli(code=row["kode"], edition=2020, title=row["judul"]) for row in rows("kbli2020_kelompok.csv")]
    Kbli.objects.bulk_create([one for one in new if one.code not in known], batch_size=500)
