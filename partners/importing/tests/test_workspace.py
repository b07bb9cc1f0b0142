"""What imports put into task lists and pass on, how long they keep what, and what is left when an owner is forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from idaman import clock, workspace
from idaman.forgetting import Words
from idaman.personal import held_on
from idaman.testing.cast import make_msme, make_person
from msmes.forgetting import anonymise
from partners.importing.decided import Decided
from partners.importing.models import Import, KnownHeadings
from partners.importing.tests.files import checked, csv_file, good_rows, handed_over, written
from partners.importing.workspace import hidden
from partners.roles import Role

pytestmark = pytest.mark.engine_free

State = Import.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT, settings.LANGUAGE_CODE = tmp_path, "en"
    return tmp_path


def tasks(user) -> list[str]:
    return [task.title for task in workspace.tasks.ask(user, on=clock.today()) if "mport" in task.title]


def kept(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_what_waits_stands_in_the_task_list_of_whoever_handed_it_over(officer, administrator):
    imported = checked(officer)
    assert tasks(officer) == ["Import checked, waiting for your decision: data ikm.csv"]
    assert tasks(administrator) == []
    Import.objects.update(state=State.WRITING, alive_at=clock.now())
    assert tasks(officer) == []
    Import.objects.update(alive_at=clock.now() - timedelta(minutes=3))
    assert tasks(officer) == ["Import stopped half-way: data ikm.csv"]
    Import.objects.filter(pk=imported.pk).update(state=State.WRITTEN, written_at=clock.now())
    assert tasks(officer) == []


def test_an_unfinished_import_passes_to_the_successor(officer):
    done, open_one = written(checked(officer, csv_file(good_rows(1)))), checked(officer)
    successor = make_person("pengganti", Role.OFFICER, "DPMPTSP")
    words = {"leaver": officer, "to": successor, "partner": open_one.partner, "on": clock.today(), "by": officer, "why": "x"}
    assert "1 import passed to Pengganti." in list(workspace.handovers.ask(**words))
    assert set(Import.objects.values_list("pk", "owner")) == {(done.pk, officer.pk), (open_one.pk, successor.pk)}


def test_files_and_cells_go_after_a_year_and_the_ledger_stays(officer, files):
    imported = checked(officer)
    decided = Decided.read(imported.decided)
    decided.mended = {"7": {"phone": "0813"}}
    Import.objects.update(received_at=clock.now() - timedelta(days=366), decided=decided.kept())
    young = handed_over(officer)
    assert kept(files) == 2
    call_command("retention")
    old = Import.objects.get(pk=imported.pk)
    assert (old.file, old.state, Decided.read(old.decided).mended) == ("", State.CANCELLED, {})
    assert old.ledger.count() == 8 and not any(row.cells for row in old.ledger.all())
    assert Import.objects.get(pk=young.pk).file


def test_an_import_without_its_file_says_so_and_starts_nothing(officer, post, client):
    imported = checked(officer)
    Import.objects.update(file="", state=State.CANCELLED)
    assert "no longer kept; hand it over anew" in client.get(f"/imports/{imported.public_id}/").text
    post(f"/imports/{imported.public_id}/check/")
    assert Import.objects.get().state == State.CANCELLED


def owners_file() -> bytes:
    one, two = good_rows(2)
    one[1:3], two[1:3] = ["Keripik Rahasia", "Pemilik Rahasia"], ["Warung Sebelah", "PEMILIK RAHASIA"]
    one[7], two[7], two[6] = "081299998888", "812 9999 8888", "Tengarong"
    return csv_file([one, two])


def test_a_forgotten_owner_is_in_no_file_row_or_telling(officer, files, django_capture_on_commit_callbacks):
    msme = make_msme("Keripik Rahasia", village="Timbau", owner_name="Pemilik Rahasia", phone="+6281299998888")
    imported = checked(officer, owners_file(), name="milik Pemilik Rahasia.csv")
    other = written(checked(officer, csv_file(good_rows(1))))
    KnownHeadings.objects.update(said={"owner_name": {"Pemilik Rahasia": "x"}})
    assert kept(files) == 2
    with django_capture_on_commit_callbacks(execute=True):
        told = anonymise(msme=msme, at=clock.now(), by=officer, why="diminta")
    assert "2 files of imports were taken away." in told and kept(files) == 0
    now = Import.objects.get(pk=imported.pk)
    left = f"{now.name} {now.told} {now.decided} {list(now.ledger.values())} {list(KnownHeadings.objects.values())}"
    assert "ahasia" not in left.replace("Keripik Rahasia", "") and "RAHASIA" not in left and "99998888" not in left
    assert now.state == State.CANCELLED and "asked to be forgotten" in now.fault
    assert Import.objects.get(pk=other.pk).state == State.WRITTEN and other.ledger.count() == 1


def test_words_are_taken_out_of_whatever_holds_them():
    words = Words("Pemilik Rahasia")
    assert hidden(words, {"a Pemilik Rahasia": ["pemilik rahasia", 7, None]}) == {"a •••": ["•••", 7, None]}


def test_what_imports_hold_on_a_person_is_shown_to_them(officer):
    msme = make_msme("Keripik Rahasia", village="Timbau", owner_name="Pemilik Rahasia")
    imported = checked(officer, owners_file())
    imported.ledger.filter(number=5).update(record=msme.pk)
    values = [held.value for held in held_on(msme)]
    assert "812 9999 8888" in values and "PEMILIK RAHASIA" in values
    assert "data ikm.csv" in [held.value for held in held_on(officer)]
