"""`python -m reports.bench [NAME]`: speeds as ratios to a floor of the same run, one JSON object a line, on both engines."""

import os
import subprocess
import sys
import tempfile

from idaman.testing.cluster import NoServerError, postgres


def measure(url: str, words: list[str]) -> int:
    """One engine's measurements, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "idaman.testing.settings"}
    return subprocess.run([sys.executable, "-m", "reports.bench.measure", *words], env=environment).returncode


def main(words: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="idaman-bench-") as folder:
        code = measure(f"sqlite:///{folder}/bench.sqlite3", words)
    try:
        with postgres() as url:
            return code or measure(url, words)
    except NoServerError as missing:
        print(missing, file=sys.stderr)
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
