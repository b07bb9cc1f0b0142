"""Many records of one model written at once, their history included; the rules are the caller's, the database still judges.

Values come as columns: the name of a field (`msme_id`, not `msme`) and as many values as there are records, as the field
holds them in Python. A sealed field is sealed here, and the hash beside it made unless it is given.
"""

import io
import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import connection, models, transaction

from idaman.sealed import SealedField, keyed_hash

STEP = 2000
IN_COPY = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})

Columns = dict[str, list]


def insert(model, columns: Columns, *, by, at: datetime, why: str) -> list[int]:
    """Insert the records and the first entry of each one's history; the keys, in the order of the records.

    A field that isn't named has its default. Must run in a transaction; raises IntegrityError for what the database refuses.
    """
    keys = put_records(model, columns)
    for some in conditions(model, keys):
        tell(model, some, "+", by=by, at=at, why=why)
    return keys


def put_records(model, columns: Columns) -> list[int]:
    """The same for records without a history."""
    keys = reserved(model, len(next(iter(columns.values()))))
    put(model._meta.db_table, *as_stored(model, columns, keys))
    return keys


def as_stored(model, columns: Columns, keys: list[int]) -> tuple[list[str], Iterable[tuple]]:
    """The records with these keys as the engine takes them: the names of all columns, and the rows."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    given = {**with_hashes(model, columns), model._meta.pk.attname: keys}
    stored = [prepared(field, given.get(field.attname), len(keys)) for field in fields]
    return [field.column for field in fields], zip(*stored, strict=True)


def update(model, keys: list[int], columns: Columns, *, by, at: datetime, why: str) -> None:
    """Give the records these values, and each its entry in the history."""
    given = with_hashes(model, columns)
    fields = [field for field in model._meta.local_concrete_fields if field.attname in given]
    stored = [prepared(field, given[field.attname], len(keys)) for field in fields]
    names = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {names} WHERE {quoted(model._meta.pk.column)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, zip(*stored, keys, strict=True))
    for some in conditions(model, keys):
        tell(model, some, "~", by=by, at=at, why=why)


def delete(model, keys: list[int], *, by, at: datetime, why: str) -> None:
    """Take the records away; the last entry of each one's history says so. What still points at one is refused at the commit."""
    for some in conditions(model, keys):
        tell(model, some, "-", by=by, at=at, why=why)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {quoted(model._meta.db_table)} {some}")


def with_hashes(model, columns: Columns) -> Columns:
    """The columns, and beside each sealed one the hashes that find it again."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    sealed = [name for name in columns if isinstance(fields[name], SealedField) and f"{name}_hash" in {*fields} - {*columns}]
    hashes = {f"{name}_hash": [keyed_hash(clear) if clear else "" for clear in columns[name]] for name in sealed}
    return {**columns, **hashes}


def prepared(field, values: list | None, count: int) -> list:
    """The values as the engine takes them; a field without values its default, made anew for each record if it is made."""
    if values is None:
        is_made = field.has_default() and callable(field.default)
        values = [field.default() for _ in range(count)] if is_made else [field.get_default()] * count
    if isinstance(field, SealedField):
        return [field.get_prep_value(clear) if clear else "" for clear in values]
    if isinstance(field, models.JSONField):
        return ["[]" if value == [] else json.dumps(value) for value in values]
    if isinstance(field, models.DateTimeField):
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return [known[value] for value in values]
    if isinstance(field, models.DateField):
        return [value and value.isoformat() for value in values]
    return values


def put(table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    """Insert rows of plain values: by COPY on PostgreSQL, which reads every type from text; by one statement on SQLite."""
    rows, names = iter(rows), quoted(*columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", rows)
            return
        while step := list(islice(rows, STEP)):
            lines = ("\t".join(map(in_copy, row)) + "\n" for row in step)
            cursor.copy_expert(f"COPY {quoted(table)} ({names}) FROM STDIN", io.StringIO("".join(lines)))


def in_copy(value) -> str:
    return r"\N" if value is None else str(value).translate(IN_COPY)


def tell(model, which: str, sign: str, *, by, at: datetime, why: str, source: str = "") -> None:
    """An entry in the history of each record that meets the condition, as it stands in its table or another `source`."""
    history = model.history.model
    kept = {field.column for field in history.tracked_fields}
    columns = quoted(*(field.column for field in model._meta.local_concrete_fields if field.column in kept))
    order = "" if source else f"ORDER BY {quoted(model._meta.pk.column)}"
    added = {"history_date": models.DateTimeField().get_db_prep_save(at, connection), "history_type": sign}
    added |= {"history_user_id": by and by.pk, "history_change_reason": why}
    places = ", ".join(["%s"] * len(added))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(history._meta.db_table)} ({columns}, {quoted(*added)}) "
            f"SELECT {columns}, {places} FROM {source or quoted(model._meta.db_table)} {which} {order}",
            list(added.values()),
        )


def conditions(model, keys: list[int]):
    """The keys, in ascending order, as conditions: one for a row of numbers without a gap, else so many at a time."""
    key = quoted(model._meta.pk.column)
    if keys and keys[-1] - keys[0] == len(keys) - 1:
        yield f"WHERE {key} BETWEEN {keys[0]:d} AND {keys[-1]:d}"
        return
    for start in range(0, len(keys), STEP):
        yield f"WHERE {key} IN ({', '.join(format(key, 'd') for key in keys[start : start + STEP])})"


def found(model, names: list[str], *, among: str, values: list) -> list[tuple]:
    """These columns of the records whose column `among` is one of the values: plain columns, asked without building a query."""
    columns = [model._meta.get_field(name).column for name in names]
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for start in range(0, len(values), STEP):
            some = values[start : start + STEP]
            places = ", ".join(["%s"] * len(some))
            where = f"{quoted(model._meta.get_field(among).column)} IN ({places})"
            cursor.execute(f"SELECT {quoted(*columns)} FROM {quoted(model._meta.db_table)} WHERE {where}", some)
            rows += cursor.fetchall()
    return rows


def reserved(model, count: int) -> list[int]:
    """Keys that nothing else will get."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return list(reserved_on_sqlite(cursor, table, count))
        counting = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(counting, [quoted(table), key, count])
        return [row[0] for row in cursor.fetchall()]


def reserved_on_sqlite(cursor, table: str, count: int) -> range:
    """The next keys, counted as given although no row bears them yet."""
    with transaction.atomic():  # the one writer: nobody counts meanwhile
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (None,)
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
    return range((last or 0) + 1, (last or 0) + 1 + count)


def quoted(*names: str) -> str:
    return ", ".join(map(connection.ops.quote_name, names))
