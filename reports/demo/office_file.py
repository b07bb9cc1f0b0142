"""An office's own list as it might be handed over: read and checked, and waiting for the officer to mend and write it."""

import csv
import io
from datetime import datetime

from idaman.models import User
from partners.importing import jobs
from partners.importing.actions import begin, receive
from partners.importing.importers import importers
from partners.importing.models import Import
from partners.models import Partner

NAME = "Data UMKM kecamatan (peraga).csv"
HEADINGS = [
    ["NO", "NAMA USAHA", "NAMA PEMILIK", "ALAMAT", "", "", "", "BERGABUNG"],
    ["", "", "", "JALAN", "DESA/ KELURAHAN", "KECAMATAN", "TELP", ""],
]
PLACES = [
    ("Timbau", "Tenggarong"),
    ("Timbau", "TENGARONG"),
    ("Melayu", "Kec. Tenggarong"),
    ("Loa Kulu Kota", "Loa Kulu"),
    ("Sepinggan Raya", "Balikpapan Selatan"),
]


def content() -> bytes:
    """The file as an old Excel saves it, with the mistakes such lists have; nobody in it exists."""
    rows = [row(number) for number in range(1, 31)]
    rows += [["31", *rows[2][1:]], ["32", "", "Pemilik Peraga 32", "", "Timbau", "Tenggarong", "", ""]]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(
        [["DATA UMKM BINAAN (PERAGA)"], *HEADINGS, *rows, ["", "JUMLAH: 32 USAHA"]]
    )
    return text.getvalue().encode("cp1252")


def row(number: int) -> list[str]:
    village, district = PLACES[number % len(PLACES)]
    phone = "8,12E+10" if number == 7 else f"8120000{number:04d}" if number % 2 else f"0812-0000-{number:04d}"
    return [
        *(str(number), f"Usaha Daftar {number:02d}", f"Pemilik Peraga {number:02d}", f"Jl. Contoh RT {number}"),
        *(village, district, phone, f"{number % 12 + 1} Maret 2024"),
    ]


def hand_over(*, at: datetime) -> None:
    """The officer of the demonstration hands the file over, and it is checked; no record is written."""
    officer, agency = (
        User.objects.get(email="officer@demo.test"),
        Partner.objects.get(memberships__user__email="officer@demo.test"),
    )
    with jobs.in_clear(content()) as path:
        whose = {"by": officer, "partner": agency, "language": "id", "at": at, "name": NAME}
        imported = receive(importer=importers()["msmes"], path=path, **whose)
    now = begin(imported=imported, to=Import.State.CHECKING, at=at)
    jobs.check_file.call(now.pk, now.turn)
