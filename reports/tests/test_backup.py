"""After a restore every figure is what it was, also on the other engine."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from idaman.testing.cast import make_corner, make_msme, make_store
from msmes.models import Msme
from reports.demo.fill import fill
from reports.indicators import REGISTRY

ROOT = Path(__file__).resolve().parents[2]
DAYS = [date(2018, 3, 31), date(2018, 9, 30), date(2019, 3, 31), date(2021, 6, 30), date(2026, 11, 24)]
NIK = "6402014101800001"
FRESH = "second.sqlite3"
ELSEWHERE = f"""
import datetime, django
from django.conf import settings
from django.core.management import call_command
django.setup()
settings.MEDIA_ROOT = "files"
call_command("migrate", verbosity=0)
if {{restore}}:
    call_command("restore", {{file!r}})
else:
    from django.db import connection
    connection.cursor().execute("VACUUM INTO '{FRESH}'")  # so that the second is migrated in no time
    from idaman.testing.cast import make_msme
    from reports.demo.fill import fill
    fill(until={DAYS[-1]!r}, password="peraga-idaman")
    make_msme("Usaha Uji", owner_nik="{NIK}", npwp="{NIK}", older_numbers="a\\tb\\n\\\\N", enrolled={DAYS[1]!r})
    call_command("backup", {{file!r}})
call_command("indicators", on="2019-03-31", format="csv")
"""


def figures() -> dict:
    return {(code, day): one.rows(day).count() for code, one in REGISTRY.items() for day in DAYS}


def on_sqlite(folder: Path, name: str, *, restore: bool, file: Path) -> list[str]:
    """Another process with a fresh SQLite database makes the backup or restores it; the figures it then prints."""
    place = {"DATABASE_URL": f"sqlite:///{folder / name}", "PYTHONPATH": str(ROOT)}
    env = {**os.environ, **place, "DJANGO_SETTINGS_MODULE": "idaman.testing.settings"}
    code = ELSEWHERE.format(restore=restore, file=str(file))
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.partition("code,variable")[2].splitlines()[1:]


def content(path: Path) -> dict[str, list]:
    """Every row of the SQLite database, but for when its tables were made and what it caches."""
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = set(tables) - {"django_migrations", "idaman_cache", "django_session"}
        found = {table: sorted(map(told, connection.execute(f'SELECT * FROM "{table}"'))) for table in kept}
    connection.close()
    counted = [row for row in found["sqlite_sequence"] if "django_migrations" not in row and ", 0)" not in row]
    return found | {"sqlite_sequence": counted}


def told(row: tuple) -> str:
    """The row as text; the keys of JSON in one order, for PostgreSQL keeps its own."""
    is_json = [isinstance(value, str) and value[:1] in ("{", "[") for value in row]
    return repr(tuple(json.dumps(json.loads(v), sort_keys=True) if yes else v for v, yes in zip(row, is_json, strict=True)))


@pytest.mark.django_db(transaction=True)
def test_every_figure_on_every_day_is_what_it_was(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    fill(until=date(2026, 11, 24), password="peraga-idaman")
    make_corner(make_store(partnered=date(2018, 3, 1)), opened=date(2018, 6, 1))
    make_msme(enrolled=date(2019, 1, 1))
    before = figures()
    assert len(set(before.values())) > 10
    call_command("backup", tmp_path / "file")
    call_command("flush", interactive=False, verbosity=0)
    assert figures() != before
    call_command("restore", tmp_path / "file")
    assert figures() == before


@pytest.mark.django_db(transaction=True)
def test_from_sqlite_to_this_engine_and_back_not_a_character_changes(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    there = on_sqlite(tmp_path, "first.sqlite3", restore=False, file=tmp_path / "there")
    call_command("restore", tmp_path / "there")
    assert Msme.objects.get(name="Usaha Uji").owner_nik == NIK
    call_command("backup", tmp_path / "back")
    back = on_sqlite(tmp_path, FRESH, restore=True, file=tmp_path / "back")
    assert there == back and len(there) > 5
    assert content(tmp_path / "first.sqlite3") == content(tmp_path / FRESH)
