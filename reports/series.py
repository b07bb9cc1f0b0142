"""In force on which of many days: a series of figures from one reading of each kind of fact.

A thing's days are kept as a whole number with one bit a day, so that "or" merges overlapping facts about one thing and
"and" asks that two facts hold together. The dates are read as text, which no layer has to parse: what is asked of them
is only their order.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import TextField
from django.db.models.functions import Cast

from idaman.periods import DatedQuerySet

Days = Sequence[date]
Held = dict[int, int]


def held(facts: DatedQuerySet, days: Days, *, by: str, given: tuple[str, Held] | None = None) -> Held:
    """For each thing (the field `by`), the days on which one of its facts holds; `days` ascend.

    `given` names another field of the fact and says on which days the thing in that field must hold too.
    """
    before, found = _Before(days), {}
    field, holding = given or (by, None)
    dates = (Cast("starts_on", TextField()), Cast("ends_on", TextField()))
    for thing, other, starts_on, ends_on in facts.order_by().values_list(by, field, *dates):
        bits = before[ends_on] ^ before[starts_on]
        if holding is not None:
            bits &= holding.get(other, 0)
        if bits:
            found[thing] = found.get(thing, 0) | bits
    return found


def totals(things: Held, days: Days) -> list[int]:
    """How many things hold on each of the days."""
    patterns = Counter(things.values())
    return [sum(count for bits, count in patterns.items() if bits >> index & 1) for index in range(len(days))]


class _Before(dict):
    """From a date's text to the bits of the days before it; no date at all is after every day."""

    def __init__(self, days: Days):
        super().__init__({None: (1 << len(days)) - 1})
        self.days = [day.isoformat() for day in days]

    def __missing__(self, text: str) -> int:
        self[text] = bits = (1 << bisect_left(self.days, text)) - 1
        return bits
