"""What the cells of offices mean, and in which words the others are refused."""

from datetime import date

import pytest

from idaman.spreadsheets.meanings import (
    Day,
    Faulty,
    Kbli,
    Nib,
    Nik,
    Npwp,
    OneOf,
    PartialDay,
    Phone,
    Rupiah,
    Sex,
    Text,
    Whole,
    Year,
    YesNo,
)

pytestmark = pytest.mark.engine_free

ON = date(2026, 11, 24)
LEVELS = {"small": ("Kecil", "K"), "medium": ("Menengah", "M")}


def cause(meaning, cell) -> str:
    with pytest.raises(Faulty) as refused:
        meaning.read(cell)
    assert refused.value.sentence and str(refused.value) == refused.value.sentence
    return refused.value.cause


@pytest.mark.parametrize(
    "meaning, cell, value",
    [
        (Text(), " Kue \n  Basah", "Kue Basah"),
        (Text(lines=True), "Jl. Mawar  3\n\n RT 4", "Jl. Mawar 3\nRT 4"),
        (Text(), 12, "12"),
        (Text(), "'=A1", "=A1"),
        (Whole(), "3 orang", 3),
        (Whole(), 3.0, 3),
        (Whole(), " 1,440 ", 1440),
        (Whole(), "5.0", 5),
        (Rupiah(), "Rp9,150", 9150),
        (Rupiah(), "28,000", 28_000),
        (Rupiah(), " Rp - ", None),
        (Rupiah(), "1,2 jt", 1_200_000),
        (Rupiah(), "Rp. 2,5 Milyar", 2_500_000_000),
        (Rupiah(), "1.250.000,00", 1_250_000),
        (Rupiah(), "1,250,000.00", 1_250_000),
        (Rupiah(), "1 250 000", 1_250_000),
        (Rupiah(), "Rp 5.000,-", 5000),
        (Rupiah(), "750 ribu rupiah", 750_000),
        (Rupiah(min=-9999), "(5.000)", -5000),
        (Rupiah(unit=1000), "28,000", 28_000_000),
        (Rupiah(unit=1000), "1,5 jt", 1_500_000),
        (Rupiah(unit=1000), 1.5, 1500),
        (Rupiah(unit=1_000_000), "0,125", 125_000),
        (Day(), 43536, PartialDay(date(2019, 3, 12))),
        (Day(), 43536.75, PartialDay(date(2019, 3, 12))),
        (Day(), "2019-03-12 14:05", PartialDay(date(2019, 3, 12))),
        (Day(), "12 Maret 2019", PartialDay(date(2019, 3, 12))),
        (Day(), "Jum'at, 5 Agt 2019", PartialDay(date(2019, 8, 5))),
        (Day(), "March 12, 2019", PartialDay(date(2019, 3, 12))),
        (Day(), "25/03/2019", PartialDay(date(2019, 3, 25))),
        (Day(), "5/5/19", PartialDay(date(2019, 5, 5))),
        (Day(order="dmy"), "03/04/2019", PartialDay(date(2019, 4, 3))),
        (Day(order="mdy"), "03/04/2019", PartialDay(date(2019, 3, 4))),
        (Day(), "Mar-19", PartialDay(date(2019, 3, 1), "month")),
        (Day(), "Pebruari 2019", PartialDay(date(2019, 2, 1), "month")),
        (Day(), "03/2019", PartialDay(date(2019, 3, 1), "month")),
        (Day(), 2019, PartialDay(date(2019, 1, 1), "year")),
        (Day(), "Tahun 2019", PartialDay(date(2019, 1, 1), "year")),
        (Day(), 20190312, PartialDay(date(2019, 3, 12))),
        (Year(), "0", None),
        (Year(), "2016.0", 2016),
        (Year(), "2016-05-01", 2016),
        (Phone(), "081200000001", "+6281200000001"),
        (Phone(), 81200000001, "+6281200000001"),
        (Phone(), "81200000001", "+6281200000001"),
        (Phone(), "541000001", "+62541000001"),
        (Phone(), "0812 0000 0001 ", "+6281200000001"),
        (Phone(), "(0541) 000-001", "+62541000001"),
        (Phone(), "HP. 0812-0000-0001 (Budi)", "+6281200000001"),
        (Phone(), "541.000010", "+62541000010"),
        (Phone(), "0541. 000001/081200000001", "+62541000001"),
        (Phone(), "081200000001, \n081200000002", "+6281200000001"),
        (Phone(), "081200000001 081200000002", "+6281200000001"),
        (Phone(), "+62 812 0000 0001", "+6281200000001"),
        (Phone(), "0", None),
        (Nib(), 9120000000001, "9120000000001"),
        (Nib(), "'0220000000001", "0220000000001"),
        (Nik(on=ON), "640205 120390 0001", "6402051203900001"),
        (Npwp(on=ON), "6402051203900001", "6402051203900001"),
        (Kbli(), 10710, "10710"),
        (Kbli(), "10710 - Industri roti", "10710"),
        (Sex(), "L", "man"),
        (Sex(), "p", "woman"),
        (Sex(p="man"), "P", "man"),
        (Sex(), "Laki - Laki", "man"),
        (Sex(), "WANITA", "woman"),
        (YesNo(), "v", True),
        (YesNo(), "-", False),
        (YesNo(), "tidak ada", False),
        (YesNo(), 1, True),
        (YesNo(), False, False),
        (OneOf(LEVELS), "menengah", "medium"),
        (OneOf(LEVELS), "small", "small"),
    ],
)
def test_cells_of_offices_become_regular(meaning, cell, value):
    assert meaning.read(cell) == value
    assert meaning.read_all([cell, None, cell]) == ([value, None, value], {})


