"""The parts of a breakdown for which a target can be set, whether anything counts in them yet or not."""

from idaman.models import Region
from outlets.models import Chain
from reports.breakdowns import BREAKDOWNS

REGENCY = "64.02"


def districts() -> dict[str, str]:
    found = Region.objects.districts().filter(kemendagri_code__startswith=REGENCY).order_by("name")
    return {name: name for name in found.values_list("name", flat=True)}


def chains() -> dict[str, str]:
    return {name: name for name in Chain.objects.order_by("name").values_list("name", flat=True)}


LISTED = {"district": districts, "chain": chains}


def parts_of(breakdown: str) -> dict[str, str]:
    """From the key of each part to its name in the reader's language; nothing for an unknown breakdown."""
    if breakdown not in BREAKDOWNS:
        return {}
    found = LISTED.get(breakdown, BREAKDOWNS[breakdown].labels)()
    return {str(key): str(label) for key, label in found.items() if key}


def part_title(breakdown: str, part: str) -> str:
    """A part's name; places and chains are their own names."""
    labels = {} if breakdown in LISTED or breakdown not in BREAKDOWNS else BREAKDOWNS[breakdown].labels()
    return str(labels.get(part, part))


def titled(breakdown: str) -> str:
    """What the parts are told apart by."""
    return str(BREAKDOWNS[breakdown].title) if breakdown in BREAKDOWNS else breakdown
