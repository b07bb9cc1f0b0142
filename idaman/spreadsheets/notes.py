"""Lines of a sheet that are no row of its list: sums, signatures, sources, headings of a section."""

import re

from idaman.spreadsheets.shapes import Cell, has_letters, is_identifier, is_number, said

NUMBER_OF_COLUMN = re.compile(r"^\(?(\d{1,3})\)?(\s*=.*)?$")
TOTAL = re.compile(
    r"(?i)^(grand |sub[ -]?)?(jumlah|total|jml|rata[ -]rata|sum|average)\b[ :.]*"
    r"((jumlah|total|seluruh\w*|keseluruhan|semua|umum|akhir|usaha|unit|ikm|umkm|pelaku|orang|baris|halaman ini|[\d.,]+|"
    r"(per |se-?|untuk )?(kecamatan|kec\.|kabupaten|kab\.|kota|kelurahan|desa|sektor|bulan|tahun)\b.*)[ :.]*)*$"
)
NOTE = re.compile(
    r"(?i)^(catatan|mengetahui|menyetujui|disetujui|\*|a\.n\.|pl[th]\.|kabid|camat|lurah|bupati)\b|^\*|"
    r"^(keterangan|ket\.?|sumber|sumber data|source|notes?|nb) ?:|^sumber data\b|"
    r"^(dibuat|disusun|diperiksa|dicetak) (oleh|di|pada|tanggal)\b|"
    r"^(kepala|sekretaris) (dinas|bidang|seksi|upt|badan|bagian|desa|kantor|kecamatan)\b|^nip\b[ .:]*\d|"
    r"^(pembina|penata|pengatur)( muda| utama| tk| tingkat|,? *\(|$)|^(halaman|page) \d"
)
SIGNED = re.compile(
    r"(?i)^[a-z .]{3,30}, ?(\d{1,2}|\.{2,}|_{2,})? ?"
    r"(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b"
)
DEGREE = re.compile(r"(?i)^(drs|dra|ir)\. |, ?(s|m)\.? ?(e|h|t|p|si|sos|kom|pd|ap|stp|hut|kes|m|ak|an)\b\.?")
SECTION = re.compile(
    r"(?i)^([ivx]+|[a-z]|\d{1,2})?[.)]?\s*(kecamatan|kec\.?|kelurahan|kel\.?|desa|sektor|wilayah|district|sector)\b[ .:]*\w"
)
DISTRICT = re.compile(r"(?i)^(?:(?:[ivx]+|[a-z]|\d{1,2})(?:[.)] ?| ))?(?:kecamatan|kec)\b[ .:]*(\w[^(:]*)")


def district_of(note: str) -> str | None:
    """The district of which the rows below are, where a line between rows says so: "B. KECAMATAN TENGGARONG"."""
    found = DISTRICT.match(note)
    return found[1].strip(" .") if found else None


def is_row_of_column_numbers(cells: list[Cell]) -> bool:
    """1, 2, 3 … or (1), (2), (3) under the headings."""
    found = [NUMBER_OF_COLUMN.match(said(cell)) for cell in cells if cell is not None]
    return len(found) > 2 and all(found) and [int(match[1]) for match in found] == list(range(1, len(found) + 1))


def is_note(cells: list[Cell], filled_columns: int) -> bool:
    """Whether a line is told as a note and not counted as a row; `filled_columns` is how many columns have a heading.

    A line that could be a business, however little of it is filled, is none.
    """
    filled = [cell for cell in cells if cell is not None]
    if not filled or is_row_of_column_numbers(cells):
        return True
    words = [said(cell) for cell in filled if has_letters(cell)]
    if not words:
        return filled_columns > 2 and len(filled) * 2 <= filled_columns and not any(map(is_identifier, filled))
    if TOTAL.match(words[0]) and len(words) == 1 and (len(filled) > 1 or filled_columns > 2):
        return all(is_number(cell) for cell in filled if not has_letters(cell))
    if len(filled) > 2 or filled_columns < 4:
        return False
    if len(filled) == 1 and (DEGREE.search(words[0]) or SECTION.match(words[0]) or len(words[0]) > 120):
        return True
    if any(map(is_identifier, filled)) and not NOTE.match(words[0]):
        return False
    return all(NOTE.match(word) or SIGNED.match(word) or DEGREE.search(word) for word in words)
