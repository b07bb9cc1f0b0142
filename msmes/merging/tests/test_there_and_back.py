"""Whatever two records of one business hold: merged they keep every rule, undone they are what they were."""

from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from idaman.models import Region, User
from idaman.overlaps import NoOverlap, judge_now
from idaman.periods import Period
from msmes.aspects import COLUMNS
from msmes.assignments.models import Assignment
from msmes.merging.actions import merge, preview, undo
from msmes.merging.joining import relations
from msmes.models import Address, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from partners.models import Partner

START, AT = date(2018, 3, 1), datetime(2020, 5, 4, tzinfo=ZoneInfo("Asia/Makassar"))
DAYS = [START + timedelta(days=offset) for offset in range(0, 130, 7)]
FAST = (Phase.explicit, Phase.reuse, Phase.generate)
KEPT, GONE = 0, 1
LIMIT = timedelta(seconds=10)  # for one example


def facts(*choices):
    """Random facts: of which of the two records, what else tells them apart, a first offset, a length or none."""
    what = st.tuples(st.integers(0, 1), *map(st.sampled_from, choices))
    return st.lists(st.tuples(what, st.integers(0, 120), st.one_of(st.none(), st.integers(1, 60))), max_size=6)


pairs = st.fixed_dictionaries(
    {
        "addresses": facts(),
        "enrolments": facts(["enrolled", "enrolled", "suspended", "graduated", "exited"]),
        "sponsorships": facts([0, 1], COLUMNS[:3]),
        "products": facts(["Madu", "Sambal"]),
        "assignments": facts([0, 1]),
        "standardisations": st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(1, 40)), max_size=4),
    }
)


class World:
    """Two records of one business with their facts, in the database and as plain lists."""

    def __init__(self, drawn: dict):
        lab = Partner.objects.create(kind="university", name="L")
        companies = [Partner.objects.create(kind="company", name=f"P{n}") for n in range(2)]
        coaches = [User.objects.create_user(f"c{n}@example.test", name=f"C{n}") for n in range(2)]
        villages, kind = Region.objects.villages()[:2], ProductKind.objects.create(name="K")
        numbers = [{"nib": None, "owner_nik": ""}, {"nib": "9120001000001", "owner_nik": "6402014101800001"}]
        self.msmes = [Msme.objects.create(name=f"U{n}", **numbers[n]) for n in range(2)]
        self.drawn = drawn
        self.enrolments = self.add(Enrolment, "enrolments", 1, lambda state: {"state": state, "reason": "x"})
        self.sponsorships = self.add(Sponsorship, "sponsorships", 2, lambda n, on: {"company": companies[n], on: True})
        self.products = self.add(Product, "products", 2, lambda name: {"name": name, "kind": kind})
        self.add(Address, "addresses", 1, lambda: {"village": villages[len(drawn["products"]) % 2]})
        self.add(Assignment, "assignments", 2, lambda n: {"coach": coaches[n], "lab": lab})
        self.standardise(drawn["standardisations"])

    def add(self, model, name: str, same: int, words) -> list[tuple]:
        """Create those that overlap no earlier one agreeing in the first `same` choices."""
        made = []
        for what, offset, length in self.drawn[name]:
            period = span(START, offset, length)
            if not any(what[:same] == other[:same] and period.overlaps(days) for other, days, _ in made):
                days = {"starts_on": period.start, "ends_on": period.end}
                fact = model.objects.create(msme=self.msmes[what[0]], **days, **words(*what[1:]))
                made.append((what, period, fact))
        return made

    def standardise(self, drawn):
        taken = set()
        for number, offset, length in drawn:
            if number < len(self.products) and number not in taken:
                _, period, product = self.products[number]
                days = span(period.start, offset, length)
                Standardisation.objects.create(product=product, starts_on=days.start, ends_on=days.end)
                taken.add(number)

    def holding(self, made: list[tuple], day: date) -> list[tuple]:
        return [what for what, period, _fact in made if day in period]


def span(first: date, offset: int, length: int | None) -> Period:
    start = first + timedelta(days=offset)
    return Period(start, start + timedelta(days=length) if length else None)


def models_with_facts(model=Msme, found=()):
    """The MSME and every model that hangs on it, however far."""
    found = [*found, model]
    for relation in relations(model):
        if relation.related_model not in found:
            found = models_with_facts(relation.related_model, found)
    return found


def everything() -> dict:
    return {model._meta.label: {row["id"]: row for row in model.objects.values()} for model in models_with_facts()}


def judge_overlaps():
    """No rule of any kind of fact is broken, by a plain look at every two of them."""
    for model in models_with_facts():
        for rule in (one for one in model._meta.constraints if isinstance(one, NoOverlap)):
            columns = [model._meta.get_field(name).attname for name in rule.same]
            for one, other in combinations(model.objects.all(), 2):
                same = all(getattr(one, column) == getattr(other, column) for column in columns)
                assert not (same and one.period.overlaps(other.period)), (one, other)


def judge_figures(world: World, day: date):
    """What holds of the one business on the day follows from what held of the two records."""
    states = dict(world.holding(world.enrolments, day))
    found = [fact.state for fact in Enrolment.objects.on(day)]
    if KEPT in states:
        assert found == [states[KEPT]]
    elif {what[1] for what, *_ in world.enrolments} <= {"enrolled"}:
        assert found == ["enrolled"] * (GONE in states)
    else:
        assert found in ([], [states.get(GONE)])
    sponsors = {company for _which, company, _aspect in world.holding(world.sponsorships, day)}
    assert len(Sponsorship.objects.on(day)) == len(sponsors)
    assisted = Enrolment.objects.in_state("enrolled").on(day).sponsored(on=day)
    assert [one.msme for one in assisted] == [world.msmes[KEPT]] * (found == ["enrolled"] and bool(sponsors))
    made = {name for _which, name in world.holding(world.products, day)}
    assert sorted(Product.objects.on(day).values_list("name", flat=True)) == sorted(made)


class Back(Exception):
    """Rolls an example back."""


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=timedelta(seconds=10), phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs)
def test_merged_they_keep_every_rule_and_undone_they_are_what_they_were(drawn):
    try:
        with transaction.atomic():
            there_and_back(World(drawn))
            raise Back
    except Back:
        pass


def there_and_back(world: World):
    judge_now()
    kept, gone = world.msmes
    before = everything()
    preview(kept=kept, gone=gone, on=DAYS[5])
    assert everything() == before
    done = merge(kept=kept, gone=gone, at=AT, by=None, why="x")
    judge_overlaps()
    assert not any(relation.related_model.objects.filter(**{relation.field.name: gone.pk}) for relation in relations(Msme))
    for day in DAYS:
        judge_figures(world, day)
    undo(merge=done, at=AT, by=None, why="x")
    assert everything() == before
