"""The triggers of both engines: put back after every migrate and flush, lifted for a restore.

SQLite drops those of a table that a migration rebuilds.
"""

from django.apps import apps
from django.db import connections

from idaman.immutable import FUNCTION, WrittenOnce
from idaman.overlaps import NoOverlap


def constraints(kind) -> list[tuple]:
    """Every constraint of the kind with its model."""
    return [(one, model) for model in apps.get_models() for one in model._meta.constraints if isinstance(one, kind)]


def wanted(vendor: str = "sqlite") -> dict[str, str]:
    """Every trigger that must stand on the engine: name to statement."""
    found = {}
    for one, model in constraints(WrittenOnce if vendor == "postgresql" else (NoOverlap, WrittenOnce)):
        found |= one.on_postgresql(model) if vendor == "postgresql" else one.triggers(model)
    return found


def restore(using: str):
    """Make the database's triggers those that the models ask for."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        there = {name: sql for name, sql in wanted(connection.vendor).items() if table_of(sql) in tables}
        put = on_postgresql if connection.vendor == "postgresql" else on_sqlite
        put(cursor, there)


def table_of(statement: str) -> str:
    return statement.split(" ON ")[1].split()[0]


def on_sqlite(cursor, statements: dict[str, str]):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    standing = dict(cursor.fetchall())
    for name, statement in statements.items():
        if standing.get(name) != statement:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)


def on_postgresql(cursor, statements: dict[str, str]):
    cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE tgname = ANY(%s)", [list(statements)])
    standing = dict(cursor.fetchall())
    for name, statement in statements.items():
        if name not in standing:
            cursor.execute(f"{FUNCTION} {statement}")
        elif standing[name] == "D":
            cursor.execute(f"ALTER TABLE {table_of(statement)} ENABLE TRIGGER {name}")


def lift(using: str):
    """Take all triggers away, for a transaction that puts them back before it ends."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, statement in wanted("postgresql").items():
                cursor.execute(f"ALTER TABLE {table_of(statement)} DISABLE TRIGGER {name}")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
