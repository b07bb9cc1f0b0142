"""Where the headings of a list stand, and what in it is no row."""

import pytest

from idaman.spreadsheets.layout import is_note, layout_of
from idaman.spreadsheets.reading import Unreadable
from idaman.spreadsheets.tests.books import known

pytestmark = pytest.mark.engine_free

BODY = [
    [1, "Keripik Mawar", "Jl. Mawar RT.1", "Melayu", "Tenggarong", "081200000001"],
    [2, "Sambal Ibu Rahma", "Jl. Melati", "Loa Kulu Kota", "Loa Kulu", None],
    [3, "Abon Haruan", None, None, "Tenggarong", "081200000003"],
]


def numbered(*lines):
    """Rows under their numbers; an empty list is a row that is left out."""
    return [(number, line) for number, line in enumerate(lines, 1) if line]


def test_headings_below_a_title():
    heads = ["NO", "NAMA USAHA", "ALAMAT", "DESA/ KELURAHAN", "KECAMATAN", "TELP"]
    found = layout_of(numbered(["DAFTAR USAHA MIKRO KECAMATAN TENGGARONG"], ["TAHUN", 2020], [], heads, *BODY), known)
    assert (found.headings, found.heading_rows, found.body_from) == (heads, (4, 4), 5)


@pytest.mark.parametrize("titles", [[], [["DAFTAR USAHA MIKRO"]], [[None, None, "DATA IKM KABUPATEN"]]])
def test_a_heading_of_two_rows_with_merged_cells(titles):
    above = ["NO", "NAMA\nUSAHA", "ALAMAT", None, None, None]
    below = [None, None, "JALAN", "DESA/ KELURAHAN", "KECAMATAN", "TELP"]
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    found = layout_of(numbered(*titles, above, below, numbers, *BODY), known)
    first = len(titles) + 1
    assert found.headings == [
        "NO",
        "NAMA USAHA",
        "ALAMAT / JALAN",
        "ALAMAT / DESA/ KELURAHAN",
        "ALAMAT / KECAMATAN",
        "ALAMAT / TELP",
    ]
    assert (found.heading_rows, found.body_from) == ((first, first + 1), first + 3)


def test_a_group_written_above_the_row_of_headings():
    above = [None, None, "ALAMAT"]
    below = ["NO", "NAMA USAHA", "JALAN", "DESA/ KELURAHAN", "KECAMATAN", "TELP"]
    found = layout_of(numbered(["Daftar"], above, below, *BODY), known)
    assert (found.headings[1], found.headings[3], found.heading_rows) == ("NAMA USAHA", "ALAMAT / DESA/ KELURAHAN", (2, 3))


def test_years_under_one_heading():
    found = layout_of(
        numbered(["NAMA USAHA", "OMZET", None, None], [None, 2018, 2019, 2020], ["Keripik", 5, 6, 7], ["Sambal", 1, 2, 3]), known
    )
    assert found.headings == ["NAMA USAHA", "OMZET / 2018", "OMZET / 2019", "OMZET / 2020"]
    assert found.body_from == 3


def test_a_first_row_of_words_is_no_second_row_of_the_heading():
    found = layout_of(
        numbered(["NAMA USAHA", "NAMA PEMILIK", None], ["Keripik", "Rahma", "baru"], ["Sambal", "Siti", "lama"]), known
    )
    assert (found.headings, found.body_from) == (["NAMA USAHA", "NAMA PEMILIK", ""], 2)


def test_a_heading_that_stands_twice_is_told_apart():
    found = layout_of(numbered(["NAMA", "TELP", "NAMA", "TELP"], ["Keripik", "0812000001", "Rahma", "0812000002"]), known)
    assert found.headings == ["NAMA", "TELP", "NAMA (2)", "TELP (2)"]
    assert found.repeats(["NAMA", "TELP", "NAMA", "TELP"]) and not found.repeats(["Keripik", "0812000001", "Rahma"])


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("OMZET (Rp.000)", 1000), ("OMZET (Rp 000)", 1000), ("OMZET (Rp. 000,-)", 1000), ("OMZET (000)", 1000),
        ("OMZET (Rp.1.000)", 1000),
        ("OMZET dalam ribuan", 1000), ("OMZET x 1.000", 1000), ("Turnover in thousands", 1000), ("OMZET (Rp. Juta)", 1_000_000),
        ("OMZET (dalam jutaan rupiah)", 1_000_000), ("OMZET (Rp 1.000.000)", 1_000_000), ("OMZET (Rp)", None),
        ("OMZET 2000", None), ("OMZET < Rp 300.000.000", None),
    ],
)  # fmt: skip
def test_a_heading_says_in_what_its_sums_are_counted(heading, unit):
    found = layout_of(numbered(["NAMA USAHA", "NIB", heading], ["Keripik", "9120000000017", 28000]), known)
    assert found.units == ({2: unit} if unit else {})


