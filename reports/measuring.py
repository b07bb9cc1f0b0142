"""The kinds of figure: on a day, in a period, a share, a median; each with the list of rows that it is counted from.

Whatever the kind, `rows(when)` is a list that opens, `counts(whens)` its length at many times from a constant number of
queries, and `measures(whens)` the figure itself. `when` is a day or a Period: what is counted on a day takes a period's
last day, what happens in a period takes a day as "from 1 January to that day".
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from django.db.models import F, Q, QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from idaman.amounts import grouped, rupiah
from idaman.periods import ONE_DAY, Period
from reports.scopes import PROGRAMME, Scope
from reports.series import Days, Held, totals

VARIABLES = {
    "partnership": gettext_lazy("Partnership"),
    "product": gettext_lazy("Product"),
    "market": gettext_lazy("Market"),
}

When = date | Period
Numbers = Mapping[str, int | None]  # what one statement counted, by code; of a median also "<code>:doubled"


@dataclass(frozen=True)
class Measure:
    """A figure at one time: its value, how many rows it opens, and of `whole` things how many are `known`."""

    value: int | Decimal | None
    count: int | None = None
    known: int | None = None
    whole: int | None = None


UNKNOWN = Measure(None)


def last_day(when: When) -> date:
    return when.last_day if isinstance(when, Period) else when


def year_to(when: When) -> Period:
    """A period as it is; a day as the calendar year up to it."""
    return when if isinstance(when, Period) else Period(when.replace(month=1, day=1), when + ONE_DAY)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure: its words, what its rows are and can be told apart by, and the scopes in which it means something."""

    code: str
    variable: str
    title: Promise
    definition: Promise
    unit: Promise
    model: type
    breakdowns: tuple[str, ...] = ()
    beside: str = ""
    scopes: frozenset[str] = frozenset({"programme"})
    good: str = "up"

    kind: ClassVar[str]

    @property
    def variable_title(self) -> Promise:
        return VARIABLES[self.variable]

    def answers(self, scope: Scope) -> bool:
        """Whether the figure means something in the scope."""
        return scope.kind in self.scopes

    @property
    def counted_parts(self) -> tuple["Counted", ...]:
        """The countings from which the figure is made."""
        return (self,)

    def measure(self, numbers: Numbers) -> Measure:
        """The figure, from what its parts count to."""
        return Measure(numbers[self.code], numbers[self.code])

    def measures(self, whens: Sequence[When], scope: Scope = PROGRAMME) -> list[Measure]:
        """The figure at each of the ascending times, in a constant number of queries."""
        counts = [(part.code, part.counts(whens, scope)) for part in self.counted_parts]
        return [self.measure({code: numbers[n] for code, numbers in counts}) for n in range(len(whens))]

    def shown(self, value: int | Decimal) -> str:
        """The value as readers see it."""
        return grouped(value)


@dataclass(frozen=True, kw_only=True)
class Counted(Indicator):
    """A figure whose rows are found through records of which every thing has exactly one.

    `thing` is the field of those records that names the thing. Where they are those of another figure that meet a
    condition, `subset_of` and `condition` say so, and both are read together.
    """

    thing: str = "pk"
    subset_of: "Counted | None" = None
    condition: Q = field(default=Q(), compare=False)

    def records(self, when: When, scope: Scope) -> QuerySet:
        """The records that count."""
        raise NotImplementedError

    def rows(self, when: When, scope: Scope = PROGRAMME) -> QuerySet:
        """The distinct things that count."""
        records = self.records(when, scope)
        return records if self.thing == "pk" else self.model.objects.filter(pk__in=records.values(self.thing))


@dataclass(frozen=True, kw_only=True)
class Snapshot(Counted):
    """How many there are on a day. `held(days, scope)` says for each thing on which of the ascending days it counts."""

    counted: Callable[[date, Scope], QuerySet]
    held: Callable[[Days, Scope], Held]

    kind = "snapshot"

    def records(self, when, scope):
        return self.counted(last_day(when), scope)

    def counts(self, whens: Sequence[When], scope: Scope = PROGRAMME) -> list[int]:
        """How many at each of the ascending times: equal to the number of `rows` of each."""
        days = [last_day(when) for when in whens]
        return totals(self.held(days, scope), days)


