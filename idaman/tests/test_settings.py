"""Safe by default, and loud where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = {name: "x1" * 30 + name for name in ("SECRET_KEY", "CIPHER_KEYS", "HASH_KEY")}


def manage(*words: str, folder: Path, **environment) -> subprocess.CompletedProcess:
    """manage.py in a bare environment, on a copy of nothing but the code's location."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "idaman.settings"}
    database = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    command = [
        sys.executable,
        "-c",
        f"from django.core.management import execute_from_command_line as go; go({['manage', *words]!r})",
    ]
    return subprocess.run(command, env={**bare, **database, **environment}, capture_output=True, text=True, cwd=folder)


@pytest.mark.parametrize("missing", KEYS)
def test_a_missing_key_stops_the_start_with_a_sentence(tmp_path, missing):
    keys = {name: "" if name == missing else value for name, value in KEYS.items()}
    found = manage("check", folder=tmp_path, **keys)
    assert found.returncode != 0 and f"{missing} is missing" in found.stderr


def test_a_server_passes_the_deployment_check_with_nothing_but_its_keys_and_its_name(tmp_path):
    found = manage(
        "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, ALLOWED_HOSTS="idaman.example", HTTPS="true", **KEYS
    )
    assert found.returncode == 0, found.stderr


def test_the_local_settings_are_written_once_with_fresh_keys(tmp_path, monkeypatch, capsys):
    from idaman import local_settings

    monkeypatch.setattr(local_settings, "ENV_FILE", tmp_path / ".env")
    monkeypatch.delenv("SECRET_KEY")
    local_settings.write_if_missing()
    first = (tmp_path / ".env").read_text()
    local_settings.write_if_missing()
    assert (tmp_path / ".env").read_text() == first
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    keys = [line.split("=")[1] for line in first.splitlines() if "KEY" in line]
    assert len(set(keys)) == 3 and all(len(key) >= 32 for key in keys)


def test_every_page_carries_a_strict_policy(client, db):
    for address in ("/accounts/login/", "/admin/", "/nothing/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy
