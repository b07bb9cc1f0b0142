"""What surrounds the programme and is never its outcome: poverty, and how many of the regency's MSMEs it reaches."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "kemiskinan_kukar_ppu.csv"
REGENCY = "Kutai Kartanegara"
MSMES_OF_REGENCY = 54_414  # in 2016; source: Ardiyansah (2020), PESIRAH 1(2), 1-8
MSMES_SOURCE = "Ardiyansah (2020), PESIRAH 1(2), 1-8, doi 10.47753/pjap.v1i2.18"


@dataclass(frozen=True)
class PovertyRate:
    """A poverty rate in per cent, of a year, as one source gives it; two sources may contradict each other."""

    year: int
    percent: Decimal
    source: str
    is_contradicted: bool


def poverty() -> list[PovertyRate]:
    """Every published rate of the regency in the project's file, contradictions kept; sources in the reader's language."""
    source = "sumber_en" if get_language() == "en" else "sumber"
    with FILE.open(encoding="utf-8") as file:
        return [
            PovertyRate(int(row["tahun"]), Decimal(row["persen_miskin"]), row[source], "bertentangan" in row["status"])
            for row in csv.DictReader(file)
            if row["wilayah"] == REGENCY and row["persen_miskin"]
        ]


@dataclass(frozen=True)
class Reach:
    """How many of the regency's MSMEs the programme assists."""

    assisted: int
    of: int = MSMES_OF_REGENCY
    source: str = MSMES_SOURCE

    @property
    def percent(self) -> Decimal:
        return (Decimal(self.assisted) * 100 / self.of).quantize(Decimal("0.01"))
