"""Many figures on many days in one statement, compiled once from the indicators' own querysets.

Django needs a millisecond or two to put a nested queryset into words; for the table's twenty figures that is a third of
the time they take. So the words are kept for each set of indicators, with a stand-in where the day belongs.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import connection

from idaman.programme import PROGRAMME_SINCE
from partners.models import Partner
from reports.indicators import REGISTRY, Indicator

STAND_IN = date(9999, 9, 9)


def tally(indicators: Sequence[Indicator], days: Sequence[date], sponsor: Partner | None = None) -> dict:
    """How many there are of each (code, day): the length of `rows`; None on a day before the programme."""
    codes = tuple(one.code for one in indicators)
    known = [day for day in days if day >= PROGRAMME_SINCE]
    found = {(code, day): None for code in codes for day in days}
    if known:
        statement = compiled(codes) if sponsor is None else worded(codes, sponsor)
        with connection.cursor() as cursor:
            cursor.execute(*on_days(statement, known))
            keys = [(code, day) for day in known for code in codes]
            found |= dict(zip(keys, cursor.fetchone(), strict=True))
    return found


@cache
def compiled(codes: tuple[str, ...]) -> tuple[list[str], list]:
    """The programme's figures in words, kept for the life of the process."""
    return worded(codes, None)


def worded(codes: tuple[str, ...], sponsor: Partner | None) -> tuple[list[str], list]:
    """The counting of each figure as SQL, with its parameters; the stand-in marks where the day goes."""
    counted = (REGISTRY[code].counted(STAND_IN, sponsor).order_by().values("pk").query.sql_with_params() for code in codes)
    words, parameters = zip(*counted, strict=True)
    return [f"(SELECT COUNT(*) FROM ({sql}) counted)" for sql in words], [each for some in parameters for each in some]


def on_days(statement: tuple[list[str], list], days: Sequence[date]) -> tuple[str, list]:
    """One SELECT of every figure on every day, the days in the place of their stand-in."""
    words, parameters = statement
    stand_in = connection.ops.adapt_datefield_value(STAND_IN)
    filled = []
    for day in map(connection.ops.adapt_datefield_value, days):
        filled += [day if each == stand_in else each for each in parameters]
    return "SELECT " + ", ".join(words * len(days)), filled
