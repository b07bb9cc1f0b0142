"""What targets are measured against: the programme's figures at times, wholes in one statement, parts with their breakdown."""

from collections.abc import Iterable

from idaman.programme import PROGRAMME_SINCE
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.measuring import When, last_day
from reports.tally import tally
from reports.targets.parts import parts_of

Asked = tuple[str, str, str, When]  # indicator, breakdown, part, day or period


def actuals(asked: Iterable[Asked]) -> dict[Asked, int | None]:
    """Each figure at its time; None before the programme, and for a code that is no indicator any more."""
    asked = set(asked)
    wholes = {(code, when) for code, breakdown, _part, when in asked if not breakdown and code in REGISTRY}
    found = {(code, "", "", when): value for (code, when), value in whole_figures(wholes).items()}
    parts = {(code, breakdown, when) for code, breakdown, _part, when in asked if breakdown and code in REGISTRY}
    counted = {one: part_figures(*one) for one in parts}
    for code, breakdown, part, when in asked - {(code, "", "", when) for code, when in wholes}:
        found[code, breakdown, part, when] = counted.get((code, breakdown, when), {}).get(part)
    return found


def whole_figures(wanted: set[tuple[str, When]]) -> dict:
    """The figures of these indicators at these times, in one statement."""
    codes = [code for code in REGISTRY if code in {code for code, _when in wanted}]
    whens = list(dict.fromkeys(when for _code, when in wanted))
    return {asked: one.value for asked, one in tally([REGISTRY[code] for code in codes], whens).items()} if codes else {}


def part_figures(code: str, breakdown: str, when: When) -> dict:
    """Every part of the figure at the time, 0 where nothing counts; nothing before the programme, nor of what isn't a count."""
    if last_day(when) < PROGRAMME_SINCE or breakdown not in BREAKDOWNS or REGISTRY[code].kind in ("ratio", "median"):
        return {}
    counted = {part.key: part.count for part in BREAKDOWNS[breakdown].parts(REGISTRY[code].rows(when), last_day(when))}
    return dict.fromkeys(parts_of(breakdown), 0) | counted
