"""Records made ready outside any transaction, in tables that this connection alone sees, and poured into their own at once.

What takes time (sealing, hashing, putting values into an engine's words) is done before; the transaction that pours
lasts as long as the engine needs to move rows. Keys are reserved at once, so that records can point to each other; those
of records that are never poured stay unused.
"""

from collections import Counter
from datetime import datetime

from django.db import connection

from idaman import bulk
from idaman.bulk import Columns, quoted


class Stage:
    """The tables of one pass; used as a context, at whose end they are gone."""

    def __init__(self):
        self.columns: dict[type, list[str]] = {}
        self.keys: dict[type, list[int]] = {}  # reserved and not given yet
        self.given: Counter = Counter()

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_fault) -> None:
        if not connection.needs_rollback:  # else they go with the transaction
            for model in self.columns:
                run(f"DROP TABLE {table_of(model)}")

    def add(self, model, columns: Columns) -> list[int]:
        """Make the records ready; the keys they will have, in their order."""
        if not next(iter(columns.values())):
            return []
        keys = self.next_keys(model, len(next(iter(columns.values()))))
        names, rows = bulk.as_stored(model, columns, keys)
        if model not in self.columns:
            self.columns[model] = names
            run(f"DROP TABLE IF EXISTS {table_of(model)}")
            source = f"SELECT {quoted(*names)} FROM {quoted(model._meta.db_table)} WHERE 1 = 0"
            run(f"CREATE TEMPORARY TABLE {table_of(model)} AS {source}")
        if connection.vendor == "sqlite":
            run("SAVEPOINT staged")  # a transaction that locks nothing but its own table
        bulk.put(table_of(model), names, rows)
        if connection.vendor == "sqlite":
            run("RELEASE staged")
        return keys

    def next_keys(self, model, count: int) -> list[int]:
        """So many keys; reserved in growing steps, for each step is a write that others wait for."""
        kept = self.keys.setdefault(model, [])
        if len(kept) < count:
            kept += bulk.reserved(model, max(count - len(kept), self.given[model]))
        self.given[model] += count
        self.keys[model] = kept[count:]
        return kept[:count]

    def pour(self, *, by, at: datetime, why: str) -> None:
        """Insert all of it, and of what has a history its first entries. Raises IntegrityError for what the database refuses."""
        for model, names in self.columns.items():
            run(f"INSERT INTO {quoted(model._meta.db_table)} ({quoted(*names)}) SELECT {quoted(*names)} FROM {table_of(model)}")
            if hasattr(model, "history"):
                bulk.tell(model, "", "+", by=by, at=at, why=why, source=table_of(model))


def table_of(model) -> str:
    return f"staged_{model._meta.db_table}"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
