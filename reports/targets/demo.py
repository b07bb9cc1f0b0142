"""Targets of the demonstration programme: those of 2019, one revised in June, and those of the year in which it is told."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from idaman.history import keep_many
from reports.indicators import headline
from reports.targets.actuals import actuals
from reports.targets.models import Target, TargetValue
from reports.targets.years import year_of

OF_2019 = {
    "sponsor-companies": 28,
    "assisted-msmes": 105,
    "partner-stores": 22,
    "product-kinds": 7,
    "standardised-products": 30,
    "idaman-outlets": 19,
    "idaman-stores": 1,
}
REVISED, REVISED_ON, REVISED_TO = "assisted-msmes", date(2019, 6, 17), 99
WHY_SET = "Rapat kerja peraga, awal tahun"
WHY_REVISED = "Rapat peraga: enam UMKM peraga menunda bergabung sampai tahun depan"


def tell(*, until: date, by, why: str) -> list:
    """The targets of 2019 as decided by the day, and those of its year, a tenth above where that year began."""
    told = []
    if until >= date(2019, 1, 15):
        told += of_year(2019, OF_2019, until, by=by, why=why)
    if until.year > 2019 and until >= date(until.year, 1, 15):
        told += of_year(until.year, a_tenth_more(until.year), until, by=by, why=why)
    return told


def a_tenth_more(year: int) -> dict[str, int]:
    """For each indicator of the table a tenth more than on the eve of the year, and at least one more."""
    eve = date(year - 1, 12, 31)
    found = actuals([(one.code, "", "", eve) for one in headline()])
    more = {code: Decimal(value or 0) * Decimal("1.1") for (code, *_rest), value in found.items()}
    return {one.code: max(int(more[one.code].to_integral_value(ROUND_CEILING)), 1) for one in headline()}


def of_year(year: int, values: dict[str, int], until: date, *, by, why: str) -> list:
    period = year_of(year)
    targets = [Target(indicator=code, starts_on=period.start, ends_on=period.end) for code in values]
    keep_many(targets, by=by, why=why)
    decided = []
    for target in Target.objects.of_period(period):
        first = TargetValue(target=target, value=values[target.indicator], starts_on=date(year, 1, 15), reason=WHY_SET)
        decided.append(first)
        if (year, target.indicator) == (2019, REVISED) and until >= REVISED_ON:
            first.ends_on = REVISED_ON
            decided.append(TargetValue(target=target, value=REVISED_TO, starts_on=REVISED_ON, reason=WHY_REVISED))
    return keep_many(decided, by=by, why=why)
