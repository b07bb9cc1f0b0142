"""An office's file of 54,414 rows and 20 columns taken in, beside its floor: the file read, its rows put into the same tables.

Each run is a process of its own (`python -m reports.bench.importing ours|floor FILE FOLDER`), so its peak of memory is its own.
"""

import json
import marshal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

RUNS = 3
TABLES = ["importing_importedrow", "importing_sample", "importing_import", "importing_knownheadings"]


def tables() -> list[str]:
    """Those that an import writes, what others point to last."""
    from msmes.imports import MsmeImport

    models = reversed(MsmeImport.models)
    return [*TABLES, *(table for model in models for table in (model.history.model._meta.db_table, model._meta.db_table))]


def emptied():
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DELETE FROM {table}")


def ours(path: Path, _folder: Path):
    """The whole import as the terminal does it: read, checked, written with history and ledger."""
    from msmes.management.commands.import_msmes import Command

    told = Command().taken(path, "", None, is_dry_run=False)
    assert told["created"] == told["rows"], told["causes"]


def keep_rows(folder: Path):
    """What ours wrote, table by table, for the floor to write."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {table}")
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            rows = [[plain(value) for value in row] for row in cursor.fetchall()]
            (folder / f"{table}.rows").write_bytes(marshal.dumps([names, rows]))


def plain(value):
    return (
        value
        if value is None or isinstance(value, int | str | float)
        else json.dumps(value)
        if isinstance(value, list | dict)
        else str(value)
    )


def floor(path: Path, folder: Path):
    """The file read by the library alone, and the rows, made before, put into the tables in one transaction."""
    from django.db import transaction

    from idaman import bulk

    kept = [(table, *marshal.loads((folder / f"{table}.rows").read_bytes())) for table in reversed(tables())]
    yield
    read(path)
    with transaction.atomic():
        for table, names, rows in kept:
            bulk.put(table, names, rows)


def read(path: Path):
    import csv

    from python_calamine import load_workbook

    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter=";"))
    return load_workbook(path).get_sheet_by_index(0).to_python()


def measured(what: str, path: Path, folder: Path) -> dict:
    """One run in a process of its own, on empty tables; `peak_mb`: the most that it and its children took at a time."""
    emptied()
    words = [sys.executable, "-m", "reports.bench.importing", what, str(path), str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        peak = 0
        while run.poll() is None:
            peak = max(peak, taken_by(run.pid))
            time.sleep(0.02)
        told = json.loads(run.stdout.read())
    return {**told, "peak_mb": round(peak / 1024)}


def taken_by(pid: int) -> int:
    """Kilobytes of memory of the process and those it started; of one that ends meanwhile, none."""
    own = Path(f"/proc/{pid}")
    try:
        sizes = [int(line.split()[1]) for line in (own / "status").read_text().splitlines() if line.startswith("VmRSS")]
        children = (own / "task" / str(pid) / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(sizes) + sum(taken_by(int(child)) for child in children)


def bench(kind: str) -> dict:
    """Medians of both, run in turn on the database the environment names."""
    from reports.bench import office_file

    with tempfile.TemporaryDirectory(prefix="idaman-bench-") as folder:
        path = Path(folder) / f"office.{kind}"
        {"xlsx": office_file.write_xlsx, "csv": office_file.write_csv}[kind](path)
        measured("ours", path, Path(folder))
        keep_rows(Path(folder))
        pairs = [(measured("ours", path, Path(folder)), measured("floor", path, Path(folder))) for _ in range(RUNS)]
        emptied()
    both = [statistics.median(run["seconds"] for run in runs) for runs in zip(*pairs, strict=True)]
    return {"seconds": both[0], "floor_seconds": both[1], "peak_mb": max(pair[0]["peak_mb"] for pair in pairs)}


def main(what: str, path: str, folder: str):
    django.setup()
    if what == "ours":
        began = time.perf_counter()
        ours(Path(path), Path(folder))
    else:
        work = floor(Path(path), Path(folder))
        next(work)
        began = time.perf_counter()
        list(work)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
