"""Which column of a file is which, and what is asked once about it."""

from datetime import date
from functools import partial

import pytest

from idaman.spreadsheets.columns import Column, proposed, questions, recognised
from idaman.spreadsheets.meanings import (
    Day,
    Kbli,
    Nib,
    Nik,
    Phone,
    Place,
    Rupiah,
    Sex,
    Text,
    Year,
    looks_like_kbli,
    looks_like_nib,
    looks_like_nik,
    looks_like_phone,
)

pytestmark = pytest.mark.engine_free

ON = date(2026, 11, 24)
COLUMNS = [
    Column("name", "name of the business", ("nama perusahaan", "nama usaha", "nama ikm", "nama"), Text, is_required=True),
    Column("owner_name", "owner's name", ("nama pemilik", "pemilik", "kontak person"), Text, is_personal=True),
    Column("owner_sex", "owner's sex", ("jenis kelamin", "l/p"), Sex),
    Column("nik", "NIK", ("nik", "nomor ktp", "no ktp"), partial(Nik, on=ON), is_personal=True, looks=looks_like_nik),
    Column("nib", "NIB", ("nib", "nomor induk berusaha"), Nib, looks=looks_like_nib),
    Column("street", "street", ("jalan", "alamat"), Text, is_personal=True),
    Column("village", "village", ("desa kelurahan", "kelurahan", "desa"), Place),
    Column("district", "district", ("kecamatan",), Text),
    Column("phone", "telephone", ("telp", "hp", "telepon fax", "no hp"), Phone, is_personal=True, looks=looks_like_phone),
    Column("kbli", "KBLI", ("kbli", "kode kbli"), Kbli, looks=looks_like_kbli),
    Column("activity", "activity", ("kbli", "jenis usaha"), Text, looks=lambda cell: not str(cell).isdigit()),
    Column("product", "product", ("nama produk",), Text),
    Column("investment", "investment", ("nilai investasi",), Rupiah),
    Column("permit_year", "year of the permit", ("tahun izin", "tahun dikeluarkan izin"), Year),
    Column("permit_on", "day of the permit", ("tanggal izin",), Day),
]


def test_headings_of_an_offices_own_list_are_known():
    headings = {
        "NO": None,
        "NAMA PERUSAHAAN": "name",
        "NAMA PEMILIK/ KONTAK PERSON": "owner_name",
        "JENIS KELAMIN / (L/P)": "owner_sex",
        "ALAMAT / JALAN": "street",
        "ALAMAT / DESA/ KELURAHAN": "village",
        "ALAMAT / KECAMATAN": "district",
        "ALAMAT / TELP/ FAX": "phone",
        "BENTUK BADAN USAHA": None,
        "TAHUN DIKELUARKAN IZIN": "permit_year",
        "NOMOR / KBLI": "kbli",
        "KBLI": "activity",
        "NAMA PRODUK": "product",
        "TAHUN DATA": None,
        " NILAI INVESTASI (Rp.000) ": "investment",
    }
    samples = [[] for _heading in headings]
    samples[10], samples[11] = ["10710", "10794", "11050"], ["INDUSTRI KUE BASAH", "INDUSTRI ROTI", None]
    found = proposed(list(headings), samples, COLUMNS)
    assert [found.get(place) for place in range(len(headings))] == list(headings.values())


@pytest.mark.parametrize(
    "heading, name",
    [
        ("JENIS KELAMIN (L/P)", "owner_sex"),
        ("JALAN", "street"),
        ("DESA/ KELURAHAN", "village"),
        ("Kec.", "district"),
        ("TELP/ FAX", "phone"),
        ("No. HP", "phone"),
        ("Nomor Telepon", "phone"),
        ("NO. NIB", "nib"),
        ("Nama Perusahan", "name"),
        ("Tgl. Izin", "permit_on"),
        ("Alamat\nLengkap", "street"),
        ("NOMOR IZIN", None),
        ("NAMA PRODUK UNGGULAN", "product"),
        ("Keterangan", None),
        ("", None),
    ],
)
def test_a_heading_is_known_by_its_words(heading, name):
    assert proposed([heading], [[]], COLUMNS) == ({0: name} if name else {})
    assert recognised(COLUMNS)(heading) == bool(name)


def test_contents_tell_where_the_heading_is_silent_or_says_two_things():
    nibs, niks = ["9120000000001", 9120000000002, "9120000000003"], ["6402051203900001", "6402051203900002", "6402051203900003"]
    assert proposed(["", "Kolom 2"], [niks, nibs], COLUMNS) == {0: "nik", 1: "nib"}
    assert proposed(["Nomor Telepon", "HP"], [["-", None], ["081200000001"] * 3], COLUMNS) == {1: "phone"}
    assert proposed(["", ""], [["10710"], []], COLUMNS) == {}
    assert proposed(["NIB", "NIB"], [[], nibs], COLUMNS) == {1: "nib"}


def test_no_column_is_used_twice():
    headings = ["Nama Usaha", "Nama", "Nama Usaha"]
    assert proposed(headings, [[], [], []], COLUMNS) == {0: "name"}


@pytest.mark.parametrize(
    "heading, cells, answer",
    [
        (" NILAI INVESTASI (Rp.000) ", ["28,000", "Rp9,150"], "1000"),
        ("Omzet (dalam ribuan)", [150_000_000], "1000"),
        ("Omzet (jutaan rupiah)", [12, 30], "1000000"),
        ("Investasi (Rp.000.000)", [12, 30], "1000000"),
        ("Investasi", ["28,000", "-", "11,200"], None),
    ],
)
def test_the_unit_of_amounts_is_asked_once(heading, cells, answer):
    [question] = questions(Rupiah, cells, heading)
    assert (question.name, question.proposed) == ("unit", answer)
    assert [option for option, _label in question.options] == ["1", "1000", "1000000"]
    assert Rupiah(unit=answer or 1).read("28,000") == 28_000 * int(answer or 1)


@pytest.mark.parametrize("cells", [[28_000_000, "-"], ["1,2 jt", "500 rb"], ["-", None, 0], ["menyusul"], []])
def test_the_unit_is_not_asked_where_it_is_plain(cells):
    assert questions(Rupiah, cells, "Omzet (Rp)") == []


def test_the_order_of_days_is_asked_once_and_other_days_propose_it():
    assert questions(Day, ["25/03/2019", "12 Maret 2019", 43536], "Tanggal") == []
    [question] = questions(Day, ["03/04/2019", "25/03/2019"], "Tanggal")
    assert (question.name, question.proposed) == ("order", "dmy")
    [question] = questions(Day, ["03/04/2019", "03/25/2019"], "Tanggal")
    assert question.proposed == "mdy"


def test_p_is_asked_where_it_stands_beside_w():
    assert questions(Sex, ["L", "P", None], "L/P") == []
    [question] = questions(Sex, ["P", "W"], "JK")
    assert (question.name, question.proposed) == ("p", "man")
    assert questions(Text, ["P", "W"], "JK") == []
    assert questions(partial(Sex), ["P", "W"], "JK") == [question]
