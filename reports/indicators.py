"""The programme's figures: one definition each, from which table, list, chart, export and terminal are made.

Each says once what it counts: records of which every thing has exactly one on the day (the database refuses overlaps).
Their number is the value, the things they are about are its `rows`, and `counts` gives the same for many days from a
constant number of queries. In the order of the paper's table; those `beside` another are shown with it, never added in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from msmes.models import Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Partner
from reports.series import Days, Held, held, totals

ENROLLED, GRADUATED = Enrolment.State.ENROLLED, Enrolment.State.GRADUATED

VARIABLES = {
    "partnership": gettext_lazy("Partnership"),
    "product": gettext_lazy("Product"),
    "market": gettext_lazy("Market"),
}

Counted = Callable[[date, Partner | None], QuerySet]
Holding = Callable[[Days, Partner | None], Held]


@dataclass(frozen=True)
class Indicator:
    """A snapshot figure: its words, what it counts on a day, and what its rows can be told apart by.

    `counted(day, sponsor)` are the records that count, one for each thing; `sponsor` None is the whole programme, else
    what concerns that company's own MSMEs. `thing` is the field of those records that names the thing. `held(days,
    sponsor)` says for each thing on which of the ascending days it counts.
    """

    code: str
    variable: str
    title: Promise
    definition: Promise
    model: type
    counted: Counted
    held: Holding
    thing: str = "pk"
    breakdowns: tuple[str, ...] = ()
    beside: str = ""
    is_scoped: bool = False
    good: str = "up"
    kind: str = "snapshot"

    @property
    def variable_title(self) -> Promise:
        return VARIABLES[self.variable]

    def rows(self, day: date, sponsor: Partner | None = None) -> QuerySet:
        """The distinct things that count on the day."""
        counted = self.counted(day, sponsor)
        return counted if self.thing == "pk" else self.model.objects.filter(pk__in=counted.values(self.thing))

    def counts(self, days: Days, sponsor: Partner | None = None) -> list[int]:
        """How many on each of the ascending days: equal to the number of `rows` of each."""
        return totals(self.held(days, sponsor), days)


REGISTRY: dict[str, Indicator] = {}


def register(code: str, **words) -> None:
    REGISTRY[code] = Indicator(code=code, **words)


def headline(*, scoped: bool = False) -> list[Indicator]:
    """The indicators of the printed table, in its order; `scoped`: those that make sense for one sponsor."""
    return [one for one in REGISTRY.values() if not one.beside and (one.is_scoped or not scoped)]


def beside(code: str, *, scoped: bool = False) -> list[Indicator]:
    """The side figures shown with an indicator."""
    return [one for one in REGISTRY.values() if one.beside == code and (one.is_scoped or not scoped)]


# --- partnership


def sponsor_companies(day, sponsor):
    in_force = Sponsorship.objects.of(sponsor).on(day).of_enrolled(on=day)
    return Partner.objects.filter(Exists(in_force.filter(company=OuterRef("pk"))))


def sponsor_days(days, sponsor):
    return held(Sponsorship.objects.of(sponsor), days, by="company_id", given=("msme_id", standing_days(days, ENROLLED)))


def standing_days(days, *states):
    return held(Enrolment.objects.in_state(*states), days, by="msme_id")


def assisted(day, sponsor):
    return Enrolment.objects.in_state(ENROLLED).on(day).sponsored(on=day, by=sponsor)


def assisted_days(days, sponsor):
    return held(Sponsorship.objects.of(sponsor), days, by="msme_id", given=("msme_id", standing_days(days, ENROLLED)))


def unsponsored(day, _sponsor):
    return Enrolment.objects.in_state(ENROLLED).on(day).unsponsored(on=day)


def unsponsored_days(days, _sponsor):
    sponsored = held(Sponsorship.objects.all(), days, by="msme_id")
    return {msme: bits & ~sponsored.get(msme, 0) for msme, bits in standing_days(days, ENROLLED).items()}


def graduated(day, _sponsor):
    return Enrolment.objects.in_state(GRADUATED).on(day)


def graduated_days(days, _sponsor):
    return standing_days(days, GRADUATED)


def partner_stores(day, _sponsor):
    return StorePartnership.objects.on(day)


def partner_store_days(days, _sponsor):
    return held(StorePartnership.objects.all(), days, by="store_id")


register(
    "sponsor-companies",
    variable="partnership",
    title=gettext_lazy("Sponsoring companies"),
    definition=gettext_lazy(
        "Companies with at least one sponsorship, in force on the day, of an MSME that is enrolled on the day."
    ),
    model=Partner,
    counted=sponsor_companies,
    held=sponsor_days,
)
register(
    "assisted-msmes",
    variable="partnership",
    title=gettext_lazy("Assisted MSMEs"),
    definition=gettext_lazy(
        "MSMEs enrolled on the day (not suspended, graduated or exited) with at least one sponsorship in force on the day. "
        "Each counts once, however many sponsors it has."
    ),
    model=Msme,
    counted=assisted,
    held=assisted_days,
    thing="msme",
    breakdowns=("district", "sex"),
    is_scoped=True,
)
register(
    "enrolled-without-sponsor",
    variable="partnership",
    title=gettext_lazy("Enrolled without a sponsor"),
    definition=gettext_lazy("MSMEs enrolled on the day without any sponsorship in force on the day."),
    model=Msme,
    counted=unsponsored,
    held=unsponsored_days,
    thing="msme",
    breakdowns=("district", "sex"),
    beside="assisted-msmes",
    good="down",
)
register(
    "graduated-msmes",
    variable="partnership",
    title=gettext_lazy("Graduated so far"),
    definition=gettext_lazy("MSMEs whose standing on the day is graduated: they became independent."),
    model=Msme,
    counted=graduated,
    held=graduated_days,
    thing="msme",
    breakdowns=("district", "sex"),
    beside="assisted-msmes",
)
register(
    "partner-stores",
    variable="partnership",
    title=gettext_lazy("Partner modern stores"),
    definition=gettext_lazy(
        "Physical stores under a partnership in force on the day, those that host an I-DAMAN corner included."
    ),
    model=Store,
    counted=partner_stores,
    held=partner_store_days,
    thing="store",
    breakdowns=("district", "chain"),
)


# --- product


def kinds(day, sponsor):
    made = Product.objects.on(day).of_assisted(on=day, by=sponsor)
    return ProductKind.objects.filter(Exists(made.filter(kind=OuterRef("pk"))))


def kind_days(days, sponsor):
    return held(Product.objects.all(), days, by="kind_id", given=("msme_id", assisted_days(days, sponsor)))


def standardised(day, sponsor):
    found = Standardisation.objects.on(day).of_products_made(on=day).of_standing(ENROLLED, GRADUATED, on=day)
    return found if sponsor is None else found.of_sponsored(on=day, by=sponsor)


def standardised_days(days, sponsor):
    makers = standing_days(days, ENROLLED, GRADUATED)
    if sponsor is not None:
        makers = held(Sponsorship.objects.of(sponsor), days, by="msme_id", given=("msme_id", makers))
    made = held(Product.objects.all(), days, by="pk", given=("msme_id", makers))
    return held(Standardisation.objects.all(), days, by="product_id", given=("product_id", made))


register(
    "product-kinds",
    variable="product",
    title=gettext_lazy("Product kinds (diversification)"),
    definition=gettext_lazy("Distinct kinds among the products that assisted MSMEs make on the day. Kinds, not single products."),
    model=ProductKind,
    counted=kinds,
    held=kind_days,
    is_scoped=True,
)
register(
    "standardised-products",
    variable="product",
    title=gettext_lazy("Standardised products"),
    definition=gettext_lazy(
        "Products still made on the day that meet the modern-store standard of I-DAMAN (not SNI) on the day, of MSMEs "
        "enrolled or graduated."
    ),
    model=Product,
    counted=standardised,
    held=standardised_days,
    thing="product",
    breakdowns=("kind", "district"),
    is_scoped=True,
)


# --- market


def corners(day, _sponsor):
    partnership = StorePartnership.objects.on(day).filter(store=OuterRef("outlet__store"))
    return CornerOpening.objects.on(day).filter(Exists(partnership))


def corner_days(days, sponsor):
    given = ("outlet__store_id", partner_store_days(days, sponsor))
    return held(CornerOpening.objects.all(), days, by="outlet_id", given=given)


def own_stores(day, _sponsor):
    return StoreOpening.objects.on(day).filter(outlet__chain=None)


def own_store_days(days, _sponsor):
    return held(StoreOpening.objects.filter(outlet__chain=None), days, by="outlet_id")


def planned_stores(day, _sponsor):
    return Store.objects.of_programme().planned(on=day)


def planned_store_days(days, _sponsor):
    first = dict(StoreOpening.objects.order_by("-starts_on").values_list("outlet_id", "starts_on"))
    plans = Store.objects.of_programme().exclude(planned_on=None).values_list("pk", "planned_on")
    return {
        store: sum(1 << i for i, day in enumerate(days) if planned <= day < first.get(store, date.max))
        for store, planned in plans
    }


register(
    "idaman-outlets",
    variable="market",
    title=gettext_lazy("I-DAMAN corners"),
    definition=gettext_lazy("Corners open on the day, each inside a physical store whose partnership is in force."),
    model=Corner,
    counted=corners,
    held=corner_days,
    thing="outlet",
    breakdowns=("district", "chain"),
)
register(
    "idaman-stores",
    variable="market",
    title=gettext_lazy("I-DAMAN stores"),
    definition=gettext_lazy("The programme's own stores that are open on the day."),
    model=Store,
    counted=own_stores,
    held=own_store_days,
    thing="outlet",
    breakdowns=("district",),
)
register(
    "planned-idaman-stores",
    variable="market",
    title=gettext_lazy("I-DAMAN stores planned"),
    definition=gettext_lazy("The programme's own stores whose plan was decided by the day and that have not opened by then."),
    model=Store,
    counted=planned_stores,
    held=planned_store_days,
    breakdowns=("district",),
    beside="idaman-stores",
)
