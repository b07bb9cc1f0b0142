"""What was aimed at for a period: the target in force on its last day, and how far the figure came."""

from collections.abc import Iterable

from idaman.periods import Period
from reports.measuring import Indicator
from reports.publications.canonical import number, shortened
from reports.targets.reading import TargetInForce, targets_on

NO_AIM = dict.fromkeys(("target", "target_decided_on", "target_revised_from", "expected", "achievement"))


def aims(indicators: Iterable[Indicator], period: Period) -> dict[str, dict]:
    """By code, the targets set for just this period; what was decided after its last day doesn't count."""
    return {code: aim(found) for code, found in targets_on(indicators, period, period.last_day).items()}


def aim(found: TargetInForce) -> dict[str, str | None]:
    before = found.revisions[-2].value if found.is_revised else None
    return {
        "target": shortened(found.value),
        "target_decided_on": found.decided_on.isoformat(),
        "target_revised_from": shortened(before),
        "expected": shortened(found.expected),
        "achievement": number(found.achievement),
    }
