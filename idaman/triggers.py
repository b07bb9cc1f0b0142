"""SQLite's triggers, which a migration that rebuilds their table drops: put back after every migrate and flush."""

from django.apps import apps
from django.db import connections

from idaman.overlaps import NoOverlap


def wanted() -> dict[str, str]:
    """Every trigger that must stand on SQLite: name to statement."""
    found = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, NoOverlap):
                found |= constraint.triggers(model)
    return found


def restore(using: str):
    """Make the database's triggers those that the models ask for (SQLite only)."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    statements = wanted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name: sql for name, sql, _table in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
        for name, statement in statements.items():
            if standing.get(name) == statement or statement.split(" ON ")[1].split()[0] not in tables:
                continue
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)


def lift(using: str):
    """Take all triggers away (SQLite only), for a transaction that puts them back before it ends."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
