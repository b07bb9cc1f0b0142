"""Every figure equals the rows behind it, and a plain slow oracle, for random histories."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from idaman.periods import Period
from msmes.models import Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Partner
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.tally import tally

START = date(2018, 3, 1)
DAYS = [START + timedelta(days=offset) for offset in (0, 9, 10, 30, 31, 59, 60, 61, 90, 120)]
COMPANIES, MSMES, KINDS, STORES = 3, 4, 3, 3
FAST = (Phase.explicit, Phase.reuse, Phase.generate)  # an example is small as it is; making it smaller takes minutes


def facts(*things: int, states: list[str] | None = None):
    """Random facts: which things they join, a first offset, a length or none, perhaps a state."""
    joined = [st.integers(0, count - 1) for count in things]
    extra = [st.sampled_from(states)] if states else []
    lengths = st.one_of(st.none(), st.integers(1, 60))
    return st.lists(st.tuples(st.tuples(*joined), st.integers(-20, 120), lengths, *extra), max_size=7)


histories = st.fixed_dictionaries(
    {
        "enrolments": facts(MSMES, states=["enrolled", "suspended", "graduated", "exited"]),
        "sponsorships": facts(COMPANIES, MSMES),
        "products": facts(MSMES, KINDS),
        "standardisations": facts(7),
        "partnerships": facts(STORES),
        "corners": facts(STORES),
        "own": facts(2),
        "plans": st.lists(st.one_of(st.none(), st.integers(-20, 120)), min_size=2, max_size=2),
    }
)


def apart(rows: list[tuple], *, may_overlap: bool) -> list[tuple]:
    """Rows as (things, period, *extra), less those that overlap an earlier one about the same things."""
    kept = []
    for things, offset, length, *extra in rows:
        start = START + timedelta(days=offset)
        period = Period(start, start + timedelta(days=length) if length else None)
        if may_overlap or not any(things == other and period.overlaps(span) for other, span, *_ in kept):
            kept.append((things, period, *extra))
    return kept


class World:
    """A random history in the database, and beside it as plain lists."""

    def __init__(self, drawn: dict):
        self.drawn = {name: apart(rows, may_overlap=name == "products") for name, rows in drawn.items() if name != "plans"}
        self.plans = [None if offset is None else START + timedelta(days=offset) for offset in drawn["plans"]]
        self.companies = [Partner.objects.create(kind="company", name=f"P{n}") for n in range(COMPANIES)]
        self.msmes = [Msme.objects.create(name=f"U{n}", owner_sex="woman" if n % 2 else "") for n in range(MSMES)]
        self.kinds = [ProductKind.objects.create(name=f"K{n}") for n in range(KINDS)]
        chain = Chain.objects.create(name="C", company=self.companies[0])
        self.stores = [Store.objects.create(chain=chain, name=f"T{n}") for n in range(STORES)]
        self.own = [Store.objects.create(name=f"O{n}", planned_on=self.plans[n]) for n in range(2)]
        self.corners = [Corner.objects.create(store=store, name="G") for store in self.stores]
        self.products = []
        self.fill()

    def fill(self):
        for (msme,), period, state in self.drawn["enrolments"]:
            self.add(Enrolment, period, msme=self.msmes[msme], state=state, reason="x")
        for (company, msme), period in self.drawn["sponsorships"]:
            self.add(Sponsorship, period, company=self.companies[company], msme=self.msmes[msme], on_market=True)
        for number, ((msme, kind), period) in enumerate(self.drawn["products"]):
            words = {"msme": self.msmes[msme], "kind": self.kinds[kind], "name": f"X{number}"}
            self.products.append(self.add(Product, period, **words))
        for (product,), period in self.drawn["standardisations"]:
            if product < len(self.products):
                self.add(Standardisation, period, product=self.products[product])
        for (store,), period in self.drawn["partnerships"]:
            self.add(StorePartnership, period, store=self.stores[store])
        for (corner,), period in self.drawn["corners"]:
            self.add(CornerOpening, period, outlet=self.corners[corner])
        for (store,), period in self.drawn["own"]:
            self.add(StoreOpening, period, outlet=self.own[store])

    def add(self, model, period, **words):
        return model.objects.create(starts_on=period.start, ends_on=period.end, **words)

    # --- the oracle: the brief's sentences over plain lists

    def holding(self, name: str, day: date) -> list[tuple]:
        return [(things, *extra) for things, period, *extra in self.drawn[name] if day in period]

    def standing(self, day, *states) -> set[int]:
        return {msme for (msme,), state in self.holding("enrolments", day) if state in states}

    def sponsored(self, day, sponsor) -> set[int]:
        return {m for ((c, m),) in self.holding("sponsorships", day) if sponsor in (None, c)}

    def expected(self, code: str, day: date, sponsor: int | None) -> set[int]:
        """The keys of the rows, worked out the slow way."""
        enrolled = self.standing(day, "enrolled")
        assisted = enrolled & self.sponsored(day, sponsor)
        match code:
            case "sponsor-companies":
                found = {c for ((c, m),) in self.holding("sponsorships", day) if m in enrolled and sponsor in (None, c)}
                return {self.companies[n].pk for n in found}
            case "assisted-msmes":
                return {self.msmes[n].pk for n in assisted}
            case "enrolled-without-sponsor":
                return {self.msmes[n].pk for n in enrolled - self.sponsored(day, None)}
            case "graduated-msmes":
                return {self.msmes[n].pk for n in self.standing(day, "graduated")}
            case "product-kinds":
                return {self.kinds[k].pk for ((m, k),) in self.holding("products", day) if m in assisted}
            case "standardised-products":
                return self.standardised(day, sponsor)
            case "partner-stores":
                return {self.stores[n].pk for ((n,),) in self.holding("partnerships", day)}
            case "idaman-outlets":
                partners = {n for ((n,),) in self.holding("partnerships", day)}
                return {self.corners[n].pk for ((n,),) in self.holding("corners", day) if n in partners}
            case "idaman-stores":
                return {self.own[n].pk for ((n,),) in self.holding("own", day)}
            case "planned-idaman-stores":
                opened = {n for (n,), period in self.drawn["own"] if period.start <= day}
                return {self.own[n].pk for n, plan in enumerate(self.plans) if plan and plan <= day and n not in opened}

    def standardised(self, day, sponsor) -> set[int]:
        makers = self.standing(day, "enrolled", "graduated")
        if sponsor is not None:
            makers &= self.sponsored(day, sponsor)
        decided = {n for ((n,),) in self.holding("standardisations", day)}
        found = enumerate(self.drawn["products"])
        return {self.products[n].pk for n, ((m, _k), period) in found if day in period and m in makers and n in decided}


class Undo(Exception):
    """Rolls an example back."""


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_rows_counts_and_breakdowns_equal_the_plain_oracle(drawn):
    try:
        with transaction.atomic():
            world = World(drawn)
            for indicator in REGISTRY.values():
                for sponsor in [None, 0] if indicator.is_scoped else [None]:
                    judge(world, indicator, sponsor)
            raise Undo
    except Undo:
        pass


def judge(world: World, indicator, sponsor: int | None):
    company = None if sponsor is None else world.companies[sponsor]
    series = indicator.counts(DAYS, company)
    numbers = tally([indicator], DAYS, company)
    for day, count in zip(DAYS, series, strict=True):
        rows = indicator.rows(day, company)
        keys = [row.pk for row in rows]
        expected = world.expected(indicator.code, day, sponsor)
        assert len(keys) == len(set(keys)), "rows are distinct things"
        assert set(keys) == expected, (indicator.code, day)
        assert count == rows.count() == numbers[indicator.code, day] == len(expected), (indicator.code, day)
        for code in indicator.breakdowns:
            parts = BREAKDOWNS[code].parts(rows, day)
            assert sum(part.count for part in parts) == count
            assert all(BREAKDOWNS[code].marked(rows, day).filter(part=part.key).count() == part.count for part in parts)


def test_the_oracle_covers_every_indicator(db):
    world = World({name: [] for name in histories.wrapped_strategy.mapping} | {"plans": [None, None]})
    for code in REGISTRY:
        assert world.expected(code, START, None) == set()
