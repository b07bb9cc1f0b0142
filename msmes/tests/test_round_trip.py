"""A list of MSMEs leaves as a file and comes back: what was touched in it changes, everything else stays."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from idaman import bulk, clock
from idaman.history import keep
from idaman.models import Region
from idaman.spreadsheets.reading import rows as read
from idaman.spreadsheets.written import csv_lines, xlsx_file
from idaman.testing.cast import BEGIN, make_msme
from msmes.exported import exported
from msmes.imported_columns import COLUMNS
from msmes.models import Address, Baseline, Msme
from partners.importing import jobs
from partners.importing.actions import begin, decide, receive
from partners.importing.decided import Decided
from partners.importing.importers import importers
from partners.importing.ledger import totals
from partners.importing.models import Import, ImportedRow

pytestmark = pytest.mark.engine_free

NIK, NPWP = "6402014507800001", "0012345678901000"
TYPES = pytest.mark.parametrize("file_type", ["xlsx", "csv"])
AT = {column.name: place for place, column in enumerate(COLUMNS)}


@pytest.fixture
def four(db):
    """Four MSMEs with an owner, a place and a baseline."""
    found = []
    for number, village in enumerate(["Loa Kulu Kota", "Melayu", "Timbau", "Sebulu Ulu"], 1):
        details = {"owner_nik": f"640201450780000{number}", "owner_sex": "woman", "phone": f"+62812000000{number:02d}"}
        one = make_msme(f"Usaha {number}", enrolled=date(2019, 3, 1), village=village, nib=f"912000000000{number}", **details)
        keep(Baseline(msme=one, measured_on=BEGIN, monthly_turnover=1_500_000, jobs=number), by=None)
        found.append(one)
    return found


def left(folder, file_type: str, user=None, change=()) -> object:
    """The file of all MSMEs; `change`: name of the MSME, column, what is typed in its cell."""
    rows = [list(row) for row in exported(user, clock.today(), Msme.objects.current())]
    path = folder / f"umkm.{file_type}"
    if file_type == "csv":
        text = "".join(csv_lines(rows, "id"))
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        typed(cells, change)
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=";").writerows(cells)
        path.write_text(written.getvalue(), newline="")
        return path
    with xlsx_file(rows, title="UMKM") as file:
        path.write_bytes(file.read())
    if change:
        cells = [cells for some_rows in read(path) for _number, cells in some_rows]
        typed(cells, change)
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    return path


def typed(rows: list[list], change) -> None:
    for name, column, value in change:
        row = next(row for row in rows if row[AT["name"]] == name)
        row[AT[column]] = value


def bring_back(path, by, **decided) -> Import:
    """Hand the file in, check it and write it, as the worker does."""
    words = {"name": path.name, "by": by, "partner": None, "language": "id", "at": clock.now()}
    imported = receive(importer=importers()["msmes"], path=path, **words)
    decide(imported=imported, decided=Decided(**decided))
    for to, job in ((Import.State.CHECKING, jobs.check_file), (Import.State.WRITING, jobs.write_file)):
        now = begin(imported=imported, to=to, at=clock.now())
        job.call(now.pk, now.turn)
    imported.refresh_from_db()
    assert imported.state == Import.State.WRITTEN, imported.fault
    return imported


def counts(imported: Import) -> dict[str, int]:
    return {outcome: count for outcome, count in totals(imported.told).items() if count}


@TYPES
def test_a_file_that_nobody_touched_changes_nothing(four, officer, tmp_path, file_type):
    before = Msme.history.count(), Address.history.count(), Baseline.history.count()
    imported = bring_back(left(tmp_path, file_type, officer), officer)
    assert counts(imported) == {"unchanged": 4}
    assert (Msme.history.count(), Address.history.count(), Baseline.history.count()) == before


@TYPES
def test_three_cells_changed_are_three_rows_updated(four, officer, tmp_path, file_type):
    change = [("Usaha 1", "phone", "0813 1111 2222"), ("Usaha 2", "street", "Jalan Mawar 5"), ("Usaha 3", "jobs", 12)]
    imported = bring_back(left(tmp_path, file_type, officer, change), officer)
    assert counts(imported) == {"updated": 3, "unchanged": 1}
    assert Msme.objects.get(name="Usaha 1").phone == "+6281311112222"
    assert Msme.objects.get(name="Usaha 2").addresses.get().street == "Jalan Mawar 5"
    assert Baseline.objects.get(msme__name="Usaha 3").jobs == 12
    assert Msme.objects.get(name="Usaha 1").history.latest("history_id").history_user == officer


@TYPES
def test_what_was_changed_in_the_record_since_is_told_as_a_conflict(four, officer, tmp_path, file_type):
    path = left(tmp_path, file_type, officer, [("Usaha 1", "phone", "081311112222"), ("Usaha 2", "village", "Panji")])
    four[0].phone = "+6281999999999"
    keep(four[0], by=officer, why="nomor baru")
    address = four[1].addresses.get()
    address.village = Region.objects.villages().get(name="Timbau")
    keep(address, by=officer, why="pindah")
    imported = bring_back(path, officer)
    assert counts(imported) == {"refused": 2, "unchanged": 2}
    problems = [row.problems[0] for row in ImportedRow.objects.filter(imported=imported, outcome="refused")]
    assert {(one["column"], one["cause"]) for one in problems} == {("phone", "conflict"), ("village", "conflict")}
    assert officer.name in problems[0]["reason"] and "+6281999999999" in problems[0]["reason"]
    assert counts(bring_back(path, officer, conflict="record")) == {"unchanged": 4}
    assert counts(bring_back(path, officer, conflict="file")) == {"updated": 2, "unchanged": 2}
    assert Msme.objects.get(name="Usaha 1").phone == "+6281311112222"


@TYPES
def test_what_only_the_record_changed_stays(four, officer, tmp_path, file_type):
    path = left(tmp_path, file_type, officer, [("Usaha 1", "phone", "081311112222")])
    four[0].owner_name = "Nama Baru"
    keep(four[0], by=officer, why="perbaikan")
    four[1].baseline.jobs = 77
    keep(four[1].baseline, by=officer, why="perbaikan")
    assert counts(bring_back(path, officer)) == {"updated": 1, "unchanged": 3}
    assert Msme.objects.get(name="Usaha 1").owner_name == "Nama Baru"
    assert Baseline.objects.get(msme=four[1]).jobs == 77


@TYPES
def test_a_masked_number_says_nothing(four, officer, tmp_path, file_type):
    path = left(tmp_path, file_type, officer, [("Usaha 1", "phone", "081311112222")])
    content = " ".join(str(cell) for rows in read(path) for _number, cells in rows for cell in cells)
    assert "64••••••••••••01" in content and "6402014507800001" not in content
    bring_back(path, officer)
    assert [one.owner_nik for one in Msme.objects.order_by("name")] == [f"640201450780000{number}" for number in range(1, 5)]


def test_numbers_kept_as_printed_and_odd_names_come_back(officer, tmp_path):
    make_msme("-", nib="IUMK/12/2017", is_as_printed=True, older_numbers="SIUP 1\nTDP  2")
    make_msme("Jumlah", village="Melayu")
    keep(Address(msme=make_msme("Usaha Jauh"), elsewhere="Balikpapan", starts_on=BEGIN), by=None)
    twin = {"owner_name": "Siti", "phone": "+6281200000001", "owner_nik": NIK}
    make_msme("Kembar", village="Melayu", **twin)
    make_msme("Kembar", village="Melayu", **twin)
    for file_type in ("xlsx", "csv"):
        assert counts(bring_back(left(tmp_path, file_type), officer)) == {"unchanged": 5}


def test_a_number_of_another_and_a_day_that_a_file_cannot_change_are_told(four, officer, tmp_path):
    change = [("Usaha 1", "nib", "9120000000002"), ("Usaha 2", "enrolled_on", "2018-05-05")]
    imported = bring_back(left(tmp_path, "xlsx", officer, change), officer)
    assert counts(imported) == {"refused": 2, "unchanged": 2}
    causes = {row.problems[0]["cause"] for row in ImportedRow.objects.filter(imported=imported, outcome="refused")}
    assert causes == {"nib-elsewhere", "own-page"}


NAMES = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
ODD = some.sampled_from(
    ["=1+1", "+62", '"Kutip" & <b>', "a;b,c", "baris\nsatu", "\r\n", "مطعم", "🍜 Bakso", "'Aisyah", "'=x", "_x0041_", "-", "@x"]
    + ["123456789012", "Jumlah", "Nama Usaha", "Balikpapan", "1,2 jt", "2019", "n/a", "Ya"]
)
WORDS = NAMES | ODD


@pytest.mark.engine_free
class AnyNames(TestCase):
    """Businesses of any name."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
    @example([("\rab", "'", "\r", "\r"), ("=x", "\t=y", "+", "_x000D_")])
    @given(some.lists(some.tuples(WORDS, WORDS | some.just(""), WORDS, WORDS), min_size=1, max_size=8))
    def test_whatever_they_are_called_they_come_back_unchanged(self, told):
        names, owners, places, streets = map(list, zip(*told, strict=True))
        sign = {"by": None, "at": clock.now(), "why": "uji"}
        public = [f"abc{number:07d}" for number in range(len(told))]
        keys = bulk.insert(Msme, {"public_id": public, "name": names, "owner_name": owners, "older_numbers": owners}, **sign)
        where = {"msme_id": keys, "elsewhere": places, "street": streets, "starts_on": [BEGIN] * len(keys)}
        bulk.insert(Address, where, **sign)
        with tempfile.TemporaryDirectory() as folder:
            for file_type in ("xlsx", "csv"):
                imported = bring_back(left(Path(folder), file_type), None)
                assert counts(imported) == {"unchanged": len(told)}, imported.told
