"""A filled database kept by the process: filling the demonstration takes seconds, putting its rows back takes one."""

import json

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from idaman import bulk

KEPT: dict[type, list[tuple]] = {}  # every model's rows, as the engine gives them


def columns(model) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if not field.generated]


def models() -> list[type]:
    """Those with tables of their own, those between two others included."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]


def keep() -> None:
    """Remember every row there is."""
    with connection.cursor() as cursor:
        for model in models():
            cursor.execute(f"SELECT {bulk.quoted(*columns(model))} FROM {bulk.quoted(model._meta.db_table)}")
            KEPT[model] = [tuple(map(plain, row)) for row in cursor.fetchall()]


def plain(value):
    return json.dumps(value) if isinstance(value, dict | list) else value


@transaction.atomic
def put_back() -> None:
    """Have the tables hold what they held, reference rows under the keys they had; after a `flush`."""
    with connection.cursor() as cursor:
        for model in KEPT:
            cursor.execute(f"DELETE FROM {bulk.quoted(model._meta.db_table)}")
        for model, rows in KEPT.items():
            bulk.put(model._meta.db_table, columns(model), rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(KEPT)):
            cursor.execute(statement)
    ContentType.objects.clear_cache()