@pytest.mark.parametrize("nothing", [None, "", "-", "–", " -- ", "n/a", "Tidak ada", "KOSONG", "(kosong)"])
@pytest.mark.parametrize(
    "meaning", [Text(), Whole(), Rupiah(), Day(), Year(), Phone(), Nib(), Nik(on=ON), Npwp(on=ON), Kbli(), Sex()]
)
def test_markers_for_nothing_are_empty(meaning, nothing):
    assert meaning.read(nothing) is None


@pytest.mark.parametrize("meaning", [Day(), Year(), Phone(), Nib(), Nik(on=ON), Npwp(on=ON), Kbli()])
def test_zero_is_nothing_where_it_cannot_be(meaning):
    assert meaning.read_all([0, "0", "'0", "000"]) == ([None] * 4, {})


@pytest.mark.parametrize(
    "meaning, cell, told",
    [
        (Text(max_length=3), "Roti", "text-long"),
        (Text(), "#REF!", "excel-error"),
        (Whole(), 3.5, "amount-part"),
        (Whole(max=100), 101, "amount-large"),
        (Whole(), -1, "amount-small"),
        (Whole(), True, "amount-signs"),
        (Rupiah(), "sekitar 5 juta", "amount-signs"),
        (Rupiah(), "1.250 jt", "amount-two-ways"),
        (Rupiah(), "9150,5", "amount-part"),
        (Rupiah(), "1.2E+09", "scientific"),
        (Rupiah(), 10**15, "amount-large"),
        (Day(), "03/04/2019", "day-order"),
        (Day(), "31/02/2019", "day-unknown"),
        (Day(order="dmy"), "03/25/2019", "day-unknown"),
        (Day(), "12-Mar", "day-no-year"),
        (Day(), "12 Mars 2019", "day-month"),
        (Day(), 7, "day-unknown"),
        (Day(), "12 Maret 1019", "day-far"),
        (Day(to_the_day=True), "Mar-19", "day-partial"),
        (Year(), 211, "year-unknown"),
        (Year(min=2018), 2017, "year-far"),
        (Phone(), "8.13469E+10", "scientific"),
        (Phone(), 541.00001, "phone-decimal"),
        (Phone(), "541.00001", "phone-decimal"),
        (Phone(), "5613811", "phone-start"),
        (Phone(), "menyusul", "phone-signs"),
        (Phone(), "08120000", "phone-digits"),
        (Nib(), "9.12E+12", "scientific"),
        (Nib(), "91200000", "nib-digits"),
        (Nib(), 220000000001, "nib-zero"),
        (Nik(on=ON), 6402051203900001, "digits-lost"),
        (Nik(on=ON), "640205120390001", "nik-digits"),
        (Nik(on=ON), "6402059903900001", "nik-birth-day"),
        (Nik(on=ON), "9902051203900001", "nik-province"),
        (Nik(on=ON), "6402051203900000", "nik-serial"),
        (Npwp(on=ON), "01.234.567.9-901.000", "npwp-check-digit"),
        (Kbli(), 1113, "kbli-zero"),
        (Kbli(), "10710, 10794", "kbli-several"),
        (Kbli(), "roti", "kbli-signs"),
        (Kbli(), 1071.5, "kbli-signs"),
        (Nib(), 912000000000.5, "nib-signs"),
        (Phone(), True, "phone-signs"),
        (Sex(), "L/P", "choice-unknown"),
        (YesNo(), "mungkin", "choice-unknown"),
    ],
)
def test_what_cannot_be_known_is_refused_in_words(meaning, cell, told):
    assert cause(meaning, cell) == told
    values, faults = meaning.read_all([cell, None])
    assert values == [None, None] and [fault.cause for fault in faults.values()] == [told]


