"""Calendar years as periods: what a target is for unless other days are said."""

from datetime import date

from idaman.periods import Period


def year_of(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def is_year(period: Period) -> bool:
    """Whether the period is a whole calendar year."""
    return period == year_of(period.start.year)
