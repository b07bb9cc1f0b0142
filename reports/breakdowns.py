"""What the rows of a figure can be told apart by, alone or two at once; each part opens its own rows.

The parts add up to the figure, but where a thing can be in several at once (`is_exclusive` False): there they don't, and
the page says so. A part is found by a join, so that a row can be in several and two breakdowns can meet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, FilteredRelation, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from idaman.models import Remoteness
from idaman.periods import in_force
from msmes.models import Msme
from msmes.products.models import Product, ProductKind
from outlets.models import Corner, Store

Marking = Callable[[QuerySet, str, object], QuerySet]


@dataclass(frozen=True)
class Part:
    """One line of a breakdown; `key` "" stands for the rows of which it isn't known; a hidden count is None."""

    key: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Breakdown:
    """A way to tell rows apart: for each kind of row, what annotates it with its part.

    `is_personal` tells something of a person, so that publications hide its small cells; `is_sensitive` is also shown only
    to those who may see personal data; `is_place` tells districts apart, on today's boundaries. `ordered` are the keys in
    an order of their own.
    """

    code: str
    title: Promise
    markings: dict[type, Marking]
    labels: Callable[[], dict] = dict
    is_personal: bool = False
    is_sensitive: bool = False
    is_exclusive: bool = True
    is_place: bool = False
    ordered: tuple[str, ...] = ()

    def marked(self, rows: QuerySet, day, name: str = "part") -> QuerySet:
        """The rows with their part under the name, "" where it isn't known; once for each part that a row is in."""
        return self.markings[rows.model](rows, name, day)

    def parts(self, rows: QuerySet, day) -> list[Part]:
        """The parts, largest first or in their own order, those not known last."""
        counted = self.marked(rows, day).order_by().values_list("part").annotate(count=Count("pk"))
        return self.sorted(self.labelled(dict(counted)))

    def labelled(self, counts: dict[str, int]) -> list[Part]:
        labels = {"": gettext("not known"), **self.labels()}
        return [Part(key, str(labels.get(key, key)), count) for key, count in counts.items()]

    def sorted(self, parts: list[Part]) -> list[Part]:
        places = {key: place for place, key in enumerate(self.ordered)}
        return sorted(parts, key=lambda part: (not part.key, places.get(part.key, 0), -part.count, part.label))


@dataclass(frozen=True)
class Crossed:
    """Two breakdowns at once: `rows` and `columns` with their own totals, a cell for each pair, and how many in all."""

    rows: list[Part]
    columns: list[Part]
    cells: dict[tuple[str, str], int | None]
    total: int | None

    def cell(self, row: Part, column: Part) -> int | None:
        return self.cells.get((row.key, column.key), 0)

    @property
    def lines(self) -> list[tuple[Part, list[tuple[Part, int | None]]]]:
        """Each row with its columns and their counts."""
        return [(row, [(column, self.cell(row, column)) for column in self.columns]) for row in self.rows]


def crossed(first: Breakdown, second: Breakdown, rows: QuerySet, day) -> Crossed:
    """The rows told apart by both; totals count every row once, so they are more than right where a row is in several."""
    marked = second.marked(first.marked(rows, day, "part"), day, "part2").order_by()
    counted = marked.values_list("part", "part2").annotate(count=Count("pk"))
    cells = {(one, two): count for one, two, count in counted}
    return Crossed(first.parts(rows, day), second.parts(rows, day), cells, rows.count())


# --- how rows get their part


def text(rows: QuerySet, name: str, expression) -> QuerySet:
    return rows.annotate(**{name: Coalesce(expression, Value(""), output_field=CharField())})


def column(path: str) -> Marking:
    return lambda rows, name, day: text(rows, name, F(path))


def held_on(relation: str, path: str) -> Marking:
    """A column of the fact of the relation that holds on the day."""

    def marking(rows, name, day):
        alias = f"{name}_fact"
        joined = rows.annotate(**{alias: FilteredRelation(relation, condition=in_force(day, f"{relation}__"))})
        return text(joined, name, F(f"{alias}__{path}"))

    return marking


def yes_or_no(path: str) -> Marking:
    def marking(rows, name, day):
        return text(rows, name, Case(When(**{path: True}, then=Value("yes")), When(**{path: False}, then=Value("no"))))

    return marking


def yes_or_no_held_on(relation: str, path: str) -> Marking:
    """Whether the fact of the relation that holds on the day says yes or no."""

    def marking(rows, name, day):
        alias = f"{name}_fact"
        joined = rows.annotate(**{alias: FilteredRelation(relation, condition=in_force(day, f"{relation}__"))})
        return yes_or_no(f"{alias}__{path}")(joined, name, day)

    return marking


