"""A key can be changed: what is stored moves under the new one, and the old one can go."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from idaman import keys, sealed
from idaman.history import keep
from idaman.testing.cast import make_msme
from msmes.models import Msme

NIKS = ["6402014101800001", "6402014101800002", "6402014101800003"]
NEWER = "a newer cipher key " * 3


@pytest.fixture
def kept(db):
    """Three MSMEs with sealed numbers, one of them changed since."""
    made = [make_msme(f"Usaha {nik}", owner_nik=nik, npwp=nik) for nik in NIKS]
    made[0].phone = "0541 000000"
    keep(made[0], by=None, why="telepon")
    return made


def stored(column: str = "owner_nik") -> list[str]:
    """The texts as they lie in the records and in the history."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM msmes_msme UNION ALL SELECT {column} FROM msmes_historicalmsme")
        return [text for (text,) in cursor.fetchall()]


def said(capsys, *words: str) -> str:
    call_command("rotate_keys", *words)
    return capsys.readouterr().out


def test_every_sealed_column_is_found_in_records_and_in_history():
    found = {f"{one.model._meta.label}.{one.name}" for one in keys.sealed_columns()}
    assert {"msmes.Msme.owner_nik", "msmes.Msme.npwp", "msmes.HistoricalMsme.owner_nik", "msmes.HistoricalMsme.npwp"} <= found
    assert all(keys.sealed_beside(one) in keys.sealed_columns() for one in keys.hash_columns())


def test_after_changing_the_key_the_old_one_can_go(kept, settings, capsys):
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    assert "14" in said(capsys)
    settings.CIPHER_KEYS = [NEWER]
    assert sorted(one.owner_nik for one in Msme.objects.all()) == NIKS
    assert {old.npwp for old in Msme.history.all()} == set(NIKS)


def test_changing_the_key_changes_no_record_and_writes_no_history(kept, settings):
    before = list(Msme.objects.order_by("pk").values()), list(Msme.history.order_by("history_id").values())
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    call_command("rotate_keys")
    assert (list(Msme.objects.order_by("pk").values()), list(Msme.history.order_by("history_id").values())) == before


def test_a_dry_run_says_how_many_and_changes_nothing(kept, settings, capsys):
    before = stored()
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    assert "14" in said(capsys, "--dry-run")
    assert stored() == before


def test_run_again_it_touches_nothing(kept, settings):
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    call_command("rotate_keys")
    once = stored()
    call_command("rotate_keys")
    assert stored() == once


def test_stopped_half_way_it_goes_on_where_it_was(kept, settings, monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 2)
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    before, seen = stored() + stored("npwp"), []

    def stop(more):
        seen.append(more)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.reseal(on_done=stop)
    half = stored() + stored("npwp")
    assert 0 < len(set(half) - set(before)) < len(before)
    call_command("rotate_keys")
    now = stored() + stored("npwp")
    assert not set(now) & set(before)
    assert set(half) - set(before) <= set(now), "what was done is not done again"


def test_what_an_officer_saves_meanwhile_stays(kept, settings, monkeypatch):
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    plain = keys.update

    def meanwhile(target, changes):
        if target.model is Msme and target.name == "owner_nik":
            one = Msme.objects.get(pk=kept[1].pk)
            one.owner_nik = "6402014101800009"
            keep(one, by=None, why="salah ketik")
        plain(target, changes)

    monkeypatch.setattr(keys, "update", meanwhile)
    keys.reseal()
    assert Msme.objects.get(pk=kept[1].pk).owner_nik == "6402014101800009"


def test_what_is_written_under_the_old_key_meanwhile_is_told(kept, settings, monkeypatch):
    older = settings.CIPHER_KEYS
    settings.CIPHER_KEYS = [NEWER, *older]
    monkeypatch.setattr("idaman.management.commands.rotate_keys.Command.refuse_closed", lambda *_: saved_by_a_late_server())

    def saved_by_a_late_server():
        settings.CIPHER_KEYS = older
        make_msme("Usaha Susulan", owner_nik="6402014101800009")
        settings.CIPHER_KEYS = [NEWER, *older]

    with pytest.raises(CommandError, match="^2 "):
        call_command("rotate_keys")


def test_what_no_key_opens_is_told_by_its_record_and_stays(kept, settings):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE msmes_msme SET npwp = 'x' WHERE id = %s", [kept[1].pk])
    settings.CIPHER_KEYS = [NEWER, *settings.CIPHER_KEYS]
    with pytest.raises(CommandError, match=rf"^1 .*msmes\.Msme\.npwp {kept[1].pk}$"):
        call_command("rotate_keys")
    assert "x" in stored("npwp")
    assert Msme.objects.get(pk=kept[2].pk)


def test_after_changing_the_hash_key_numbers_are_found_again(kept, settings, capsys):
    settings.HASH_KEY = "another hash key " * 3
    assert not Msme.objects.filter(owner_nik_hash=sealed.keyed_hash(NIKS[0])).exists()
    assert "14" in said(capsys, "--hashes")
    assert Msme.objects.get(owner_nik_hash=sealed.keyed_hash(NIKS[0])) == kept[0]
    assert Msme.history.filter(npwp_hash=sealed.keyed_hash(NIKS[0])).count() == 2
    assert " 0 " in said(capsys, "--hashes", "--dry-run").splitlines()[-1]


def test_a_number_that_was_taken_away_stays_away(db, settings):
    one = make_msme(owner_nik=NIKS[0])
    one.owner_nik = ""
    keep(one, by=None, why="dicabut")
    settings.HASH_KEY, settings.CIPHER_KEYS = "another hash key " * 3, [NEWER, *settings.CIPHER_KEYS]
    call_command("rotate_keys")
    call_command("rotate_keys", "--hashes")
    one.refresh_from_db()
    assert (one.owner_nik, one.owner_nik_hash) == ("", "")


def test_a_mark_tells_keys_apart_and_tells_nothing_of_them(settings):
    settings.CIPHER_KEYS = ["one key " * 5, "two keys " * 5]
    found = keys.marks()["CIPHER_KEYS"]
    assert len(set(found)) == 2 and not any(key in mark for key in settings.CIPHER_KEYS for mark in found)
