"""Many figures at many times in as few statements as the engine takes, compiled once from the indicators' own querysets.

Django needs a millisecond or two to put a nested queryset into words; for the table's twenty figures that is a third of
the time they take. So the words are kept for each set of indicators and kind of scope, with stand-ins where the days and
the scope's key belong.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import Case
from django.db.models import When as Where

from idaman.periods import Period
from idaman.programme import PROGRAMME_SINCE
from reports.measuring import UNKNOWN, Counted, Indicator, Measure, Median, Numbers, When, last_day, year_to
from reports.registry import REGISTRY
from reports.scopes import PROGRAMME, Scope

TABLES = 60  # that are joined at a time; SQLite takes 64
STAND_IN = date(9999, 9, 9)
FROM, UNTIL = date(9998, 9, 8), date(9998, 9, 9)
KEYS = {"programme": None, "sponsor": -987_654_321, "district": "--stand-in--", "kind": -987_654_321, "lab": -987_654_321}
Counting = tuple[list[str], str, list]  # the names of what one row counts, its statement, and the parameters


def tally(indicators: Sequence[Indicator], whens: Sequence[When], scope: Scope = PROGRAMME) -> dict[tuple[str, When], Measure]:
    """Each figure (code, when); unknown at a time before the programme."""
    codes = tuple(one.code for one in indicators)
    known = [when for when in whens if last_day(when) >= PROGRAMME_SINCE]
    found = {(code, when): UNKNOWN for code in codes for when in whens}
    numbers = counted([(when, one) for when in known for one in compiled(codes, scope.kind)], scope)
    return found | {(one.code, when): one.measure(numbers[when]) for when in known for one in indicators}


def counted(asked: list[tuple[When, Counting]], scope: Scope) -> dict[When, Numbers]:
    """What the countings come to at their times, by name: as many in one statement as SQLite joins."""
    found: dict[When, dict] = defaultdict(dict)
    for start in range(0, len(asked), TABLES):
        some = asked[start : start + TABLES]
        tables = (f"({sql}) AS figure{n}" for n, (_when, (_names, sql, _parameters)) in enumerate(some))
        filled = [each for when, (_names, _sql, parameters) in some for each in in_place(parameters, when, scope)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM " + ", ".join(tables), filled)
            numbers = iter(cursor.fetchone())
        for when, (names, _sql, _parameters) in some:
            found[when] |= {name: next(numbers) for name in names}
    return found


@cache
def compiled(codes: tuple[str, ...], kind: str) -> list[Counting]:
    """What each figure counts in words, kept for the life of the process."""
    scope = Scope(kind, KEYS[kind])
    return [worded(base, parts, scope) for base, parts in together(codes).items()]


def together(codes: Sequence[str]) -> dict[Counted, list[Counted]]:
    """The countings that the figures are made of: those that count some of another's records are read along with it."""
    found: dict[Counted, list[Counted]] = {}
    for part in {part.code: part for code in codes for part in REGISTRY[code].counted_parts}.values():
        some = found.setdefault(part.subset_of or part, [])
        if part.subset_of:
            some.append(part)
    return found


def worded(base: Counted, parts: Sequence[Counted], scope: Scope) -> Counting:
    """One row with a figure's count and those of its parts, of a median also twice the middle amount; as SQL."""
    when = Period(FROM, UNTIL) if base.kind == "flow" else STAND_IN
    records = base.records(when, scope).order_by()
    if isinstance(base, Median):
        sql, parameters = records.values("amount").query.sql_with_params()
        ranked = f"SELECT amount, ROW_NUMBER() OVER (ORDER BY amount) AS place, COUNT(*) OVER () AS many FROM ({sql}) told"
        middle = f"FROM ({ranked}) ranked WHERE place IN ((many + 1) / 2, (many + 2) / 2)"
        return (
            [base.code, f"{base.code}:doubled"],
            f"SELECT COALESCE(MAX(many), 0), MIN(amount) + MAX(amount) {middle}",
            parameters,
        )
    marks = {f"in{n}": Case(Where(part.condition, then=1), default=0) for n, part in enumerate(parts)}
    sql, parameters = records.annotate(**marks).values("pk", *marks).query.sql_with_params()
    sums = "".join(f", COALESCE(SUM({mark}), 0)" for mark in marks)
    return [base.code, *(part.code for part in parts)], f"SELECT COUNT(*){sums} FROM ({sql}) counted", parameters


def in_place(parameters: list, when: When, scope: Scope) -> list:
    """The parameters, days and key in the place of their stand-ins."""
    adapt, period = connection.ops.adapt_datefield_value, year_to(when)
    days = zip((STAND_IN, FROM, UNTIL), (last_day(when), period.start, period.end), strict=True)
    known = {adapt(stand_in): adapt(day) for stand_in, day in days} | {KEYS[scope.kind]: scope.key}
    return [known.get(each, each) for each in parameters]
