"""What the rows of a figure can be told apart by; each part opens its own rows, and the parts add up to the figure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from msmes.models import Address, Msme
from msmes.products.models import Product, ProductKind
from outlets.models import Corner, Store


@dataclass(frozen=True)
class Part:
    """One line of a breakdown; `key` "" stands for the rows of which it isn't known."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Breakdown:
    """A way to tell rows apart: for each kind of row, the expression that gives its part."""

    code: str
    title: Promise
    expressions: dict
    labels: Callable[[], dict] = dict

    def marked(self, rows: QuerySet, day) -> QuerySet:
        """The rows with `part`, "" where it isn't known."""
        part = self.expressions[rows.model](day)
        return rows.annotate(part=Coalesce(part, Value("")))

    def parts(self, rows: QuerySet, day) -> list[Part]:
        """The parts, largest first, those not known last."""
        labels = {"": gettext("not known"), **self.labels()}
        counted = self.marked(rows, day).order_by().values_list("part").annotate(count=Count("pk"))
        parts = [Part(key, str(labels.get(key, key)), count) for key, count in counted]
        return sorted(parts, key=lambda part: (not part.key, -part.count, part.label))


def district_of(msme: str):
    """The district of an MSME, reached over the path, as of the day."""

    def expression(day):
        here = Address.objects.on(day).filter(msme=OuterRef(msme))
        return Subquery(here.values("village__parent__name")[:1])

    return expression


def column(path: str):
    return lambda day: F(path)


def kinds() -> dict:
    return {kind.name: str(kind) for kind in ProductKind.objects.all()}


BREAKDOWNS = {
    one.code: one
    for one in [
        Breakdown(
            "district",
            gettext_lazy("District"),
            {
                Msme: district_of("pk"),
                Product: district_of("msme"),
                Store: column("village__parent__name"),
                Corner: column("store__village__parent__name"),
            },
        ),
        Breakdown("sex", gettext_lazy("Sex of the owner"), {Msme: column("owner_sex")}, lambda: dict(Msme.Sex.choices)),
        Breakdown("kind", gettext_lazy("Product kind"), {Product: column("kind__name")}, kinds),
        Breakdown("chain", gettext_lazy("Chain"), {Store: column("chain__name"), Corner: column("store__chain__name")}),
    ]
}
