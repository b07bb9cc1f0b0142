"""What offices' lists have of their own: men and women at work in two columns, districts as titles between rows."""

import pytest

from idaman.spreadsheets.columns import proposed
from idaman.spreadsheets.notes import district_of
from msmes.imports import MsmeImport
from msmes.models import Address, Baseline
from msmes.tests.test_importing import counts, file_of, taken

pytestmark = pytest.mark.engine_free

PEOPLE = ["No", "Nama Usaha", "Nama Pemilik", "Desa", "Kecamatan", "Tenaga Kerja (L)", "Tenaga Kerja (P)"]
SECTIONS = ["No", "Nama Usaha", "Nama Pemilik", "No HP", "Desa"]


def row(name: str, *more: str) -> list[str]:
    return ["1", name, f"Pemilik {name}", "Melayu", "Tenggarong", *more]


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "headings",
    [
        ["Tenaga Kerja (L)", "Tenaga Kerja (P)"],
        ["JML TENAGA KERJA / L", "JML TENAGA KERJA / P"],
        ["Pekerja Pria", "Pekerja Wanita"],
    ],
)
def test_men_and_women_are_recognised_by_their_headings(headings):
    assert proposed(headings, [], MsmeImport.columns) == {0: "jobs_men", 1: "jobs_women"}


@pytest.mark.engine_free
def test_all_who_work_there_are_not_taken_for_men():
    assert proposed(["Tenaga Kerja", "Tenaga Kerja (2)"], [], MsmeImport.columns) == {0: "jobs"}


def test_men_and_women_are_summed_and_told(db, tmp_path):
    rows = [row("Satu", "2", "1"), row("Dua", "", "3"), row("Tiga", "-", "-"), row("Empat", "banyak", "1")]
    imported = taken(file_of(tmp_path, *rows, headings=PEOPLE), dropped=["jobs_men:amount-signs"])
    found = dict(Baseline.objects.values_list("msme__name", "jobs"))
    assert found == {"Satu": 3, "Dua": 3}  # where nothing or no number stands, nobody knows
    assert imported.told["changed"]["jobs"] == {"count": 2, "examples": [["2 + 1", "3"], ["0 + 3", "3"]]}


def test_a_column_of_all_that_says_otherwise_is_asked_about(db, tmp_path):
    headings = [*PEOPLE, "Jumlah Karyawan"]
    path = file_of(tmp_path, row("Satu", "2", "1", "5"), row("Dua", "2", "1", "3"), headings=headings)
    imported = taken(path)
    assert counts(imported) == {"created": 1, "refused": 1}
    assert [(one["column"], one["cause"], one["acts"]) for one in imported.told["causes"]] == [("jobs", "jobs-sum", ["drop"])]
    taken(path, dropped=["jobs:jobs-sum"])
    assert dict(Baseline.objects.values_list("msme__name", "jobs")) == {"Satu": 3, "Dua": 3}


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "title, district",
    [
        ("KECAMATAN TENGGARONG", "TENGGARONG"),
        ("B. Kec. Loa Kulu :", "Loa Kulu"),
        ("II. KECAMATAN MUARA BADAK (12 usaha)", "MUARA BADAK"),
        ("SEKTOR PANGAN", None),
        ("Kecamatan", None),
    ],
)
def test_a_title_names_the_district_of_the_rows_below(title, district):
    assert district_of(title) == district


def test_a_title_between_rows_is_carried_down_to_the_next(db, tmp_path):
    rows = [
        ["KECAMATAN TENGGARONG"],
        ["1", "Usaha Satu", "Ibu Satu", "", "Melayu"],
        ["Total", "", "", "", "1"],
        ["B. KEC. LOA KULU"],
        ["2", "Usaha Dua", "Ibu Dua", "", "Loa Kulu Kota"],
    ]
    imported = taken(file_of(tmp_path, *rows, headings=SECTIONS))
    found = dict(Address.objects.values_list("msme__name", "village__parent__name"))
    assert found == {"Usaha Satu": "Tenggarong", "Usaha Dua": "Loa Kulu"}
    told = imported.told["changed"]["district"]
    assert told == {"count": 2, "examples": [["KECAMATAN TENGGARONG", "TENGGARONG"], ["B. KEC. LOA KULU", "LOA KULU"]]}
    assert [2, "KECAMATAN TENGGARONG"] in imported.told["notes"]


def test_what_a_row_says_itself_comes_before_the_title(db, tmp_path):
    rows = [["1", "Usaha Satu", "Ibu", "", "Loa Kulu Kota", "Loa Kulu"], ["2", "Usaha Dua", "Ibu", "", "Melayu", "-"]]
    taken(file_of(tmp_path, ["KECAMATAN TENGGARONG"], *rows, headings=[*SECTIONS, "Kecamatan"]))
    found = dict(Address.objects.values_list("msme__name", "village__parent__name"))
    assert found == {"Usaha Satu": "Loa Kulu", "Usaha Dua": "Tenggarong"}
