"""`python -m idaman.testing.engines`: the whole suite on SQLite and on PostgreSQL, side by side; extra words go to pytest.

What asks no database, or the same of any (marked `engine_free`), runs once: beside SQLite, and played in a browser beside
PostgreSQL, so that either takes about as long.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from idaman.testing.cluster import NoServerError, postgres

LIMIT = 12 * 60
OUTPUT = Path("var/tests")


def start(engine: str, url: str, words: list[str]) -> subprocess.Popen:
    """One engine's run, its output in a file of its own."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", f"--output=var/browser-{engine}", *words]
    with (OUTPUT / f"{engine}.txt").open("w") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a stop takes the throw-away server down with it
    began = time.monotonic()
    try:
        with postgres() as url:
            runs = {
                "sqlite": start("sqlite", "sqlite:///var/tests.sqlite3", ["-m", "not (engine_free and browser)", *words]),
                "postgresql": start("postgresql", url, ["-m", "not engine_free or browser", *words]),
            }
            codes = {engine: run.wait() for engine, run in runs.items()}
    except NoServerError as missing:
        print(missing)
        return 1
    for engine in codes:
        print(f"\n=== {engine}\n{(OUTPUT / f'{engine}.txt').read_text()}", flush=True)
    took = time.monotonic() - began
    print(f"Both engines: {took:.0f} s" + (f", more than the {LIMIT // 60} minutes we allow" if took > LIMIT else ""))
    for engine, code in codes.items():
        print(f"{engine}: {'passed' if code == 0 else 'FAILED'}")
    return max(codes.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
