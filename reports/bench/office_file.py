"""An office's list of a regency's businesses, as large as the regency and the same every time: 20 columns, invented."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum import luhn

from idaman.models import Region

HEADINGS = [
    "No", "Nama Usaha", "Nama Pemilik", "NIK", "NIB", "NPWP", "No HP", "Jenis Kelamin", "Tahun Lahir", "Disabilitas", "Miskin",
    "Desa/Kelurahan", "Kecamatan", "Alamat", "Alamat Sejak", "IUMK", "Omzet per Bulan",
    "Tenaga Kerja", "Bergabung Sejak", "Catatan",
]  # fmt: skip
KINDS = ["Amplang", "Keripik", "Batik", "Madu", "Kopi", "Sambal", "Anyaman", "Roti", "Tahu", "Jamu", "Manik", "Tempe"]
WORDS = ["Mekar", "Sari", "Jaya", "Lestari", "Bunda", "Harapan", "Sinar", "Kutai", "Mahakam", "Rimba", "Etam", "Berkah", "Cahaya"]
FIRST = ["Peraga", "Contoh", "Reka", "Umpama", "Misal"]
ROWS = 54_414


def office_rows(count: int = ROWS):
    """The heading, then a row a business."""
    random = Random(54_414)
    villages = list(Region.objects.villages().values_list("name", "parent__name"))
    yield HEADINGS
    for number in range(count):
        yield office_row(random, number, *villages[number % len(villages)])


def office_row(random: Random, number: int, village: str, district: str) -> list:
    born = date(1960, 1, 1) + timedelta(days=random.randrange(15_000))
    is_woman = random.random() < 0.6
    nik = f"640201{born.day + 40 * is_woman:02d}{born:%m%y}{number % 9000 + 1:04d}"
    own = f"{random.randrange(10**8):08d}"
    npwp = f"{own}{luhn.calc_check_digit(own)}722000" if number % 10 == 0 else ""
    name = f"{KINDS[number % 12]} {WORDS[number // 12 % 13]} {WORDS[number // 156 % 13]} {number}"
    since = date(2018, 3, 1) + timedelta(days=random.randrange(2800))
    return [
        number + 1, name, f"{FIRST[number % 5]} {WORDS[number % 13]} {number}", nik, f"91{number:011d}", npwp,
        f"0812{number:08d}", "P" if is_woman else "L", born.year, "Tidak", "Ya" if number % 7 == 0 else "Tidak",
        village, district, f"Jl. {WORDS[number % 13]} RT {number % 40 + 1}", since.isoformat(), f"IUMK/{number}",
        500_000 + number % 900 * 10_000, number % 9 + 1, since.isoformat(), "",
    ]  # fmt: skip


def write_xlsx(path: Path, count: int = ROWS) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("UMKM")
        for number, row in enumerate(office_rows(count)):
            sheet.write_row(number, 0, row)


def write_csv(path: Path, count: int = ROWS) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(office_rows(count))
