"""An office's own list becomes records: every row accounted for, nothing half-written, and undone as a whole."""

import csv
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from idaman import clock, staging
from idaman.history import keep
from msmes.consents.models import Consent
from msmes.forgetting import anonymise
from msmes.imports import MsmeImport
from msmes.models import Address, Baseline, Enrolment, Msme
from partners.importing import jobs, undoing
from partners.importing.actions import begin, cancel, decide, receive
from partners.importing.decided import Decided
from partners.importing.importers import importers
from partners.importing.ledger import totals
from partners.importing.models import SILENCE, Import, ImportedRow

HEADINGS = ["No", "Nama Usaha", "Nama Pemilik", "NIB", "NIK", "No HP", "Desa", "Kecamatan", "Bergabung sejak", "Omzet"]
NIK = "6402014507900001"
GOOD = [
    "1",
    "Amplang Rekaan",
    "Ibu Contoh",
    "9120001234567",
    NIK,
    "0812 1111 2222",
    "Melayu",
    "Tenggarong",
    "12 Maret 2019",
    "1,2 jt",
]
FAST = (Phase.explicit, Phase.reuse, Phase.generate)


def file_of(folder, *rows, headings=HEADINGS, name="daftar.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headings, *rows])
    return path


def received(path, by=None, partner=None) -> Import:
    words = {"by": by, "partner": partner, "language": "id", "at": clock.now()}
    return receive(importer=importers()["msmes"], path=path, name=path.name, **words)


def taken(path, by=None, partner=None, **decided) -> Import:
    """The file received, checked and written as the worker does it."""
    imported = received(path, by, partner)
    if decided:
        imported = decide(imported=imported, decided=Decided(**{**imported.decided, **decided}))
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.func(now.pk, now.turn)
    now = begin(imported=now, to=Import.State.WRITING, at=clock.now())
    jobs.write_file.func(now.pk, now.turn)
    now.refresh_from_db()
    return now


def counts(imported: Import) -> dict:
    return {name: count for name, count in totals(imported.told).items() if count}


def outcomes(imported: Import) -> list[str]:
    return list(imported.ledger.values_list("outcome", flat=True))


def test_a_good_row_becomes_a_business_with_its_place_turnover_and_day(db, tmp_path, officer):
    imported = taken(file_of(tmp_path, GOOD), by=officer)
    msme = Msme.objects.get()
    assert (imported.state, counts(imported)) == ("written", {"created": 1})
    assert (msme.name, msme.nib, msme.owner_nik, msme.phone) == ("Amplang Rekaan", "9120001234567", NIK, "+6281211112222")
    assert Msme.objects.of_owner(msme.owner_nik_hash).get() == msme
    assert str(Address.objects.get().village) == "Melayu, Kecamatan Tenggarong"
    assert Baseline.objects.get().monthly_turnover == 1_200_000
    assert Enrolment.objects.get().starts_on == date(2019, 3, 12)
    entry = msme.history.get()
    assert (entry.history_user, entry.history_change_reason, entry.owner_nik) == (officer, imported.why, NIK)


def test_the_same_file_again_changes_nothing(db, tmp_path):
    path = file_of(tmp_path, GOOD, ["2", "Tanpa Nomor", "Pak Umpama", "", "", "", "Melayu", "Tenggarong", "", ""])
    taken(path)
    again = taken(path)
    assert counts(again) == {"unchanged": 2}
    assert Msme.objects.count() == 2
    assert Msme.history.count() == 2


def test_a_twin_in_the_file_is_told_with_the_row_it_repeats(db, tmp_path):
    other = ["2", "AMPLANG  rekaan", "IBU CONTOH", "", "", "", "melayu", "kec. tenggarong", "", ""]
    imported = taken(file_of(tmp_path, GOOD, other))
    assert counts(imported) == {"created": 1, "duplicate": 1}
    assert imported.ledger.get(number=3).problems == [{"column": "", "cause": "twin", "row": 2}]


def test_a_number_under_another_name_is_for_people_to_decide(db, tmp_path):
    other = ["2", "Kerajinan Lain", "Pak Umpama", GOOD[3], "", "", "Melayu", "Tenggarong", "", ""]
    imported = taken(file_of(tmp_path, GOOD, other))
    assert counts(imported) == {"created": 1, "refused": 1}
    assert imported.ledger.get(number=3).problems[0]["cause"] == "nib-twice"


def test_a_near_name_in_the_same_village_is_asked_and_the_answer_is_kept(db, tmp_path):
    taken(file_of(tmp_path, GOOD))
    near = ["1", "Amplang Rekaann", "Pak Umpama", "", "", "", "Melayu", "Tenggarong", "", ""]
    asked = taken(file_of(tmp_path, near))
    cause = asked.told["causes"][0]
    assert (cause["cause"], cause["acts"], cause["spellings"][0]["proposals"]) == (
        "near-name", ["same"], [Msme.objects.get().public_id],
    )  # fmt: skip
    assert counts(taken(file_of(tmp_path, near), same={"2": Msme.objects.get().public_id})) == {"unchanged": 1}
    assert counts(taken(file_of(tmp_path, near), same={"2": "new"})) == {"created": 1}


def test_spellings_are_mended_by_one_decision(db, tmp_path):
    rows = [["1", f"Usaha {n}", f"Ibu {n}", "", "", "", "Melayuu", "Tenggarong", "", ""] for n in "ABC"]
    told = taken(file_of(tmp_path, *rows)).told["causes"]
    assert [(cause["count"], cause["acts"]) for cause in told] == [(3, ["choose", "drop"])]
    assert "Melayu, Tenggarong" in told[0]["spellings"][0]["proposals"]
    spelling = told[0]["spellings"][0]["value"]
    assert counts(taken(file_of(tmp_path, *rows), said={"village": {spelling: "Melayu, Tenggarong"}})) == {"created": 3}


def test_rows_from_outside_are_refused_or_taken_with_their_address_as_text(db, tmp_path):
    row = ["1", "Usaha Jauh", "Pak Umpama", "", "", "", "Manggar", "Balikpapan Timur", "", ""]
    assert [cause["acts"] for cause in taken(file_of(tmp_path, row)).told["causes"]] == [["outside"]]
    assert counts(taken(file_of(tmp_path, row), outside="text")) == {"created": 1}
    assert (Address.objects.get().village, Address.objects.get().place) == (None, "Manggar, Balikpapan Timur")
    assert counts(taken(file_of(tmp_path, row), outside="text")) == {"unchanged": 1}


def test_what_is_known_keeps_its_values_unless_the_file_may_change_them(db, tmp_path):
    taken(file_of(tmp_path, GOOD))
    row = [*GOOD[:5], "0813 9999 8888", *GOOD[6:]]
    assert counts(taken(file_of(tmp_path, row))) == {"unchanged": 1}
    changed = taken(file_of(tmp_path, row), known="take")
    assert (counts(changed), Msme.objects.get().phone) == ({"updated": 1}, "+6281399998888")
    assert Msme.history.first().history_change_reason == changed.why


def test_who_asked_to_be_forgotten_is_not_brought_back(db, tmp_path, administrator):
    taken(file_of(tmp_path, GOOD))
    anonymise(msme=Msme.objects.get(), at=clock.now(), by=administrator, why="Permintaan pemilik")
    again = taken(file_of(tmp_path, GOOD), known="take")
    assert [cause["cause"] for cause in again.told["causes"]] == ["forgotten"]
    assert (Msme.objects.get().owner_name, Msme.objects.get().owner_nik) == ("", "")


def test_with_another_owner_the_former_ones_consents_end(db, tmp_path):
    taken(file_of(tmp_path, GOOD))
    consent = keep(
        Consent(msme=Msme.objects.get(), purpose="company", version=1, how="signed", starts_on=date(2020, 1, 1)), by=None
    )
    other = [*GOOD[:2], "Pak Umpama", GOOD[3], "6402010507900002", *GOOD[5:]]
    assert counts(taken(file_of(tmp_path, other), known="take")) == {"updated": 1}
    consent.refresh_from_db()
    assert consent.ends_on == clock.today()


def test_a_known_business_that_never_took_part_takes_part_from_the_day_of_the_file(db, tmp_path):
    keep(Msme(name="Amplang Rekaan", nib=GOOD[3]), by=None)
    assert counts(taken(file_of(tmp_path, GOOD))) == {"updated": 1}
    assert Enrolment.objects.get().starts_on == date(2019, 3, 12)
    assert counts(taken(file_of(tmp_path, GOOD))) == {"unchanged": 1}


def test_a_mended_row_is_taken(db, tmp_path):
    row = [*GOOD[:3], "123", *GOOD[4:]]
    imported = taken(file_of(tmp_path, row))
    assert imported.ledger.get().problems[0]["column"] == "nib"
    assert counts(taken(file_of(tmp_path, row), mended={"2": {"nib": GOOD[3]}})) == {"created": 1}


def test_a_personal_number_stands_in_clear_nowhere_but_in_the_file_of_the_office(db, tmp_path):
    """Neither in what is told, nor in the ledger or the kept file, as they lie in the database and on disk."""
    wrong = NIK[:-4] + "0000"
    imported = taken(file_of(tmp_path, GOOD, ["2", "Usaha Salah", "Pak", "", wrong, "", "Melayu", "Tenggarong", "", ""]))
    assert counts(imported) == {"created": 1, "refused": 1}
    assert imported.ledger.get(number=3).cells["owner_nik"] == wrong
    with connection.cursor() as cursor:
        for model in (Import, ImportedRow):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept = repr(cursor.fetchall())
            assert NIK not in kept and wrong not in kept
    with imported.file.open() as kept_file:
        assert NIK.encode() not in kept_file.read()


def test_no_digit_of_a_personal_number_stands_in_a_sentence_or_proposal_of_the_ledger(db, tmp_path):
    path = tmp_path / "daftar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [*GOOD[:4], 6402014507900001, *GOOD[5:]])
        sheet.write_row(2, 0, [*GOOD[:3], "", "6402019913900001", "", *GOOD[6:8], "", ""])
    imported = received(path)
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.func(now.pk, now.turn)
    now.refresh_from_db()
    told = json.dumps([now.told, *now.ledger.values_list("problems", flat=True)])
    assert counts(now) == {"refused": 2}
    assert "6402014507900001" not in told and "991390" not in told


# --- killed, cancelled, two at once


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.parametrize("at", [0, 2, "poured"])
def test_killed_at_any_batch_nothing_is_written_and_the_job_says_so(db, tmp_path, monkeypatch, at):
    path = file_of(
        tmp_path, *([str(n), f"Usaha {n}", f"Ibu {n}", "", "", "", "Melayu", "Tenggarong", "", ""] for n in range(2500))
    )
    imported, done = received(path), []
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.func(now.pk, now.turn)
    now = begin(imported=now, to=Import.State.WRITING, at=clock.now())
    ordinary = MsmeImport.write

    def killing(self, batch, run, signed):
        if len(done) == at:
            raise Killed
        done.append(batch)
        ordinary(self, batch, run, signed)

    def pouring(statement):
        if at == "poured" and statement.startswith("INSERT") and "address" in statement:
            raise Killed
        run(statement)

    run = staging.run
    monkeypatch.setattr(staging, "run", pouring)
    monkeypatch.setattr(MsmeImport, "write", killing)
    with pytest.raises(Killed), transaction.atomic():
        jobs.write_file.func(now.pk, now.turn)
    monkeypatch.undo()
    now.refresh_from_db()
    assert (Msme.objects.count(), Address.objects.count(), now.state) == (0, 0, "writing")
    assert now.is_silent(at=clock.now() + 2 * SILENCE)
    assert set(outcomes(now)) == {"created"}  # of the check before
    late = clock.now() + 2 * SILENCE
    again = begin(imported=now, to=Import.State.WRITING, at=late)
    jobs.write_file.func(again.pk, again.turn)
    assert Msme.objects.count() == 2500


def test_a_cancelled_job_writes_nothing(db, tmp_path):
    imported = received(file_of(tmp_path, GOOD))
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    cancel(imported=now)
    jobs.check_file.func(now.pk, now.turn)
    now.refresh_from_db()
    assert (now.state, now.ledger.count()) == ("cancelled", 0)


def test_records_changed_between_check_and_writing_are_looked_at_again(db, tmp_path, monkeypatch):
    """Somebody records the same business in the moment between: the row is known by then, and no twin is made."""
    ordinary, calls = jobs.check, []

    def checking(*args):
        checked = ordinary(*args)
        if not calls:
            keep(Msme(name="Amplang Rekaan", nib=GOOD[3]), by=None)
        calls.append(1)
        return checked

    imported = received(file_of(tmp_path, GOOD))
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.func(now.pk, now.turn)
    now = begin(imported=now, to=Import.State.WRITING, at=clock.now())
    monkeypatch.setattr(jobs, "check", checking)
    jobs.write_file.func(now.pk, now.turn)
    now.refresh_from_db()
    assert (counts(now), Msme.objects.count(), len(calls)) == ({"updated": 1}, 1, 2)


def test_what_the_database_refuses_is_a_sentence_and_nothing_is_written(db, tmp_path, monkeypatch):
    def refused(*_args, **_kwargs):
        raise IntegrityError("UNIQUE constraint failed: msmes_msme.nib")

    imported = received(file_of(tmp_path, GOOD))
    now = begin(imported=imported, to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.func(now.pk, now.turn)
    now = begin(imported=now, to=Import.State.WRITING, at=clock.now())
    monkeypatch.setattr(MsmeImport, "write", refused)
    jobs.write_file.func(now.pk, now.turn)
    now.refresh_from_db()
    assert (now.state, bool(now.fault), Msme.objects.count()) == ("failed", True, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_import_the_same_file_at_once_make_no_twins(tmp_path):
    path, ready = file_of(tmp_path, GOOD), threading.Barrier(2)
    both = []
    for _one in range(2):
        now = begin(imported=received(path), to=Import.State.CHECKING, at=clock.now())
        jobs.check_file.func(now.pk, now.turn)
        both.append(begin(imported=now, to=Import.State.WRITING, at=clock.now()))

    def write(now):
        ready.wait()
        try:
            jobs.write_file.func(now.pk, now.turn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, both))
    assert Msme.objects.count() == 1
    assert sorted(str(counts(Import.objects.get(pk=now.pk))) for now in both) == ["{'created': 1}", "{'unchanged': 1}"]


# --- undone


def test_an_import_is_undone_as_a_whole(db, tmp_path, officer):
    keep(Msme(name="Amplang Rekaan", nib=GOOD[3], owner_nik=NIK), by=None)
    second = ["2", "Usaha Dua", "Ibu Dua", "", "", "", "Melayu", "Tenggarong", "", ""]
    imported = taken(file_of(tmp_path, GOOD, second), by=officer)
    assert counts(imported) == {"updated": 1, "created": 1}
    undoing.undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Berkas keliru")
    left = Msme.objects.get()
    assert (left.name, left.phone, left.owner_name, left.owner_nik) == ("Amplang Rekaan", "", "", NIK)
    assert not Address.objects.exists() and not Enrolment.objects.exists()
    imported.refresh_from_db()
    assert (imported.state, imported.undone_by) == ("undone", officer)
    with pytest.raises(ValidationError):
        undoing.undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Lagi")


def test_what_others_touched_since_stays_and_is_named(db, tmp_path, officer, administrator):
    second = ["2", "Usaha Dua", "Ibu Dua", "", "", "", "Melayu", "Tenggarong", "", ""]
    third = ["3", "Usaha Tiga", "Ibu Tiga", "", "", "", "Melayu", "Tenggarong", "", ""]
    imported = taken(file_of(tmp_path, GOOD, second, third), by=officer)
    touched = Msme.objects.get(name="Usaha Dua")
    touched.phone = "+6281200001111"
    keep(touched, by=administrator, why="Nomor baru")
    moved = Address.objects.get(msme__name="Usaha Tiga")
    moved.street = "Jalan Baru"
    keep(moved, by=administrator, why="Pindah")
    done = undoing.undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Berkas keliru")
    assert sorted(Msme.objects.values_list("name", flat=True)) == ["Usaha Dua", "Usaha Tiga"]
    assert {str(who) for who in done.touched.values()} == {str(administrator)}
    assert Address.objects.count() == 2


# --- property: every row has exactly one outcome

cells = st.one_of(
    st.none(),
    st.sampled_from([*GOOD, "Balikpapan", "Melayuu", "9120001234567", "912000123456", "-", "=1+1", "8.13469E+10", "03/04/2019"]),
    st.text(max_size=12),
)


@pytest.mark.engine_free
@settings(max_examples=8, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, min_size=9, max_size=11), min_size=1, max_size=8))
def test_rows_are_created_updated_unchanged_duplicates_or_refused(db, tmp_path, rows):
    path = file_of(tmp_path, GOOD, *([cell if cell is not None else "" for cell in row] for row in rows))
    with transaction.atomic():
        imported = taken(path)
        assert imported.state == "written", imported.fault
        told = counts(imported)
        assert sum(told.values()) == imported.told["rows"] == imported.ledger.count()
        made = Msme.objects.count()
        assert made == told.get("created", 0)
        again = counts(taken(path))
        assert (again.get("created", 0), again.get("updated", 0)) == (0, 0)
        assert Msme.objects.count() == made
        transaction.set_rollback(True)


