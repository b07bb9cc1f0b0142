"""Every figure equals the rows behind it, and a plain slow oracle, for random histories."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from idaman.models import Region, User
from idaman.periods import Period
from msmes.assignments.models import Assignment
from msmes.models import Address, Baseline, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Partner
from reports import scopes
from reports.breakdowns import BREAKDOWNS, crossed
from reports.indicators import REGISTRY
from reports.tally import tally

START = date(2018, 3, 1)
DAYS = [START + timedelta(days=offset) for offset in (0, 9, 10, 30, 31, 59, 60, 61, 90, 120)]
OPENED = DAYS[2::3]
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
        "addresses": facts(MSMES, 2),
        "assignments": facts(1, MSMES),
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


def one_at_a_time(rows: list[tuple]) -> list[tuple]:
    """Less those that overlap an earlier one of the same first thing."""
    kept = []
    for things, period in rows:
        if not any(things[0] == other[0] and period.overlaps(span) for other, span in kept):
            kept.append((things, period))
    return kept


class World:
    """A random history in the database, and beside it as plain lists."""

    def __init__(self, drawn: dict):
        self.drawn = {name: apart(rows, may_overlap=name == "products") for name, rows in drawn.items() if name != "plans"}
        self.drawn["addresses"] = one_at_a_time(self.drawn["addresses"])
        self.plans = [None if offset is None else START + timedelta(days=offset) for offset in drawn["plans"]]
        self.companies = [Partner.objects.create(kind="company", name=f"P{n}") for n in range(COMPANIES)]
        self.sexes = ["", "woman", "man", "woman"]
        self.msmes = [
            Msme.objects.create(name=f"U{n}", owner_sex=sex, owner_birth_year=1970 + 9 * n if n else None)
            for n, sex in enumerate(self.sexes)
        ]
        self.told_on, self.turnover = DAYS[3], {0: 100, 1: 300, 3: 50}
        for n, amount in self.turnover.items():
            Baseline.objects.create(msme=self.msmes[n], measured_on=self.told_on, monthly_turnover=amount)
        villages = Region.objects.villages().select_related("parent")
        self.villages = [villages.get(kemendagri_code=code) for code in ("64.02.06.1004", "64.02.01.2001")]
        self.lab = Partner.objects.create(kind="university", name="L")
        self.coach = User.objects.create_user("coach@example.test", name="C")
        self.kinds = [ProductKind.objects.create(name=f"K{n}") for n in range(KINDS)]
        chain = Chain.objects.create(name="C", company=self.companies[0])
        self.stores = [Store.objects.create(chain=chain, name=f"T{n}", village=self.villages[n % 2]) for n in range(STORES)]
        self.own = [Store.objects.create(name=f"O{n}", planned_on=self.plans[n]) for n in range(2)]
        self.corners = [Corner.objects.create(store=store, name="G") for store in self.stores]
        self.products = []
        self.fill()

    def fill(self):
        for (msme,), period, state in self.drawn["enrolments"]:
            self.add(Enrolment, period, msme=self.msmes[msme], state=state, reason="x")
        for (company, msme), period in self.drawn["sponsorships"]:
            self.add(Sponsorship, period, company=self.companies[company], msme=self.msmes[msme], on_market=True)
        for (msme, village), period in self.drawn["addresses"]:
            self.add(Address, period, msme=self.msmes[msme], village=self.villages[village])
        for (_coach, msme), period in self.drawn["assignments"]:
            self.add(Assignment, period, msme=self.msmes[msme], coach=self.coach, lab=self.lab)
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

    def within(self, day, scope) -> set[int]:
        """The MSMEs of the scope: a company's, a district's, a kind's or a lab's."""
        name, number = scope
        match name:
            case "programme":
                return set(range(MSMES))
            case "sponsor":
                return self.sponsored(day, number)
            case "kind":
                return {m for ((m, k),) in self.holding("products", day) if k == number}
            case "district":
                return {m for ((m, v),) in self.holding("addresses", day) if v == number}
            case "lab":
                return {m for ((_c, m),) in self.holding("assignments", day)}

    def first_times(self, day, state, scope) -> set[int]:
        """Who came to stand so for the first time since 1 January, while within the scope."""
        found = {}
        for (msme,), period, stood in self.drawn["enrolments"]:
            if stood == state:
                found[msme] = min(found.get(msme, period.start), period.start)
        return {m for m, start in found.items() if date(day.year, 1, 1) <= start <= day and m in self.within(start, scope)}

    def expected(self, code: str, day: date, scope) -> set[int]:
        """The keys of the rows, worked out the slow way."""
        within = self.within(day, scope)
        enrolled = self.standing(day, "enrolled") & within
        assisted = enrolled & self.sponsored(day, None)
        match code:
            case "sponsor-companies":
                found = {c for ((c, m),) in self.holding("sponsorships", day) if m in enrolled}
                return {self.companies[n].pk for n in found}
            case "assisted-msmes":
                return {self.msmes[n].pk for n in assisted}
            case "enrolled-without-sponsor":
                return {self.msmes[n].pk for n in enrolled - self.sponsored(day, None)}
            case "graduated-msmes":
                return {self.msmes[n].pk for n in self.standing(day, "graduated") & within}
            case "newly-enrolled":
                return {self.msmes[n].pk for n in self.first_times(day, "enrolled", scope)}
            case "newly-graduated":
                return {self.msmes[n].pk for n in self.first_times(day, "graduated", scope)}
            case "districts-served":
                return {self.villages[v].parent_id for ((m, v),) in self.holding("addresses", day) if m in assisted}
            case "assisted-msmes-of-women" | "women-owned-share":
                return {self.msmes[n].pk for n in assisted if self.sexes[n] == "woman"}
            case "assisted-msmes-sex-known":
                return {self.msmes[n].pk for n in assisted if self.sexes[n]}
            case "median-baseline-turnover":
                return {self.msmes[n].pk for n in assisted if n in self.turnover and self.told_on <= day}
            case "product-kinds":
                return {self.kinds[k].pk for ((m, k),) in self.holding("products", day) if m in assisted}
            case "standardised-products":
                return self.standardised(day, scope)
            case "partner-stores":
                return {self.stores[n].pk for ((n,),) in self.holding("partnerships", day) if self.stands_in(n, scope)}
            case "idaman-outlets":
                partners = {n for ((n,),) in self.holding("partnerships", day) if self.stands_in(n, scope)}
                return {self.corners[n].pk for ((n,),) in self.holding("corners", day) if n in partners}
            case "idaman-stores":
                return {self.own[n].pk for ((n,),) in self.holding("own", day) if scope[0] == "programme"}
            case "planned-idaman-stores":
                if scope[0] != "programme":
                    return set()  # they have no village
                opened = {n for (n,), period in self.drawn["own"] if period.start <= day}
                return {self.own[n].pk for n, plan in enumerate(self.plans) if plan and plan <= day and n not in opened}

    def stands_in(self, store: int, scope) -> bool:
        return scope[0] == "programme" or store % 2 == scope[1]

    def standardised(self, day, scope):
        makers = self.standing(day, "enrolled", "graduated")
        makers &= self.within(day, ("programme", None) if scope[0] == "kind" else scope)
        kinds = {scope[1]} if scope[0] == "kind" else set(range(KINDS))
        decided = {n for ((n,),) in self.holding("standardisations", day)}
        found = enumerate(self.drawn["products"])
        return {
            self.products[n].pk for n, ((m, k), period) in found if day in period and m in makers and k in kinds and n in decided
        }

    def scope(self, name: str, number):
        match name:
            case "programme":
                return scopes.PROGRAMME
            case "sponsor":
                return scopes.of_company(self.companies[number])
            case "district":
                return scopes.of_district(self.villages[number].parent)
            case "kind":
                return scopes.of_kind(self.kinds[number])
            case "lab":
                return scopes.of_lab(self.lab)


PROGRAMME = ("programme", None)
NARROWER = [("sponsor", 0), ("district", 1), ("kind", 0), ("lab", 0)]


class Undo(Exception):
    """Rolls an example back."""


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.sampled_from(NARROWER))
def test_rows_counts_and_breakdowns_equal_the_plain_oracle(drawn, narrower):
    try:
        with transaction.atomic():
            world = World(drawn)
            for indicator in REGISTRY.values():
                for name, number in [PROGRAMME, narrower]:
                    if indicator.answers(world.scope(name, number)):
                        judge(world, indicator, (name, number))
            raise Undo
    except Undo:
        pass


def judge(world: World, indicator, asked: tuple):
    scope = world.scope(*asked)
    series, measures = indicator.counts(DAYS, scope), indicator.measures(DAYS, scope)
    numbers = tally([indicator], DAYS, scope)
    for day, count, measure in zip(DAYS, series, measures, strict=True):
        assert count == measure.count == len(world.expected(indicator.code, day, asked)), (indicator.code, day, asked)
        assert numbers[indicator.code, day] == measure, (indicator.code, day, asked)
    for day in OPENED:
        keys = list(indicator.rows(day, scope).values_list("pk", flat=True))
        assert len(keys) == len(set(keys)), "rows are distinct things"
        assert set(keys) == world.expected(indicator.code, day, asked), (indicator.code, day, asked)
    for code in indicator.breakdowns if asked == PROGRAMME else ():
        judge_parts(BREAKDOWNS[code], indicator.rows(DAYS[5], scope), DAYS[5])


def judge_parts(breakdown, rows, day):
    """The parts are the rows that open, and of one kind at a time they add up; two at once agree with each alone."""
    parts, count = breakdown.parts(rows, day), rows.count()
    assert not breakdown.is_exclusive or sum(part.count for part in parts) == count
    for part in parts:
        assert breakdown.marked(rows, day).filter(part=part.key).count() == part.count
    if breakdown.code == "sex":
        table = crossed(BREAKDOWNS["district"], breakdown, rows, day)
        assert (table.columns, table.total) == (parts, count)
        assert all(sum(table.cell(row, column) for row in table.rows) == column.count for column in table.columns)


def test_the_oracle_covers_every_indicator(db):
    world = World({name: [] for name in histories.wrapped_strategy.mapping} | {"plans": [None, None]})
    for code in REGISTRY:
        assert world.expected(code, START, ("programme", None)) == set()
