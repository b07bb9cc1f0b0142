"""Explaining rows, withdrawing explanations, and taking the slow comparisons."""

from datetime import date, datetime

from django.db import transaction
from django_tasks import task

from idaman import clock
from idaman.history import close, close_many, keep_many
from idaman.quality import Rule, looks
from reports.quality.models import Explanation, Look
from reports.quality.reading import OPEN, rows_of
from reports.quality.scopes import Scope


@transaction.atomic
def explain(*, rule: Rule, keys: list[int], reason: str, on: date, by) -> int:
    """The chosen rows are right, for this reason, from the day; those no longer open are left. How many were explained."""
    rows = dict(rows_of(rule, on, Scope(), OPEN).filter(pk__in=keys).values_list("pk", "mark"))
    lapsed = Explanation.objects.lasting(on=on).filter(rule=rule.code, key__in=list(rows))
    close_many(list(lapsed), on=on, by=by, why=reason)
    words = {"rule": rule.code, "reason": reason, "by": by, "starts_on": on}
    keep_many([Explanation(key=key, seen=mark, **words) for key, mark in rows.items()], why=reason, by=by)
    return len(rows)


@transaction.atomic
def withdraw(*, explanation: Explanation, on: date, by, why: str) -> None:
    """It no longer holds from the day; its row is open again."""
    close(Explanation.objects.select_for_update().get(pk=explanation.pk), on=on, by=by, why=why)


def take_looks(*, on: date, at: datetime) -> int:
    """Take every slow comparison, each in its own transaction; how many records were compared."""
    total = 0
    for code, take in looks().items():
        compared = take(on)
        Look.objects.update_or_create(code=code, defaults={"taken_at": at, "compared": compared})
        total += compared
    return total


@task()
def look_again() -> None:
    """The worker takes the comparisons, as of the day on which it does."""
    take_looks(on=clock.today(), at=clock.now())
