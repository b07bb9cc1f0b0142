"""What of the figures isn't published: what tells of few people, and what each company does."""

from django.utils.translation import gettext

from reports.measuring import Indicator, Measure
from reports.small_cells import LEAST, is_small

SHARES_OF_PERSONS = {"women-owned-share"}  # a small part of them tells of persons
NOT_PUBLIC = {"sponsor"}  # how much each company does is for the agency and the CSR forum


def public_breakdowns(one: Indicator) -> list[str]:
    return [code for code in one.breakdowns if code not in NOT_PUBLIC]


def tells_of_few(one: Indicator, measure: Measure) -> bool:
    """Whether fewer than five people stand behind a median, or a share of persons or what is left of it."""
    if one.kind == "median":
        return is_small(measure.count or 0)
    if one.code in SHARES_OF_PERSONS and measure.known is not None:
        return is_small(measure.count) or is_small(measure.known - measure.count)
    return False


def hidden_words() -> str:
    return gettext("hidden: fewer than %(number)d people stand behind it") % {"number": LEAST}
