"""Text files: encodings and separators are found out, and a broken quote swallows nothing."""

import random

import pytest

from idaman.spreadsheets.reading import opened
from idaman.spreadsheets.tests.books import all_rows, cells_of, text
from idaman.spreadsheets.text_files import Table

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("encoding", "told"),
    [(same, same) for same in ("utf-8", "utf-8-sig", "cp1252", "utf-16")] + [("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_separator_an_office_uses(tmp_path, encoding, told, delimiter):
    lines = [["NAMA USAHA", "ALAMAT"], ["Café Kutai – “Mawar”", "Jl. Mawar No.1"], ["Kedai", "Jl. Melati"]]
    path = text(tmp_path / "list.csv", "\r\n".join(delimiter.join(line) for line in lines), encoding)
    found = opened(path)
    assert (found.kind, found.sheets, found.encoding, found.delimiter) == ("csv", [""], told, delimiter)
    assert cells_of(path) == lines


def test_a_word_of_windows_within_utf_8_is_mended(tmp_path):
    (tmp_path / "list.csv").write_bytes("Café,Jl. Mawar\n".encode() + "Résto,Jl. Melati\n".encode("cp1252"))
    assert cells_of(tmp_path / "list.csv") == [["Café", "Jl. Mawar"], ["Résto", "Jl. Melati"]]


def test_nul_bytes_are_taken_out(tmp_path):
    path = text(tmp_path / "list.csv", "NAMA,NIB\nKeripik\0 Mawar,9120000000017\nSambal,\0\n")
    assert cells_of(path) == [["NAMA", "NIB"], ["Keripik Mawar", "9120000000017"], ["Sambal"]]


def test_250_empty_columns_and_empty_lines_are_left_out(tmp_path):
    path = text(tmp_path / "list.csv", "NAMA,NIB" + "," * 250 + "\n" + "," * 251 + "\n\nKeripik, 1 " + "," * 250 + "\n")
    assert all_rows(path) == [(1, ["NAMA", "NIB"]), (4, ["Keripik", "1"])]


def test_a_semicolon_file_with_decimal_commas(tmp_path):
    path = text(tmp_path / "list.csv", "NAMA;OMZET\nKeripik;1,5\nSambal;2,5\nAbon;3,5\n")
    assert cells_of(path)[1] == ["Keripik", "1,5"]


def test_an_instruction_to_excel_is_no_row(tmp_path):
    assert all_rows(text(tmp_path / "list.csv", "sep=|\nNAMA|NIB\nA|1\n")) == [(1, ["NAMA", "NIB"]), (2, ["A", "1"])]


def test_a_line_break_in_a_cell_is_kept_and_counts_as_one_row(tmp_path):
    path = text(tmp_path / "list.csv", 'NAMA,"NILAI\r\n(Rp.000)",KET\r\nKeripik,"5, atau 6","baris\r\ndua"\r\nSambal,7,x\r\n')
    assert all_rows(path) == [
        (1, ["NAMA", "NILAI\n(Rp.000)", "KET"]),
        (2, ["Keripik", "5, atau 6", "baris\ndua"]),
        (3, ["Sambal", "7", "x"]),
    ]


def test_a_broken_quote_swallows_nothing(tmp_path):
    lines = [f"Usaha {number},Jl. Mawar {number},{number}" for number in range(500)]
    lines[10] = '"Usaha 10,Jl. Mawar 10,10'
    lines[20] = 'Usaha 20,"Jl. Mawar 20,20'
    lines[21] = 'Usaha 21,Jl. Mawar 21",21'
    lines[30] = 'Usaha 30,Jl. "Mawar" 30,30'
    lines[40] = '"Usaha "Empat Puluh" 40",Jl. Mawar 40,40'
    lines[50] = 'Pipa 5" besi,Jl. Mawar 50,50'
    lines[60] = '"Usaha, 60","Jl. Mawar ""60""",60'
    lines[499] = '"Usaha 499,Jl. Mawar 499,499'
    found = all_rows(text(tmp_path / "list.csv", "NAMA,ALAMAT,NO\n" + "\n".join(lines)))
    assert [number for number, _cells in found] == list(range(1, 502))
    assert [cells[-1] for _number, cells in found[1:]] == [str(number) for number in range(500)]
    assert found[11][1] == ['"Usaha 10', "Jl. Mawar 10", "10"]
    assert found[41][1] == ['Usaha "Empat Puluh" 40', "Jl. Mawar 40", "40"]
    assert found[51][1] == ['Pipa 5" besi', "Jl. Mawar 50", "50"]
    assert found[61][1] == ["Usaha, 60", 'Jl. Mawar "60"', "60"]


def test_more_cells_than_headings_are_kept(tmp_path):
    assert cells_of(text(tmp_path / "list.csv", "NAMA,NIB\nA,1\nB,2\nC,3,lebih,\n"))[-1] == ["C", "3", "lebih"]


def test_a_formula_in_a_text_file_is_text(tmp_path):
    path = text(tmp_path / "list.csv", 'NAMA;LINK\nA;=HYPERLINK("http://contoh.invalid")\nB;=1+1\n')
    assert cells_of(path)[1:] == [["A", '=HYPERLINK("http://contoh.invalid")'], ["B", "=1+1"]]


def test_a_column_of_names_alone(tmp_path):
    assert cells_of(text(tmp_path / "list.csv", "NAMA USAHA\nKeripik\nSambal\n")) == [["NAMA USAHA"], ["Keripik"], ["Sambal"]]


@pytest.mark.parametrize("seed", range(200))
def test_no_line_is_lost_wherever_quotes_are_put(seed):
    chance = random.Random(seed)
    lines = [";".join(f"c{row}x{column}" for column in range(6)) for row in range(40)]
    for row in chance.sample(range(40), 6):
        place = chance.randrange(len(lines[row]) + 1)
        lines[row] = lines[row][:place] + '"' + lines[row][place:]
    found = list(Table("\n".join(lines).encode()).records())
    assert ["".join(cells).replace('"', "") for cells in found] == [line.replace('"', "").replace(";", "") for line in lines]
