"""Changing the keys: every sealed text anew under the first cipher key, every hash under the present hash key.

It goes round the models' own saving, so that no history is written, and in small steps, so that nobody waits; stopped, it
can be run again and does what is left.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import ExpressionWrapper, F, Field, TextField

from idaman.sealed import HashField, SealedField, WrongKeyError, keyed_hash, resealed, unseal

BATCH = 500
Done = Callable[[int], None]


@dataclass
class Outcome:
    """What a run met: texts looked at, texts not in order before it, and those that no key opens, by record."""

    seen: int = 0
    old: int = 0
    closed: list[str] = field(default_factory=list)


def columns(kind: type[Field]) -> list[Field]:
    """The columns of the kind, in records and in their history."""
    return [one for model in apps.get_models(include_auto_created=True) for one in own(model) if isinstance(one, kind)]


def own(model) -> list[Field]:
    return [] if model._meta.proxy else model._meta.local_concrete_fields


def sealed_columns() -> list[SealedField]:
    return columns(SealedField)


def hash_columns() -> list[HashField]:
    return columns(HashField)


def sealed_beside(hashed: HashField) -> SealedField:
    """The sealed column that a hash column finds."""
    return hashed.model._meta.get_field(hashed.name.removesuffix("_hash"))


def count(fields: list[Field]) -> int:
    """How many texts the columns hold."""
    return sum(one.model._base_manager.exclude(**{one.name: ""}).count() for one in fields)


def reseal(*, is_dry_run: bool = False, on_done: Done = lambda _: None) -> Outcome:
    """Seal with the first cipher key what another one sealed."""
    outcome = Outcome()
    for sealed in sealed_columns():
        renew(sealed, [sealed], resealed, outcome, is_dry_run, on_done)
    return outcome


def rehash(*, is_dry_run: bool = False, on_done: Done = lambda _: None) -> Outcome:
    """Work out again, with the present hash key, the hash beside each sealed text."""
    outcome = Outcome()
    for hashed in hash_columns():
        renew(hashed, [hashed, sealed_beside(hashed)], hashed_anew, outcome, is_dry_run, on_done)
    return outcome


def hashed_anew(_kept: str, token: str) -> str:
    return keyed_hash(unseal(token))


def renew(target: Field, sources: list[Field], renewed: Callable, outcome: Outcome, is_dry_run: bool, on_done: Done):
    """Replace each text of the column with what `renewed` makes of the sources' texts, a batch at a time."""
    for batch in batches(target.model, [one.name for one in sources]):
        changes = []
        for pk, *texts in batch:
            try:
                fresh = renewed(*texts)
            except WrongKeyError:
                outcome.closed.append(f"{target.model._meta.label}.{target.name} {pk}")
                continue
            if fresh != texts[0]:
                changes.append((fresh, pk, texts[0]))
        if not is_dry_run:
            update(target, changes)
        outcome.seen += len(batch)
        outcome.old += len(changes)
        on_done(len(batch))


def batches(model, names: list[str]) -> Iterator[list[tuple]]:
    """Primary keys with the texts as they are stored, in order; each batch is read when it is asked for."""
    raw = {f"raw_{name}": ExpressionWrapper(F(name), output_field=TextField()) for name in names}
    rows = model._base_manager.annotate(**raw).exclude(**{names[-1]: ""}).order_by("pk").values_list("pk", *raw)
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


@transaction.atomic
def update(target: Field, changes: list[tuple]):
    """Write (new, primary key, old) where the old text still stands: what somebody saved meanwhile is newer than ours."""
    table, column, key = map(
        connection.ops.quote_name, (target.model._meta.db_table, target.column, target.model._meta.pk.column)
    )
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s", changes)


def mark(key: str) -> str:
    """Tells a key from others without telling anything of the key."""
    return hmac.new(key.encode(), b"I-DAMAN: which key this is", hashlib.sha256).hexdigest()[:16]


def marks() -> dict[str, list[str]]:
    """The marks of this machine's keys, by the name of their setting."""
    return {"CIPHER_KEYS": [mark(key) for key in settings.CIPHER_KEYS], "HASH_KEY": [mark(settings.HASH_KEY)]}