@pytest.mark.parametrize(
    "meaning, cell, proposals",
    [
        (Nib(), 220000000001, ("0220000000001",)),
        (Kbli(), 1113, ("01113",)),
        (Kbli(), "10710 / 10794", ("10710", "10794")),
        (Phone(), 541.000001, ("0541000001",)),
        (Nik(on=ON), 6402051203900001, ("6402051203900001",)),
        (Nik(on=ON), 6402051203900000, ()),
        (Rupiah(), "1.250 jt", ("1250000000", "1250000")),
        (Sex(), "Prempuan", ("Perempuan",)),
    ],
)
def test_what_is_likely_is_proposed_and_reads_once_it_is_said(meaning, cell, proposals):
    with pytest.raises(Faulty) as refused:
        meaning.read(cell)
    assert refused.value.proposals == proposals
    for one in proposals:
        assert meaning.read(one) is not None


def test_what_a_person_has_said_of_a_spelling_counts_and_the_empty_word_leaves_empty():
    meaning = Sex(said={"Bpk": "L", "Kelompok": ""})
    assert meaning.read_all(["Bpk", " Kelompok ", "P"]) == (["man", None, "woman"], {})
    assert Phone(said={"08120000": "081200000001"}).read_all(["08120000"]) == (["+6281200000001"], {})
    assert Nib(said={"9120000000001": "9120000000002"}).read("9120000000001") == "9120000000002"


def test_what_was_done_beyond_taking_a_number_is_told():
    assert "081200000002" in Phone().remark("081200000001 / 081200000002")
    assert Phone().remark(81200000001)
    assert not Phone().remark("081200000001") and not Phone().remark("menyusul") and not Phone().remark(None)


def test_codes_that_were_pulled_down_are_told_and_taken_once_a_person_says_so():
    column = ["10710", "10391", "10392", "10393", "10394", "10395", None, "10710", "10711"]
    values, faults = Kbli().read_all(column)
    assert values == ["10710", "10391", None, None, None, None, None, "10710", "10711"]
    assert {fault.cause for fault in faults.values()} == {"kbli-pulled"} and faults[2].proposals == ("10391",)
    assert Kbli(said={code: code for code in column[2:6]}).read_all(column) == (column, {})


def test_a_part_of_a_year_knows_among_which_days_it_is():
    assert str(PartialDay(date(2019, 1, 1), "year")) == "2019"
    assert PartialDay(date(2019, 1, 1), "year").period.end == date(2020, 1, 1)
    assert PartialDay(date(2019, 12, 1), "month").period.end == date(2020, 1, 1)
    assert PartialDay(date(2019, 12, 31)).period.last_day == date(2019, 12, 31)
