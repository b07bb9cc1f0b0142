"""What giving a coach, handing over and standing in come to, in sentences: before they are confirmed, and once they are done."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import ngettext

from idaman.amounts import grouped
from idaman.models import User
from idaman.periods import Period
from msmes.assignments.models import Assignment


def assigned(made: list[Assignment], *, coach: User, on: date) -> Iterator[str]:
    """How many MSMEs the coach coaches from the day."""
    count = len({one.msme_id for one in made})
    words = ngettext("%(coach)s coaches %(count)s MSME from %(day)s.", "%(coach)s coaches %(count)s MSMEs from %(day)s.", count)
    yield words % {"count": grouped(count), "coach": coach.name, "day": short(on)}


def handed_over(made: list[Assignment], *, ticked: list[Assignment], to: User, on: date) -> Iterator[str]:
    """How many MSMEs really pass to the successor, and what becomes of the others that were ticked."""
    passed = {one.msme_id for one in made}
    held = {one.msme_id for one in ticked if one.ends_on is None or one.ends_on > on}
    gone = {one.msme_id for one in ticked} - held
    words = {"coach": to.name, "day": short(on)}
    if passed:
        count = len(passed)
        sentence = ngettext(
            "%(count)s MSME passes to %(coach)s from %(day)s.", "%(count)s MSMEs pass to %(coach)s from %(day)s.", count
        )
        yield sentence % {**words, "count": grouped(count)}
    if held - passed:
        count = len(held - passed)
        sentence = ngettext(
            "%(coach)s coaches %(count)s MSME already; there only the other assignment ends.",
            "%(coach)s coaches %(count)s MSMEs already; there only the other assignments end.",
            count,
        )
        yield sentence % {**words, "count": grouped(count)}
    if gone:
        count = len(gone)
        sentence = ngettext(
            "The assignment to %(count)s MSME ends before %(day)s anyway; nothing changes there.",
            "The assignments to %(count)s MSMEs end before %(day)s anyway; nothing changes there.",
            count,
        )
        yield sentence % {**words, "count": grouped(count)}


def standing_in(made: list[Assignment], *, leaver: User) -> Iterator[str]:
    """Who stands in for whom with how many MSMEs, on which days; all of one act are alike in these."""
    first, count = made[0], len({one.msme_id for one in made})
    words = ngettext(
        "%(coach)s stands in for %(other)s with %(count)s MSME, %(period)s.",
        "%(coach)s stands in for %(other)s with %(count)s MSMEs, %(period)s.",
        count,
    )
    period = Period(first.starts_on, first.ends_on)
    yield words % {"coach": first.coach.name, "other": leaver.name, "count": grouped(count), "period": period}


def short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