YES_OR_NO = {"yes": True, "no": False}


def remote(path: str) -> Marking:
    """Whether the district at the path counted as remote on the day; "" where nobody said."""

    def marking(rows, name, day):
        own_last = Remoteness.objects.on(day).order_by(F("district__valid_to").asc(nulls_last=True))
        said = dict(own_last.values_list("district__district", "is_remote"))
        cases = {
            key: [district for district, is_remote in said.items() if is_remote == is_so] for key, is_so in YES_OR_NO.items()
        }
        whens = [When(**{f"{path}__in": districts}, then=Value(key)) for key, districts in cases.items() if districts]
        return text(rows, name, Case(*whens) if whens else Value(""))

    return marking


def remote_held_on(relation: str) -> Marking:
    """The same of the district of the address that holds on the day."""

    def marking(rows, name, day):
        alias = f"{name}_fact"
        joined = rows.annotate(**{alias: FilteredRelation(relation, condition=in_force(day, f"{relation}__"))})
        return remote(f"{alias}__village__district")(joined, name, day)

    return marking


AGES = {"-24": (None, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-": (55, None)}


def age(rows, name, day):
    """The age that the owner reaches in the year of the day; of the birth only the year is known."""
    born, cases = "owner_birth_year", []
    for key, (least, most) in AGES.items():
        condition = {} if most is None else {f"{born}__gte": day.year - most}
        condition |= {} if least is None else {f"{born}__lte": day.year - least}
        cases.append(When(**condition, then=Value(key)))
    return text(rows, name, Case(*cases))


def age_labels() -> dict:
    spans = {key: f"{least}–{most}" for key, (least, most) in AGES.items() if least and most}
    return {"-24": gettext("under 25"), **spans, "55-": gettext("55 and older")}


def yes_and_no() -> dict:
    return {"yes": gettext("yes"), "no": gettext("no")}


def kinds() -> dict:
    return {kind.name: str(kind) for kind in ProductKind.objects.all()}


BREAKDOWNS: dict[str, Breakdown] = {}


def register(code: str, title: Promise, markings: dict[type, Marking], labels=dict, **words) -> Breakdown:
    BREAKDOWNS[code] = Breakdown(code, title, markings, labels, **words)
    return BREAKDOWNS[code]


register(
    "district",
    gettext_lazy("District"),
    {
        Msme: held_on("addresses", "village__district__name"),
        Product: held_on("msme__addresses", "village__district__name"),
        Store: column("village__district__name"),
        Corner: column("store__village__district__name"),
    },
    is_place=True,
)
register("sex", gettext_lazy("Sex of the owner"), {Msme: column("owner_sex")}, lambda: dict(Msme.Sex.choices), is_personal=True)
register("kind", gettext_lazy("Product kind"), {Product: column("kind__name")}, kinds)
register("chain", gettext_lazy("Chain"), {Store: column("chain__name"), Corner: column("store__chain__name")})
register("sponsor", gettext_lazy("Sponsor"), {Msme: held_on("sponsorships", "company__name")}, is_exclusive=False)
register("age", gettext_lazy("Age of the owner"), {Msme: age}, age_labels, is_personal=True, ordered=tuple(AGES))
register(
    "disability",
    gettext_lazy("Owner with a disability"),
    {Msme: yes_or_no("owner_has_disability")},
    yes_and_no,
    is_personal=True,
    is_sensitive=True,
)
register(
    "poverty",
    gettext_lazy("Household that counts as poor"),
    {Msme: yes_or_no("owner_is_poor")},
    yes_and_no,
    is_personal=True,
    is_sensitive=True,
)
register(
    "remote",
    gettext_lazy("Remote district"),
    {
        Msme: remote_held_on("addresses"),
        Product: remote_held_on("msme__addresses"),
        Store: remote("village__district"),
        Corner: remote("store__village__district"),
    },
    yes_and_no,
    is_place=True,
)
register(
    "capital",
    gettext_lazy("District that touches the area of the new capital"),
    {
        Msme: yes_or_no_held_on("addresses", "village__district__is_near_capital"),
        Product: yes_or_no_held_on("msme__addresses", "village__district__is_near_capital"),
        Store: yes_or_no("village__district__is_near_capital"),
        Corner: yes_or_no("store__village__district__is_near_capital"),
    },
    yes_and_no,
    is_place=True,
)
