"""The programme's figures: one definition each, from which table, list, chart, export and terminal are made.

An indicator's value on a day is the number of its `rows`; `counts` gives the same for many days from a constant number
of queries. In the order of the paper's table; those `beside` another are shown with it and never added in.
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

BASELINE_ON = date(2018, 3, 31)
PROGRAMME_SINCE = date(2018, 3, 1)
ENROLLED, GRADUATED = Enrolment.State.ENROLLED, Enrolment.State.GRADUATED

VARIABLES = {
    "partnership": gettext_lazy("Partnership"),
    "product": gettext_lazy("Product"),
    "market": gettext_lazy("Market"),
}

Rows = Callable[[date, Partner | None], QuerySet]
Holding = Callable[[Days, Partner | None], Held]


@dataclass(frozen=True)
class Indicator:
    """A snapshot figure: its words, the rows it counts on a day, and what those rows can be told apart by.

    `rows(day, sponsor)` are distinct things; `sponsor` None is the whole programme, else what concerns that company's
    own MSMEs. `held(days, sponsor)` says for each thing on which of the days it is among the rows.
    """

    code: str
    variable: str
    title: Promise
    definition: Promise
    rows: Rows
    held: Holding
    breakdowns: tuple[str, ...] = ()
    beside: str = ""
    is_scoped: bool = False
    good: str = "up"
    kind: str = "snapshot"

    @property
    def variable_title(self) -> Promise:
        return VARIABLES[self.variable]

    @property
    def model(self) -> type:
        """What its rows are."""
        return self.rows(PROGRAMME_SINCE, None).model

    def value(self, day: date, sponsor: Partner | None = None) -> int | None:
        """How many on the day; None before the programme."""
        return None if day < PROGRAMME_SINCE else self.rows(day, sponsor).count()

    def counts(self, days: Days, sponsor: Partner | None = None) -> list[int]:
        """How many on each of the ascending days: equal to the number of `rows` of each."""
        return totals(self.held(days, sponsor), days)


REGISTRY: dict[str, Indicator] = {}


def register(rows: Rows, holding: Holding, code: str, **words) -> None:
    REGISTRY[code] = Indicator(code=code, rows=rows, held=holding, **words)


def headline(*, scoped: bool = False) -> list[Indicator]:
    """The indicators of the printed table, in its order; `scoped`: those that make sense for one sponsor."""
    return [one for one in REGISTRY.values() if not one.beside and (one.is_scoped or not scoped)]


def beside(code: str, *, scoped: bool = False) -> list[Indicator]:
    """The side figures shown with an indicator."""
    return [one for one in REGISTRY.values() if one.beside == code and (one.is_scoped or not scoped)]


# --- partnership


def sponsor_rows(day, sponsor):
    in_force = Sponsorship.objects.of(sponsor).on(day).of_enrolled(on=day)
    return Partner.objects.companies().filter(Exists(in_force.filter(company=OuterRef("pk"))))


def sponsor_days(days, sponsor):
    return held(Sponsorship.objects.of(sponsor), days, by="company_id", given={"msme_id": enrolled_days(days)})


def enrolled_days(days, *states):
    return held(Enrolment.objects.in_state(*(states or [ENROLLED])), days, by="msme_id")


def assisted_rows(day, sponsor):
    return Msme.objects.assisted(on=day, by=sponsor)


def assisted_days(days, sponsor):
    return held(Sponsorship.objects.of(sponsor), days, by="msme_id", given={"msme_id": enrolled_days(days)})


def unsponsored_rows(day, _sponsor):
    return Msme.objects.enrolled(on=day).exclude(pk__in=Msme.objects.sponsored(on=day))


def unsponsored_days(days, _sponsor):
    assisted = assisted_days(days, None)
    return {msme: bits & ~assisted.get(msme, 0) for msme, bits in enrolled_days(days).items()}


def graduated_rows(day, _sponsor):
    return Msme.objects.graduated(on=day)


def graduated_days(days, _sponsor):
    return enrolled_days(days, GRADUATED)


def store_rows(day, _sponsor):
    return Store.objects.partnered(on=day)


def store_days(days, _sponsor):
    return held(StorePartnership.objects.all(), days, by="store_id")


register(
    sponsor_rows,
    sponsor_days,
    code="sponsor-companies",
    variable="partnership",
    title=gettext_lazy("Sponsoring companies"),
    definition=gettext_lazy(
        "Companies with at least one sponsorship, in force on the day, of an MSME that is enrolled on the day."
    ),
)
register(
    assisted_rows,
    assisted_days,
    code="assisted-msmes",
    variable="partnership",
    title=gettext_lazy("Assisted MSMEs"),
    definition=gettext_lazy(
        "MSMEs enrolled on the day (not suspended, graduated or exited) with at least one sponsorship in force on the day. "
        "Each counts once, however many sponsors it has."
    ),
    breakdowns=("district", "sex"),
    is_scoped=True,
)
register(
    unsponsored_rows,
    unsponsored_days,
    code="enrolled-without-sponsor",
    variable="partnership",
    title=gettext_lazy("Enrolled without a sponsor"),
    definition=gettext_lazy("MSMEs enrolled on the day without any sponsorship in force on the day."),
    breakdowns=("district", "sex"),
    beside="assisted-msmes",
    good="down",
)
register(
    graduated_rows,
    graduated_days,
    code="graduated-msmes",
    variable="partnership",
    title=gettext_lazy("Graduated so far"),
    definition=gettext_lazy("MSMEs whose standing on the day is graduated: they became independent."),
    breakdowns=("district", "sex"),
    beside="assisted-msmes",
)
register(
    store_rows,
    store_days,
    code="partner-stores",
    variable="partnership",
    title=gettext_lazy("Partner modern stores"),
    definition=gettext_lazy(
        "Physical stores under a partnership in force on the day, those that host an I-DAMAN corner included."
    ),
    breakdowns=("district", "chain"),
)


# --- product


def kind_rows(day, sponsor):
    made = Product.objects.on(day).made_by(Msme.objects.assisted(on=day, by=sponsor))
    return ProductKind.objects.filter(pk__in=made.order_by().values("kind"))


def kind_days(days, sponsor):
    return held(Product.objects.all(), days, by="kind_id", given={"msme_id": assisted_days(days, sponsor)})


def standardised_rows(day, sponsor):
    standing = Msme.objects.standing(ENROLLED, GRADUATED, on=day)
    makers = standing if sponsor is None else standing.sponsored(on=day, by=sponsor)
    return Product.objects.on(day).made_by(makers).standardised(on=day)


def standardised_days(days, sponsor):
    makers = enrolled_days(days, ENROLLED, GRADUATED)
    if sponsor is not None:
        makers = held(Sponsorship.objects.of(sponsor), days, by="msme_id", given={"msme_id": makers})
    made = held(Product.objects.all(), days, by="pk", given={"msme_id": makers})
    return held(Standardisation.objects.all(), days, by="product_id", given={"product_id": made})


register(
    kind_rows,
    kind_days,
    code="product-kinds",
    variable="product",
    title=gettext_lazy("Product kinds (diversification)"),
    definition=gettext_lazy("Distinct kinds among the products that assisted MSMEs make on the day. Kinds, not single products."),
    is_scoped=True,
)
register(
    standardised_rows,
    standardised_days,
    code="standardised-products",
    variable="product",
    title=gettext_lazy("Standardised products"),
    definition=gettext_lazy(
        "Products still made on the day that meet the modern-store standard of I-DAMAN (not SNI) on the day, of MSMEs "
        "enrolled or graduated."
    ),
    breakdowns=("kind", "district"),
    is_scoped=True,
)


# --- market


def corner_rows(day, _sponsor):
    return Corner.objects.open(on=day).filter(store__in=Store.objects.partnered(on=day))


def corner_days(days, sponsor):
    given = {"outlet__store_id": store_days(days, sponsor)}
    return held(CornerOpening.objects.all(), days, by="outlet_id", given=given)


def own_store_rows(day, _sponsor):
    return Store.objects.of_programme().open(on=day)


def own_store_days(days, _sponsor):
    return held(StoreOpening.objects.filter(outlet__chain=None), days, by="outlet_id")


def planned_store_rows(day, _sponsor):
    return Store.objects.of_programme().planned(on=day)


def planned_store_days(days, _sponsor):
    opened = StoreOpening.objects.order_by("-starts_on").values_list("outlet_id", "starts_on")
    first = dict(opened)
    plans = Store.objects.of_programme().exclude(planned_on=None).values_list("pk", "planned_on")
    return {
        store: sum(1 << i for i, day in enumerate(days) if planned <= day and not (store in first and first[store] <= day))
        for store, planned in plans
    }


register(
    corner_rows,
    corner_days,
    code="idaman-outlets",
    variable="market",
    title=gettext_lazy("I-DAMAN corners"),
    definition=gettext_lazy("Corners open on the day, each inside a physical store whose partnership is in force."),
    breakdowns=("district", "chain"),
)
register(
    own_store_rows,
    own_store_days,
    code="idaman-stores",
    variable="market",
    title=gettext_lazy("I-DAMAN stores"),
    definition=gettext_lazy("The programme's own stores that are open on the day."),
    breakdowns=("district",),
)
register(
    planned_store_rows,
    planned_store_days,
    code="planned-idaman-stores",
    variable="market",
    title=gettext_lazy("I-DAMAN stores planned"),
    definition=gettext_lazy("The programme's own stores whose plan was decided by the day and that have not opened by then."),
    breakdowns=("district",),
    beside="idaman-stores",
)