# --- the terminal


def ran(*words, capsys):
    code = 0
    try:
        call_command(*words)
    except SystemExit as stop:
        code = stop.code
    return code, capsys.readouterr()


def test_the_command_says_by_its_code_whether_every_row_was_taken(db, tmp_path, capsys):
    code, said = ran("import_msmes", str(file_of(tmp_path, GOOD)), "--format", "json", capsys=capsys)
    told = json.loads(said.out)
    assert (code, told["rows"], told["created"], told["refused"]) == (0, 1, 1, [])
    bad = file_of(tmp_path, [*GOOD[:3], "123", *GOOD[4:]])
    code, said = ran("import_msmes", str(bad), "--format", "json", capsys=capsys)
    told = json.loads(said.out)
    assert (code, told["refused_rows"], told["refused"][0]["row"], told["refused"][0]["column"]) == (1, 1, 2, "nib")
    assert told["rows"] == sum(told[name] for name in ("created", "updated", "unchanged", "duplicates", "refused_rows"))
    picture = tmp_path / "gambar.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    code, said = ran("import_msmes", str(picture), capsys=capsys)
    assert code == 2 and said.err and Import.objects.count() == 2
    assert ran("import_msmes", str(tmp_path / "tiada.xlsx"), capsys=capsys)[0] == 2


def test_a_dry_run_writes_no_record(db, tmp_path, capsys):
    code, said = ran("import_msmes", str(file_of(tmp_path, GOOD)), "--dry-run", "--format", "json", capsys=capsys)
    assert (code, json.loads(said.out)["created"], Msme.objects.count()) == (0, 1, 0)


def test_a_map_says_which_column_is_what(db, tmp_path, capsys):
    path = file_of(tmp_path, ["X", "Y", "Melayu", "Tenggarong"], headings=["Label", "Pemilik Nama", "Desa", "Kecamatan"])
    mapping = tmp_path / "peta.json"
    mapping.write_text(json.dumps({"columns": {"label": "name", "Desa": "village", "Kecamatan": "district"}}))
    code, _said = ran("import_msmes", str(path), "--map", str(mapping), capsys=capsys)
    assert (code, Msme.objects.get().name) == (0, "X")
    for wrong in ({"columns": {"Tiada": "name"}}, {"columns": {"Desa": "tiada"}}, {"decided": {"tiada": 1}}, [1], "{"):
        mapping.write_text(wrong if isinstance(wrong, str) else json.dumps(wrong))
        code, said = ran("import_msmes", str(path), "--map", str(mapping), capsys=capsys)
        assert code == 2 and said.err
