"""How coaches come to MSMEs, stand in for each other, and leave; every way in calls these."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from idaman.history import close, keep
from idaman.models import User
from idaman.periods import Period
from msmes.assignments.models import Assignment
from msmes.models import Msme
from partners.models import Partner


@transaction.atomic
def assign(*, msmes: Iterable[Msme], coach: User, lab: Partner, on: date, by, why: str = "") -> list[Assignment]:
    """Give the MSMEs a coach of the lab from the day.

    Raises ValidationError, naming the MSMEs, when the coach serves some of them from that day on already.
    """
    msmes = list(msmes)
    taken = Assignment.objects.of_coach(coach).of_msmes(msmes).lasting(on=on).select_related("msme")
    if taken:
        words = {"coach": coach.name, "msmes": ", ".join(sorted({one.msme.name for one in taken}))}
        raise ValidationError(_("%(coach)s is assigned already to: %(msmes)s.") % words)
    return [keep(Assignment(msme=one, coach=coach, lab=lab, starts_on=on), by=by, why=why) for one in msmes]


@transaction.atomic
def substitute(*, assignments, coach: User, on: date, until: date | None, by, why: str = "") -> list[Assignment]:
    """Have another coach stand in from the day to the day before `until`; the assignments stay, the right ends by itself.

    Raises ValidationError when an assignment does not hold on all of these days, or when no day ends the substitution.
    """
    if until is None:
        raise ValidationError(_("A substitution has a last day. For good, hand the MSMEs over."))
    made = []
    for one in assignments:
        refuse_gap(one, on, until)
        fact = Assignment(msme=one.msme, coach=coach, lab=one.lab, stands_in_for=one, starts_on=on, ends_on=until)
        made.append(keep(fact, by=by, why=why))
    return made


def refuse_gap(assignment: Assignment, on: date, until: date):
    """Nobody can stand in on days on which nobody is assigned."""
    if on < assignment.starts_on or (assignment.ends_on and until > assignment.ends_on):
        words = {"assignment": assignment, "period": assignment.period}
        raise ValidationError(_("%(assignment)s holds %(period)s only; choose days within.") % words)


@transaction.atomic
def hand_over(*, assignments, to: User, on: date, by, why: str) -> list[Assignment]:
    """End the assignments where the day begins and give the days they would still have lasted to the successor.

    Where the successor serves the MSME on some of these days already, only the others are added. An assignment that
    would begin on the day or later passes as a whole: the leaver's is deleted, which its history keeps.
    """
    leaving = lasting(assignments, on)
    if any(one.coach_id == to.pk for one in leaving):
        raise ValidationError(_("%(coach)s cannot hand over to the same person.") % {"coach": to.name})
    wanted = [(one, Period(max(on, one.starts_on), one.ends_on)) for one in leaving]
    for one in leaving:
        end(one, on=on, by=by, why=why)
    return [fact for one, period in wanted for fact in succeed(one, to, period, by=by, why=why)]


def succeed(gone: Assignment, to: User, period: Period, *, by, why: str) -> list[Assignment]:
    """Give the successor those days of the period on which they don't serve the MSME yet."""
    served = [one.period for one in Assignment.objects.of_coach(to).filter(msme=gone.msme).during(period)]
    same = {"msme": gone.msme, "lab": gone.lab, "stands_in_for": gone.stands_in_for}
    return [
        keep(Assignment(**same, coach=to, starts_on=gap.start, ends_on=gap.end), by=by, why=why) for gap in period.without(served)
    ]


@transaction.atomic
def end_assignments(*, assignments, on: date, by, why: str) -> int:
    """End the assignments where the day begins, those who stand in included; how many there were to end."""
    leaving = lasting(assignments, on)
    for one in leaving:
        end(one, on=on, by=by, why=why)
    return len(leaving)


def lasting(assignments, on: date) -> list[Assignment]:
    """Those that hold on the day or later, locked and as they are stored now; refuses when there are none."""
    pks = [one.pk for one in assignments]
    found = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=pks).lasting(on=on)
    leaving = list(found.select_related("msme", "coach", "lab", "stands_in_for").order_by("pk"))
    if not leaving:
        raise ValidationError(_("These assignments have ended by that day already."))
    return leaving


def end(assignment: Assignment, *, on: date, by, why: str):
    """End one, and with it whoever stands in for it."""
    for substitution in assignment.substitutions.lasting(on=on):
        end(substitution, on=on, by=by, why=why)
    if Assignment.objects.filter(pk=assignment.pk).lasting(on=on).exists():
        close(assignment, on=on, by=by, why=why)
