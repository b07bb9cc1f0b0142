"""A PostgreSQL server for tests and measurements: the one that is named, or a throw-away one from installed binaries."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB", "max_connections=40"]
MISSING = (
    "No PostgreSQL was found. Install it (on Debian or Ubuntu: apt-get install postgresql), "
    "or name a running server: TEST_POSTGRES_URL=postgres://user:password@host/database"
)


class NoServerError(Exception):
    """Neither a server nor binaries to start one; the message says what to install."""


def binaries() -> Path:
    """The folder with initdb and pg_ctl, the newest there is."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    found = [path.parent for path in versions] or ([Path(os.path.realpath(on_path)).parent] if on_path else [])
    if not found:
        raise NoServerError(MISSING)
    return found[-1]


def as_ordinary_user() -> tuple[list[str], int]:
    """PostgreSQL refuses root: the words to put before its commands, and whose the folder must be."""
    if os.geteuid() != 0:
        return [], os.geteuid()
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return ["runuser", "-u", name, "--"], names[name]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgres():
    """The address of a server for as long as the block runs."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield named
        return
    folder, (before, owner) = binaries(), as_ordinary_user()
    with tempfile.TemporaryDirectory(prefix="idaman-pg-", ignore_cleanup_errors=True) as home:
        os.chown(home, owner, -1)
        data, port = f"{home}/data", free_port()
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": home}
        initdb = [*before, folder / "initdb", "-D", data, "-U", "idaman", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(initdb, **quiet)
        options = " ".join([f"-p {port} -k {home}", *(f"-c {setting}" for setting in QUICK)])
        start = [*before, folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{home}/log", "start"]
        subprocess.run(start, **quiet)
        try:
            yield f"postgres://idaman@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*before, folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
