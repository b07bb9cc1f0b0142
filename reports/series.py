"""In force on which of many days: a series of figures from one reading of each kind of fact.

A thing's days are kept as a whole number with one bit a day, so that "or" merges overlapping facts about one thing and
"and" asks that two facts hold together. Measured: 54 thousand enrolments and 200 thousand sponsorships over 60 months in
about half a second, where one query a month takes four.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from idaman.periods import DatedQuerySet

Days = Sequence[date]
Held = dict[int, int]


def held(facts: DatedQuerySet, days: Days, *, by: str, given: Mapping[str, Held] | None = None) -> Held:
    """For each thing (the field `by`), the days on which one of its facts holds; `days` ascend.

    `given` names other fields of the fact and, for each, the days on which the thing in that field must hold too.
    """
    given = given or {}
    spans = _Spans(days)
    found: Held = {}
    for thing, starts_on, ends_on, *others in facts.order_by().values_list(by, "starts_on", "ends_on", *given).iterator(20000):
        bits = spans[starts_on, ends_on]
        for other, holding in zip(others, given.values(), strict=True):
            bits &= holding.get(other, 0)
        if bits:
            found[thing] = found.get(thing, 0) | bits
    return found


def totals(things: Held, days: Days) -> list[int]:
    """How many things hold on each of the days."""
    patterns = Counter(things.values())
    return [sum(count for bits, count in patterns.items() if bits >> index & 1) for index in range(len(days))]


class _Spans(dict):
    """From a first day and an end to the bits of the days between them, worked out once for each pair."""

    def __init__(self, days: Days):
        super().__init__()
        self.days = days

    def __missing__(self, span: tuple[date, date | None]) -> int:
        starts_on, ends_on = span
        first = bisect_left(self.days, starts_on)
        end = len(self.days) if ends_on is None else bisect_left(self.days, ends_on)
        self[span] = bits = (1 << end) - (1 << first) if end > first else 0
        return bits
