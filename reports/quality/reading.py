"""What offends the rules on a day, open or explained: the same rows for page, list, file and count."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from idaman.quality import Dimension, Rule
from partners.models import Partner
from reports.quality.models import Explanation
from reports.quality.scopes import AGENCY, Scope

OPEN, EXPLAINED = "open", "explained"


class RuleCount(NamedTuple):
    """How many rows of a rule are open, and how many explained."""

    rule: Rule
    open: int
    explained: int


def is_explained(rule: Rule, day: date) -> Exists:
    """Of rows with `mark`: an explanation holds on the day; it lapses when what it is about has changed."""
    return Exists(Explanation.objects.on(day).filter(rule=rule.code, key=OuterRef("pk"), seen=OuterRef("mark")))


def offending(rule: Rule, day: date, scope: Scope) -> QuerySet:
    """All rows that the rule lists in the scope on the day, with `mark`."""
    return scope.narrowed(rule, rule.marked(day), day)


def rows_of(rule: Rule, day: date, scope: Scope, which: str = OPEN) -> QuerySet:
    """The open rows, or the explained ones, in the order in which they are read."""
    rows, there = offending(rule, day, scope).order_by("pk"), is_explained(rule, day)
    if which == OPEN:
        return rows.filter(~there)
    return rows.filter(there, pk__in=Explanation.objects.on(day).filter(rule=rule.code).values("key"))


def open_counts(day: date, scope: Scope | None = None) -> list[RuleCount]:
    """Of every rule how many rows are open and explained on the day, one query a rule, two where something was explained."""
    scope = scope or Scope()
    spoken_of = set(Explanation.objects.on(day).values_list("rule", flat=True).distinct())
    return [RuleCount(rule, *counted(rule, day, scope, rule.code in spoken_of)) for rule in scope.rules]


def counted(rule: Rule, day: date, scope: Scope, is_spoken_of: bool) -> tuple[int, int]:
    """Open and explained; they add up to all rows of the rule."""
    total = scope.narrowed(rule, rule.rows(day), day).count()
    explained = rows_of(rule, day, scope, EXPLAINED).count() if is_spoken_of else 0
    return total - explained, explained


def by_dimension(counts: list[RuleCount]) -> list[tuple[Dimension, list[RuleCount]]]:
    """Under each dimension its rules."""
    return [(dimension, [one for one in counts if one.rule.dimension == dimension]) for dimension in Dimension]


class PartnerCount(NamedTuple):
    """How many open rows one partner answers for; a row that several answer for counts for each of them."""

    name: str
    scope: str
    open: int


def by_partner(day: date) -> list[PartnerCount]:
    """The partners with open rows, the most first; then those for which the agency alone answers."""
    found: Counter = Counter()
    for rule in Scope().rules:
        found.update(open_by_partner(rule, day))
    alone = found.pop(None, 0)
    partners = Partner.objects.in_bulk(list(found))
    counts = [PartnerCount(str(partners[pk]), partners[pk].public_id, count) for pk, count in found.items()]
    rest = [PartnerCount(Scope(AGENCY).title, AGENCY, alone)] if alone else []
    return sorted(counts, key=lambda one: (-one.open, one.name)) + rest


def open_by_partner(rule: Rule, day: date) -> dict[int | None, int]:
    rows = rule.with_partner(rule.marked(day), day).filter(~is_explained(rule, day)).order_by()
    return dict(rows.values_list("partner").annotate(count=Count("pk")))


class Told(NamedTuple):
    """A row as people read it."""

    key: int
    name: str
    page: str
    what: str
    mended: str
    explained: Explanation | None


def told(rule: Rule, rows, day: date, *, with_explanations: bool = False) -> Iterator[Told]:
    """Rows in words; with their explanations in one query."""
    rows = list(rows)
    keys = [row.pk for row in rows] if with_explanations else []
    known = Explanation.objects.on(day).filter(rule=rule.code, key__in=keys).select_related("by")
    why = {one.key: one for one in known} if keys else {}
    for row in rows:
        page = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
        yield Told(row.pk, str(row), page, rule.told(row), rule.mended(row), why.get(row.pk))
