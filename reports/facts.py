"""The state of the facts as one word, and what was worked out from them, remembered while that word stands.

Every record that people edit has a history, and every way of writing adds to it: one by one, in bulk, by deleting,
undoing, merging or forgetting. So the newest entry of each history says whether anything has changed; nothing has to be
told, and nothing can be forgotten. An entry's moment belongs to it, because a number is given again after a transaction
that was taken back, or after a backup was brought back.
"""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from typing import TypeVar

from django.apps import apps
from django.core.cache import caches
from django.db import connection

from idaman.history import Versioned
from idaman.models import Region
from reports.measuring import Indicator, Measure, When
from reports.scopes import PROGRAMME, Scope
from reports.tally import tally

Answer = TypeVar("Answer")
OF_ACCOUNTS = {"idaman.User", "digest.Subscription", "people.Invitation", "joining.JoinRequest"}  # no figure counts them


def facts() -> list[type]:
    """The models whose history says that a figure may have changed: all but those of accounts."""
    found = [model for model in apps.get_models() if issubclass(model, Versioned) and hasattr(model, "history")]
    return [model for model in found if model._meta.label not in OF_ACCOUNTS]


@cache
def statement(vendor: str) -> str:
    """Asks for the newest entry of each history, the newest region, and on PostgreSQL whether somebody else is writing."""
    tables = [model.history.model._meta.db_table for model in facts()]
    newest = "(SELECT CAST(history_id AS text) || ' ' || CAST(history_date AS text) FROM {} ORDER BY history_id DESC LIMIT 1)"
    region = f"(SELECT CAST(MAX(id) AS text) FROM {Region._meta.db_table})"
    return "SELECT " + ", ".join([writing(tables) if vendor == "postgresql" else "0", region, *map(newest.format, tables)])


def writing(tables: list[str]) -> str:
    """How many other transactions have entries under way: theirs may bear lower numbers than one that can be seen."""
    names = ", ".join(f"'{table}'::regclass" for table in tables)
    return (
        f"(SELECT COUNT(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND relation IN ({names})"
        " AND pid IS DISTINCT FROM pg_backend_pid())"
    )


def facts_version() -> str:
    """A word for the facts as they are: another after every write; "" while somebody else is writing."""
    with connection.cursor() as cursor:
        cursor.execute(statement(connection.vendor))
        under_way, *newest = cursor.fetchone()
    return "" if under_way else sha256(repr(newest).encode()).hexdigest()


class Memory:
    """Answers worked out from the facts as they stand, kept by the process until they change.

    By the process, since reading must never wait for somebody who writes, as a table of answers would; new code starts a
    new process. An answer is plain values that read alike in every language.
    """

    def __init__(self):
        self.version = facts_version()

    def of(self, about: tuple, work: Callable[[], Answer]) -> Answer:
        """The answer, worked out when it isn't known; `about` tells it from every other answer."""
        if not self.version:
            return work()
        kept, key = caches["figures"], sha256(repr((self.version, about)).encode()).hexdigest()
        found = kept.get(key)
        if found is None:
            found = work()
            kept.set(key, found)
        return found

    def tally(self, indicators: Sequence[Indicator], whens: Sequence[When], scope: Scope = PROGRAMME) -> dict[tuple, Measure]:
        """As `reports.tally.tally`."""
        about = ("tally", [one.code for one in indicators], list(whens), scope.kind, scope.key)
        return self.of(about, lambda: tally(indicators, whens, scope))
