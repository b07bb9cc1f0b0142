"""A coach's assignments as a lab's head reads them: plain values, one query for any number of them."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from idaman.periods import Period
from msmes.assignments.models import AssignmentQuerySet

COLUMNS = ("pk", "msme__name", "starts_on", "ends_on", "stands_in_for__coach__name")


@dataclass(frozen=True)
class Row:
    """One assignment: to which MSME, on which days, and for whom the coach stands in."""

    pk: int
    msme: str
    period: Period
    instead_of: str | None


def rows(facts: AssignmentQuerySet) -> list[Row]:
    return [Row(pk, msme, Period(start, end), other) for pk, msme, start, end, other in facts.values_list(*COLUMNS)]


def former(facts: AssignmentQuerySet, *, on, page) -> Page:
    """Those that have ended by the day, the latest first, fifty a page."""
    ended = facts.filter(ends_on__lte=on).order_by("-ends_on", "msme__name", "pk")
    found = Paginator(ended, 50).get_page(page)
    found.object_list = rows(found.object_list)
    return found
