"""What MSMEs do by their activity codes: read from offices' cells, kept by edition, written out and read again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from idaman import clock
from idaman.history import keep
from idaman.models import Kbli
from idaman.spreadsheets.columns import proposed, questions
from idaman.spreadsheets.meanings import Faulty
from idaman.testing.cast import make_msme
from msmes.imported_activities import Activities, practised
from msmes.imports import MsmeImport
from msmes.merging.actions import merge
from msmes.merging.actions import undo as part
from msmes.models import Activity, Msme
from msmes.tests.test_importing import counts, file_of, taken
from msmes.tests.test_numbers import EMPTY
from msmes.tests.test_round_trip import bring_back, left
from partners.importing.importers import importers
from partners.importing.undoing import undo

pytestmark = pytest.mark.engine_free

HEADINGS = ["No", "Nama Usaha", "Nama Pemilik", "Desa", "Kecamatan", "Kode KBLI"]
BREAD, NOODLES, SPICES = "10710", "10740", "10772"


def row(name: str, codes: str) -> list[str]:
    return ["1", name, f"Pemilik {name}", "Melayu", "Tenggarong", codes]


def listed(folder, *rows, **decided):
    return taken(file_of(folder, *rows, headings=HEADINGS), **decided)


def give(msme: Msme, code: str, *, edition: int = 2020, is_main: bool = False) -> Activity:
    kbli = Kbli.objects.get_or_create(code=code, edition=edition)[0]
    return keep(Activity(msme=msme, kbli=kbli, is_main=is_main), by=None)


def does(msme: Msme) -> str:
    return Activities().written(practised([msme.pk]).get(msme.pk))


def test_the_codes_of_2020_are_shipped(db):
    assert Kbli.objects.filter(edition=2020).count() == 1790
    assert str(Kbli.objects.get(code=BREAD)) == "10710 Industri Produk Roti Dan Kue (KBLI 2020)"


def test_cells_name_one_code_or_several_of_an_edition(db):
    read = Activities().read
    bread = ((BREAD, 2020, True),)
    assert [read(cell) for cell in (10710, "10710 - Industri roti", "KBLI 2020: 10710", "Industri Produk Roti dan Kue")] == [
        bread
    ] * 4
    several = ((BREAD, 2020, False), (NOODLES, 2020, True))
    assert [read(cell) for cell in ("10710, 10740 utama", "10740 Mie (utama);10710\n10740 utama")] == [several] * 2
    assert read("10710; 10772/2025") == ((BREAD, 2020, False), (SPICES, 2025, False))
    assert Activities(version="2025").read("99999") == (("99999", 2025, True),)
    for value in (bread, several, read("10772/2025")):
        assert read(Activities().written(value)) == value


@pytest.mark.parametrize(
    "cell, cause, proposal",
    [
        (1113, "kbli-zero", "01113"),
        ("10711", "kbli-unknown", "10710"),
        ("industri produk roti dan kua", "kbli-unknown", "10710"),
        ("10710/2015", "kbli-edition", ""),
        ("10710 utama, 10740 utama", "kbli-mains", ""),
        (1071.5, "kbli-signs", ""),
    ],
)
def test_a_cell_that_is_no_code_is_told_with_what_is_near(db, cell, cause, proposal):
    with pytest.raises(Faulty) as fault:
        Activities().read(cell)
    assert fault.value.cause == cause and "".join(fault.value.proposals).startswith(proposal)


@pytest.mark.engine_free
def test_the_edition_is_asked_once_and_proposed_from_the_heading():
    assert proposed(["Bidang Usaha (KBLI)"], [], MsmeImport.columns) == {0: "activities"}
    asked = [questions(Activities, [BREAD], heading)[0] for heading in ("KBLI", "KBLI 2025")]
    assert [(one.name, one.proposed) for one in asked] == [("version", None), ("version", "2025")]


def test_an_offices_codes_come_in_and_go_again_when_undone(db, tmp_path, officer):
    imported = listed(tmp_path, row("Satu", BREAD), row("Dua", "10710, 10740"), row("Tiga", "10711"), row("Empat", ""))
    assert counts(imported) == {"created": 3, "refused": 1}
    assert {one.name: does(one) for one in Msme.objects.all()} == {
        "Satu": "10710/2020",
        "Dua": "10710/2020, 10740/2020",
        "Empat": "",
    }
    assert Activity.history.count() == 3
    assert ["10710, 10740", "10710/2020, 10740/2020"] in imported.told["changed"]["activities"]["examples"]
    undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Keliru")
    assert not Activity.objects.exists() and not Msme.objects.exists()


def test_codes_of_2025_are_kept_as_printed_and_join_the_list(db, tmp_path):
    listed(tmp_path, row("Satu", SPICES), options={"activities": {"version": "2025"}})
    assert does(Msme.objects.get()) == "10772/2025"
    assert Kbli.objects.filter(code=SPICES).count() == 2


def test_known_businesses_get_codes_they_lack_and_others_only_where_the_file_may(db, tmp_path, officer):
    listed(tmp_path, row("Satu", BREAD), row("Dua", ""))
    assert counts(listed(tmp_path, row("Satu", NOODLES), row("Dua", NOODLES))) == {"unchanged": 1, "updated": 1}
    imported = listed(tmp_path, row("Satu", "10740, 10710"), known="take")
    one = Msme.objects.get(name="Satu")
    assert does(one) == "10710/2020, 10740/2020"
    undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Keliru")
    assert does(one) == "10710/2020" and Activity.objects.get(msme=one).is_main


def test_our_own_file_comes_back_with_its_codes(db, tmp_path, officer):
    msmes = [make_msme(f"Usaha {number}", village="Timbau") for number in (1, 2, 3)]
    for one in msmes:
        give(one, BREAD, is_main=True)
        give(one, SPICES, edition=2025)
    assert counts(bring_back(left(tmp_path, "xlsx", officer), officer)) == {"unchanged": 3}
    change = [("Usaha 1", "activities", "10740"), ("Usaha 2", "activities", "10740")]
    path = left(tmp_path, "xlsx", officer, change)
    give(msmes[1], NOODLES)
    imported = bring_back(path, officer)
    assert counts(imported) == {"updated": 1, "refused": 1, "unchanged": 1}
    assert does(msmes[0]) == "10740/2020" and imported.told["causes"][0]["cause"] == "conflict"


def test_a_merge_keeps_each_code_once_and_can_be_undone(db, administrator):
    kept, gone = make_msme("Usaha Satu"), make_msme("Usaha Satu Lagi")
    give(kept, BREAD, is_main=True)
    give(gone, BREAD)
    give(gone, NOODLES, is_main=True)
    done = merge(kept=kept, gone=gone, at=clock.now(), by=administrator, why="kembar")
    assert does(kept) == "10710/2020 utama, 10740/2020"
    part(merge=done, at=clock.now(), by=administrator, why="bukan kembar")
    assert (does(kept), does(gone)) == ("10710/2020", "10710/2020, 10740/2020 utama")


def test_a_code_stands_once_and_one_is_the_main(db):
    one = make_msme("Usaha Satu")
    give(one, BREAD, is_main=True)
    for code, is_main in ((BREAD, False), (NOODLES, True)):
        with pytest.raises(ValidationError):
            give(one, code, is_main=is_main)


def test_the_page_shows_what_an_msme_does(client, officer):
    one = make_msme("Usaha Satu", enrolled=date(2020, 1, 1))
    give(one, BREAD, is_main=True)
    client.force_login(officer)
    assert "10710 Industri Produk Roti Dan Kue (KBLI 2020)" in client.get(one.get_absolute_url()).text


def test_an_officer_keeps_them_with_the_record(client, officer):
    one = make_msme("Usaha Satu")
    client.force_login(officer)
    page = f"/admin/msmes/msme/{one.pk}/change/"
    code, opened_at = Kbli.objects.get(code=BREAD).pk, client.get(page).context["adminform"].form["opened_at"].value()
    sent = {**EMPTY, "activities-TOTAL_FORMS": "1", "activities-0-kbli": str(code), "activities-0-is_main": "on"}
    answer = client.post(page, {**sent, "name": one.name, "change_reason": "dari NIB", "opened_at": opened_at})
    assert answer.status_code == 302 and does(one) == "10710/2020"
    assert Activity.history.get().history_change_reason == "dari NIB"
    found = client.get(f"/admin/autocomplete/?app_label=msmes&model_name=activity&field_name=kbli&term={BREAD}")
    assert found.json()["results"] == [{"id": str(code), "text": "10710 Industri Produk Roti Dan Kue (KBLI 2020)"}]
