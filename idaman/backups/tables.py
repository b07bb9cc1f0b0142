"""Rows as the database holds them, in words that both engines understand; sealed texts stay sealed.

A row is a list of what JSON knows: days and moments are written as in ISO 8601, the rest that JSON lacks as text.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection
from simple_history.models import HistoricalChanges

from idaman.after_migrate import LOADED
from idaman.bulk import put, quoted

STEP = 1000
LEFT_OUT = {Session}  # who is signed in at the moment; a restored database asks everybody to sign in again
BY_MIGRATING = {ContentType, Permission}
BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


def models() -> list:
    """Every model with a table whose rows are kept."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy and model not in LEFT_OUT]


def recorded() -> dict[str, int]:
    """What the database holds besides that which migrating loads: plural names and how many, history last."""
    ours = [model for model in models() if model not in BY_MIGRATING and not getattr(model, "is_reference", False)]
    ours.sort(key=lambda model: issubclass(model, HistoricalChanges))
    found = {str(model._meta.verbose_name_plural): made_here(model).count() for model in ours}
    return {name: number for name, number in found.items() if number}


def made_here(model):
    """The rows that aren't there by migrating alone: of a history, without the entries that loading made."""
    rows = model._base_manager.all()
    return rows.exclude(history_type="+", history_change_reason=LOADED) if issubclass(model, HistoricalChanges) else rows


def columns(model) -> list[str]:
    return [field.column for field in stored(model)]


def stored(model) -> list:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


@contextmanager
def snapshot():
    """All that is read inside is of one moment, and nobody who writes meanwhile waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def count(model) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {quoted(model._meta.db_table)}")
        return cursor.fetchone()[0]


def read(model) -> Iterator[list]:
    """The rows of the model's table, in the order of their keys."""
    meta = model._meta
    readings = [converters(field) for field in stored(model)]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {quoted(*columns(model))} FROM {quoted(meta.db_table)} ORDER BY {quoted(meta.pk.column)}")
        while rows := cursor.fetchmany(STEP):
            for row in rows:
                yield [plain(value, reading) for value, reading in zip(row, readings, strict=True)]


def converters(field) -> list:
    """What the engine needs to tell days, moments and truth from numbers and text; the field's own opening is left out."""
    column = field.get_col(field.model._meta.db_table)
    return [lambda value, one=one: one(value, column, connection) for one in connection.ops.get_db_converters(column)]


def plain(value, reading: list):
    for convert in reading:
        value = convert(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def write(model, rows: Iterable[list]) -> Iterator[int]:
    """Insert rows as `read` gave them, telling after each step how many it took."""
    rows = iter(rows)
    while step := list(islice(rows, STEP)):
        put(model._meta.db_table, columns(model), in_writing(model, step))
        yield len(step)


def in_writing(model, rows: list[list]) -> Iterator[list]:
    """SQLite keeps moments and random ids in a writing of its own; PostgreSQL reads every type from text."""
    if connection.vendor == "postgresql":
        return iter(rows)
    writings = [writing(field) for field in stored(model)]
    return ([write(value) for write, value in zip(writings, row, strict=True)] for row in rows)


def writing(field):
    """How a value of the field is put to the database, without the field's own sealing."""
    kind = field.get_col(field.model._meta.db_table).output_field
    if kind.get_internal_type() not in ("DateTimeField", "UUIDField"):
        return lambda value: value
    return lambda value: kind.get_db_prep_value(kind.to_python(value), connection, prepared=True)


def empty():
    """Take every row away, sessions too: ids of the old content must open nothing in the new."""
    tables = [model._meta.db_table for model in {*models(), *LEFT_OUT}]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)


def counted() -> list:
    """The models whose ids the database counts up."""
    return [model for model in models() if model._meta.auto_field in model._meta.local_fields]


def last_ids() -> dict[str, int]:
    """The highest id each table ever gave: that of a deleted record must not be given again, its history stays."""
    with connection.cursor() as cursor:
        return {model._meta.db_table: last_id(cursor, model) for model in counted()}


def last_id(cursor, model) -> int:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
    else:
        cursor.execute(f"SELECT last_value - (NOT is_called)::int FROM {sequence(cursor, model)}")
    return cursor.fetchone()[0]


def go_on_from(ids: dict[str, int]):
    """Have each table give ids above these."""
    with connection.cursor() as cursor:
        for model in counted():
            set_last_id(cursor, model, ids[model._meta.db_table])


def set_last_id(cursor, model, last: int):
    """By a statement that goes back with its transaction, which PostgreSQL's `setval` doesn't."""
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, last])
    else:
        cursor.execute(f"ALTER SEQUENCE {sequence(cursor, model)} RESTART WITH {last + 1:d}")


def sequence(cursor, model) -> str:
    """The name of PostgreSQL's counter, quoted."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(model._meta.db_table), model._meta.auto_field.column])
    return cursor.fetchone()[0]
