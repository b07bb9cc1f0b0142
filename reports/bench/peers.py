"""The same office's file taken in by django-import-export: as it comes, and at its best; `make bench NAME=import-peers`.

The package is fetched for the measurement only, into a folder that goes with it. It gets an easier task than we have: one
table (and, as it comes, its history), no ledger, no judging of numbers, places and twins.

Each run is a process of its own: `python -m reports.bench.peers plain|bulk FILE`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

PACKAGE = "django-import-export==4.4.3"
FIELDS = {
    "Nama Usaha": "name",
    "Nama Pemilik": "owner_name",
    "NIB": "nib",
    "No HP": "phone",
    "Tahun Lahir": "owner_birth_year",
    "IUMK": "older_numbers",
}


def resource(how: str):
    """As its own documentation sets it up; `bulk` with all that it offers for speed."""
    from import_export import resources

    from msmes.models import Msme

    class Plain(resources.ModelResource):
        class Meta:
            model = Msme
            fields = list(FIELDS.values())
            import_id_fields = ["nib"]

    class Bulk(resources.ModelResource):
        class Meta(Plain.Meta):
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_html_diff = True
            force_init_instance = True  # nothing is looked up: every row is new

    return {"plain": Plain, "bulk": Bulk}[how]()


def dataset(path: Path):
    """The file's rows under the names of the fields, read by the library that django-import-export uses."""
    import tablib
    from openpyxl import load_workbook

    rows = load_workbook(path, read_only=True, data_only=True).active.iter_rows(values_only=True)
    places = {name: at for at, name in enumerate(next(rows)) if name in FIELDS}
    found = tablib.Dataset(headers=list(FIELDS.values()))
    for row in rows:
        found.append([row[places[name]] for name in FIELDS])
    return found


def main(how: str, path: str) -> None:
    django.setup()
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "import_export"]
    began = time.perf_counter()
    result = resource(how).import_data(dataset(Path(path)), dry_run=False, raise_errors=True)
    print(json.dumps({"seconds": time.perf_counter() - began, "rows": result.total_rows}))


def bench(count: int = 54_414) -> list[tuple[str, dict]]:
    """How long either takes, once, beside ours on the same file; the tables are emptied before and after."""
    from reports.bench import importing, office_file

    told = []
    with tempfile.TemporaryDirectory(prefix="idaman-bench-") as folder:
        path, package = Path(folder) / "office.xlsx", Path(folder) / "package"
        office_file.write_xlsx(path, count)
        ours = importing.measured("ours", path, Path(folder))["seconds"]
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(package)]
        subprocess.run([*fetch, PACKAGE, "tablib", "diff-match-patch", "openpyxl", "et-xmlfile"], check=True)
        known = os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")])
        for how in ("plain", "bulk"):
            importing.emptied()
            run = [sys.executable, "-m", "reports.bench.peers", how, str(path)]
            done = subprocess.run(run, env={**os.environ, "PYTHONPATH": known}, capture_output=True, text=True, check=True)
            told.append((f"import-peers-{how}", {"seconds": json.loads(done.stdout)["seconds"], "floor_seconds": ours}))
        importing.emptied()
    return told


if __name__ == "__main__":
    main(*sys.argv[1:])
