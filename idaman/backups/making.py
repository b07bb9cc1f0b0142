"""Makes a backup: tables of one moment and all uploads, checked by reading them back before the file gets its name."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from idaman import keys
from idaman.backups import tables
from idaman.backups.archive import PIECE, Manifest, Reader, Writer, table_member
from idaman.backups.uploads import uploads
from idaman.progress import Tenths


def make_backup(path: Path, *, at: datetime, say: Callable[[str], None]) -> Manifest:
    """Write the backup and give back what it says of itself; what stood under the name stays until it is whole."""
    manifest = Manifest(at.isoformat(), connection.vendor, migrations(), keys.marks())
    with becoming(path) as file:
        with Writer(file, manifest) as writer:
            with tables.snapshot():
                add_tables(writer, say)
            add_uploads(writer)
        settle(file)
        with Reader(file) as reader:
            reader.check(lambda _: None)
    return manifest


def migrations() -> list[str]:
    """The migrations that made this database, of the apps this code has."""
    loader = MigrationLoader(connection)
    return sorted(".".join(one) for one in set(loader.applied_migrations) & set(loader.disk_migrations))


def add_tables(writer: Writer, say):
    manifest = writer.manifest
    every = tables.models()
    on_rows = Tenths(sum(map(tables.count, every)), say)
    manifest.last_ids = tables.last_ids()
    for model in every:
        table = model._meta.db_table
        manifest.columns[table], manifest.rows[table] = tables.columns(model), 0
        writer.add(table_member(table), lines(tables.read(model), manifest.rows, table, on_rows))


def lines(rows: Iterable[list], counts: dict, table: str, on_rows) -> Iterator[bytes]:
    for row in rows:
        counts[table] += 1
        on_rows(1)
        yield (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def add_uploads(writer: Writer):
    """After the tables, so that each file they name is there; one taken away meanwhile had expired."""
    root = Path(settings.MEDIA_ROOT)
    for name in uploads(root):
        try:
            file = (root / name).open("rb")
        except FileNotFoundError:
            continue
        with file:
            writer.add(f"files/{name}", iter(partial(file.read, PIECE), b""))


@contextmanager
def becoming(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner reads, and that takes the name once the block has ended well."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        os.replace(temporary, path)
        settle_folder(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def settle(file: BinaryIO):
    """Wait until what was written lies on the disk."""
    file.flush()
    os.fsync(file.fileno())


def settle_folder(folder: Path):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