def test_a_title_says_in_what_all_sums_are_counted():
    found = layout_of(
        numbered(["Data dalam ribuan rupiah"], [], ["NAMA USAHA", "TENAGA KERJA", "OMZET"], ["Keripik", 3, 28]), known
    )
    assert found.units == {2: 1000}


@pytest.mark.parametrize(
    "lines",
    [
        [["REKAPITULASI IKM PER KECAMATAN"], ["KECAMATAN", "JUMLAH", "TENAGA KERJA"], ["Tenggarong", 12, 30], ["Loa Kulu", 5, 9]],
        [
            ["NO", "KABUPATEN/KOTA", "UNIT", "TK"],
            [1, "Kutai Kartanegara", 120, 300],
            [2, "Paser", 50, 90],
            [3, "Berau", "-", "-"],
        ],
        [["SEKTOR", "TENGGARONG", "LOA KULU", "MUARA BADAK"], ["Pangan", 12, 3, 4], ["Sandang", 5, 9, "1,200"]],
        [["URAIAN", "TENGGARONG", "LOA KULU"], [None, 2019, 2020], ["Pangan", 12, 3], ["Sandang", 5, 9], ["JUMLAH", 17, 12]],
        [["NO", "JENIS INDUSTRI", "KECAMATAN", "JUMLAH"], [1, "Pangan", "Tenggarong", 3], [2, "Pangan", "Loa Kulu", 4]],
        [["Cabang", "A", "B", "C"], ["Pangan", 1, 2, 3], ["Logam", 4, 5, 6]],
    ],
)
def test_a_table_of_sums_is_no_list(lines):
    with pytest.raises(Unreadable) as caught:
        layout_of(numbered(*lines), known)
    assert caught.value.code == "report"
    assert "not a list" in str(caught.value)


@pytest.mark.parametrize(
    "lines",
    [
        [["NAMA USAHA", "OMZET 2018", "OMZET 2019"], ["Keripik", 12, 30], ["Sambal", 5, 9]],
        [["NIB", "TENAGA KERJA"], ["9120000000017", 3], ["9120000000025", 4]],
        [["NIK", "KECAMATAN", "JUMLAH"], [6402010101010001, "Tenggarong", 3], [6402010101010002, "Loa Kulu", 4]],
        [["NAMA USAHA"], ["Keripik"], ["Sambal"]],
    ],
)
def test_a_list_with_many_numbers_is_a_list(lines):
    assert layout_of(numbered(*lines), known).body_from == 2


def test_a_file_without_headings_says_what_to_put_there():
    with pytest.raises(Unreadable, match="No row of headings.*NAMA USAHA"):
        layout_of(numbered(["Keripik", "9120000000017"], ["Sambal", "9120000000025"]), known)


def test_headings_without_a_list_are_told():
    with pytest.raises(Unreadable, match="Below the headings in row 2"):
        layout_of(numbered([], ["NAMA USAHA", "NIB"], [1, 2, 3]), known)


@pytest.mark.parametrize(
    "cells",
    [
        [None, "JUMLAH: 32 USAHA"],
        ["JUMLAH", None, None, 3021, "112,960,728"],
        [None, "Total", 5],
        ["Jumlah Kecamatan Tenggarong", None, 12],
        [None, None, None, "1,440", "3,020"],
        [51],
        ["Catatan: data per Desember"],
        ["Sumber: dinas"],
        ["*) dalam ribuan"],
        [None, None, None, None, "Tenggarong, 12 Maret 2020"],
        [None, None, None, None, "Kepala Dinas Perindustrian"],
        [None, None, None, None, "Ahmad Contoh, S.Sos, M.Si"],
        [None, None, None, None, "NIP. 19700101 199003 1 001"],
        ["Mengetahui,", None, None, None, "Tenggarong, 5 Mei 2020"],
        ["B. KECAMATAN LOA KULU"],
        [1, 2, 3, 4, 5],
        ["(1)", "(2)", "(3)", "(4) = 2+3"],
    ],
)
def test_what_is_told_as_a_note(cells):
    assert is_note(cells, 8)


@pytest.mark.parametrize(
    "cells",
    [
        [None, "Total Jaya"],
        [None, "Total Jaya", 3, 500],
        ["Sumber Rejeki"],
        [None, "Sumber Rejeki", "Rahma"],
        [None, "Kepala Ikan Bu Contoh"],
        [None, "Penata Rambut Contoh"],
        [None, None, "9120000000017"],
        [None, "Jumlah", "Rahma", "Tenggarong"],
        [1, "Keripik Mawar"],
        [3, None, "Jl. Mawar"],
    ],
)
def test_what_could_be_a_business_is_a_row(cells):
    assert not is_note(cells, 8)