@dataclass(frozen=True, kw_only=True)
class Flow(Counted):
    """How many things something happened to in a period, once each; `happened` is the field with the day."""

    events: Callable[[Scope], QuerySet]
    happened: str = "starts_on"

    kind = "flow"

    def records(self, when, scope):
        period = year_to(when)
        return self.events(scope).filter(**{f"{self.happened}__gte": period.start, f"{self.happened}__lt": period.end})

    def counts(self, whens: Sequence[When], scope: Scope = PROGRAMME) -> list[int]:
        """How many in each of the periods: equal to the number of `rows` of each."""
        days = sorted(self.events(scope).values_list(self.happened, flat=True))
        periods = [year_to(when) for when in whens]
        return [bisect_left(days, one.end) - bisect_left(days, one.start) for one in periods]


@dataclass(frozen=True, kw_only=True)
class Ratio(Indicator):
    """Per cent: the rows of `numerator` of those of `known`, both figures that open; of `whole` the rest is unknown."""

    numerator: Counted
    known: Counted
    whole: Counted

    kind = "ratio"

    @property
    def counted_parts(self):
        return self.numerator, self.known, self.whole

    def rows(self, when: When, scope: Scope = PROGRAMME) -> QuerySet:
        """The rows of the numerator; those of which it is a share open on their own page."""
        return self.numerator.rows(when, scope)

    def counts(self, whens: Sequence[When], scope: Scope = PROGRAMME) -> list[int]:
        return self.numerator.counts(whens, scope)

    def measure(self, numbers):
        count, known, whole = (numbers[part.code] for part in self.counted_parts)
        return Measure(share(count, known), count, known, whole)

    def shown(self, value):
        return f"{number_format(value, 1)}\u00a0%"


def share(count: int, of: int) -> Decimal | None:
    """Per cent with one decimal; None where there is nothing to divide by."""
    return (Decimal(count) * 100 / Decimal(of)).quantize(Decimal("0.1"), ROUND_HALF_UP) if of else None


@dataclass(frozen=True, kw_only=True)
class Median(Snapshot):
    """The median, in whole rupiah, of an amount over the rows that have one; `amount` is its field in the records."""

    amount: str
    whole: Counted

    kind = "median"

    @property
    def counted_parts(self):
        return self, self.whole

    def measure(self, numbers):
        count, doubled = numbers[self.code], numbers[f"{self.code}:doubled"]
        value = None if doubled is None else half(doubled)
        return Measure(value, count, count, numbers[self.whole.code])

    def measures(self, whens, scope=PROGRAMME):
        days, wholes = [last_day(when) for when in whens], self.whole.counts(whens, scope)
        things, amounts = self.held(days, scope), self.amounts()
        found = []
        for index, whole in enumerate(wholes):
            some = sorted(amounts[thing] for thing, bits in things.items() if bits >> index & 1)
            numbers = {self.code: len(some), f"{self.code}:doubled": doubled_median(some), self.whole.code: whole}
            found.append(self.measure(numbers))
        return found

    def amounts(self) -> dict[int, int]:
        """The amount of every thing that has one."""
        path = self.amount.removeprefix(f"{self.thing}__")
        return dict(self.model.objects.exclude(**{path: None}).values_list("pk", path))

    def records(self, when, scope):
        return super().records(when, scope).annotate(amount=F(self.amount))

    def shown(self, value):
        return rupiah(value)


def doubled_median(amounts: list[int]) -> int | None:
    """Twice the median of sorted amounts, which is whole; None of none."""
    count = len(amounts)
    return amounts[(count - 1) // 2] + amounts[count // 2] if count else None


def half(doubled: int) -> int:
    """Half of it, rounded up from the half."""
    return (int(doubled) + 1) // 2
