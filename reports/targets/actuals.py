"""What targets are measured against: the programme's figures on days, wholes in one statement, parts with their breakdown."""

from collections.abc import Iterable
from datetime import date

from idaman.programme import PROGRAMME_SINCE
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.tally import tally
from reports.targets.parts import parts_of

Asked = tuple[str, str, str, date]  # indicator, breakdown, part, day


def actuals(asked: Iterable[Asked]) -> dict[Asked, int | None]:
    """Each figure on its day; None before the programme, and for a code that is no indicator any more."""
    asked = set(asked)
    wholes = {(code, day) for code, breakdown, _part, day in asked if not breakdown and code in REGISTRY}
    found = {(code, "", "", day): value for (code, day), value in whole_figures(wholes).items()}
    parts = {(code, breakdown, day) for code, breakdown, _part, day in asked if breakdown and code in REGISTRY}
    counted = {one: part_figures(*one) for one in parts}
    for code, breakdown, part, day in asked - {(code, "", "", day) for code, day in wholes}:
        found[code, breakdown, part, day] = counted.get((code, breakdown, day), {}).get(part)
    return found


def whole_figures(wanted: set[tuple[str, date]]) -> dict:
    """The figures of these indicators on these days, in one statement."""
    codes = [code for code in REGISTRY if code in {code for code, _day in wanted}]
    days = sorted({day for _code, day in wanted})
    return tally([REGISTRY[code] for code in codes], days) if codes else {}


def part_figures(code: str, breakdown: str, day: date) -> dict:
    """Every part of the figure on the day, 0 where nothing counts; nothing before the programme."""
    if day < PROGRAMME_SINCE or breakdown not in BREAKDOWNS:
        return {}
    counted = {part.key: part.count for part in BREAKDOWNS[breakdown].parts(REGISTRY[code].rows(day), day)}
    return dict.fromkeys(parts_of(breakdown), 0) | counted
