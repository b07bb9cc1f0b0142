"""Tables of sums told from lists: a list has something that names each business, a report only what it counts by."""

import re
from collections.abc import Callable

from idaman.spreadsheets.refused import Unreadable
from idaman.spreadsheets.shapes import Cell, has_letters, is_date, is_identifier, is_number, said

SAMPLE = 200
ROW_NUMBER = re.compile(r"(?i)^(no|nomor|no\.? ?urut|nr|#)\.?$")
COUNTED_BY = re.compile(
    r"(?i)^(nama )?(kecamatan|kabupaten|kab|kota|provinsi|propinsi|desa|kelurahan|wilayah|daerah|sektor|sub ?sektor|jenis|"
    r"kelompok|golongan|kategori|klasifikasi|skala|uraian|indikator|komodi\w+|lapangan usaha|bidang|cabang|kbli|bulan|triwulan|"
    r"tahun|periode|keterangan|rincian|satuan|asal|opd|dinas|district|village|regency|city|province|region|sector|category|type|kind|month|year|item)\b"
)
PLACE = re.compile(r"(?i)^(kec|kecamatan|kab|kabupaten|kota|provinsi|prov|kel|kelurahan|desa|sektor|industri)\b\.? ?\w")


def refuse_report(names: list[str], body: list[list[Cell]], known: Callable[[str], bool]) -> None:
    """Refuses a table in which every text says what was counted and all else are numbers."""
    columns = [
        [cells[column] for cells in body[:SAMPLE] if column < len(cells) and cells[column] is not None]
        for column in range(len(names))
    ]
    labels, numbers = [], 0
    for name, cells in zip(names, columns, strict=True):
        if not cells or ROW_NUMBER.match(name) or is_running_number(cells):
            continue
        if share(is_identifier, cells) > 0.3 or share(is_date, cells) > 0.3:
            return
        if share(is_number, cells) > 0.7:
            numbers += 1
        elif share(has_letters, cells) > 0.5:
            labels.append((name, cells))
    if not labels or not numbers or not all(counts_by(name, cells, numbers, known) for name, cells in labels):
        return
    name, cells = labels[0]
    raise Unreadable("report", label=name or said(cells[0]), first=said(cells[0]))


def counts_by(name: str, cells: list[Cell], numbers: int, known: Callable[[str], bool]) -> bool:
    """Whether a column of texts says by what was counted, by its heading or, if nobody knows that, by its contents."""
    if any(COUNTED_BY.match(part) for part in name.split(" / ")):
        return True
    is_named = any(known(part) for part in [name, *name.split(" / ")] if part)
    return not is_named and (numbers > 2 or share(lambda cell: bool(PLACE.match(said(cell))), cells) > 0.5)


def share(test: Callable[[Cell], bool], cells: list[Cell]) -> float:
    return sum(map(test, cells)) / len(cells)


def is_running_number(cells: list[Cell]) -> bool:
    found = [said(cell).strip(".") for cell in cells]
    return (
        len(found) > 2
        and all(number.isdecimal() for number in found)
        and found[:3] == [str(int(found[0]) + step) for step in range(3)]
    )
