"""How coaches come to MSMEs, stand in for each other, and leave; every way in calls these."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from idaman.history import close_many, keep_many
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
    refuse_taken(coach, Assignment.objects.of_msmes(msmes).lasting(on=on))
    return begin([Assignment(msme=one, coach=coach, lab=lab, starts_on=on) for one in msmes], by=by, why=why)


def refuse_taken(coach: User, facts):
    """Nobody is assigned to an MSME twice for a day."""
    names = facts.of_coach(coach).order_by("msme__name").values_list("msme__name", flat=True).distinct()
    if names:
        raise ValidationError(
            _("%(coach)s is assigned already to: %(msmes)s.") % {"coach": coach.name, "msmes": ", ".join(names)}
        )


def begin(facts: list[Assignment], *, by, why: str) -> list[Assignment]:
    """Keep new assignments in a few statements; what is the same for all of a coach, lab and first day is judged once."""
    for one in {(one.coach_id, one.lab_id, one.starts_on): one for one in facts}.values():
        one.full_clean()
    return keep_many(facts, by=by, why=why)


@transaction.atomic
def substitute(*, assignments, coach: User, on: date, until: date | None, by, why: str = "") -> list[Assignment]:
    """Have another coach stand in from the day to the day before `until`; the assignments stay, the right ends by itself.

    Raises ValidationError when an assignment does not hold on all of these days, when the other coach serves an MSME on
    some of them already, or when no day ends the substitution.
    """
    if until is None:
        raise ValidationError(_("A substitution has a last day. For good, hand the MSMEs over."))
    if until <= on:
        raise ValidationError(_("The last day is before the first day."))
    assignments = list(assignments)
    for one in assignments:
        refuse_gap(one, on, until)
    served = Assignment.objects.filter(msme__in=[one.msme_id for one in assignments]).during(Period(on, until))
    refuse_taken(coach, served)
    days = {"coach": coach, "starts_on": on, "ends_on": until}
    facts = [Assignment(msme_id=one.msme_id, lab_id=one.lab_id, stands_in_for=one, **days) for one in assignments]
    return begin(facts, by=by, why=why)


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
    end(leaving, on=on, by=by, why=why)
    return begin(succession(wanted, to), by=by, why=why)


def succession(wanted: list[tuple[Assignment, Period]], to: User) -> list[Assignment]:
    """The successor's assignments: of each one's period the days on which they don't serve the MSME yet."""
    served = defaultdict(list)
    for fact in Assignment.objects.of_coach(to).filter(msme__in=[one.msme_id for one, _period in wanted]):
        served[fact.msme_id].append(fact.period)
    made = []
    for one, period in wanted:
        same = {"msme_id": one.msme_id, "lab_id": one.lab_id, "stands_in_for_id": one.stands_in_for_id, "coach": to}
        gaps = period.without(served[one.msme_id])
        made += [Assignment(**same, starts_on=gap.start, ends_on=gap.end) for gap in gaps]
        served[one.msme_id] += gaps
    return made


@transaction.atomic
def end_assignments(*, assignments, on: date, by, why: str) -> int:
    """End the assignments where the day begins, those who stand in included; how many there were to end."""
    leaving = lasting(assignments, on)
    end(leaving, on=on, by=by, why=why)
    return len(leaving)


def lasting(assignments, on: date) -> list[Assignment]:
    """Those that hold on the day or later, locked and as they are stored now; refuses when there are none."""
    pks = [one.pk for one in assignments]
    leaving = list(Assignment.objects.select_for_update().filter(pk__in=pks).lasting(on=on).order_by("pk"))
    if not leaving:
        raise ValidationError(_("These assignments have ended by that day already."))
    return leaving


def end(assignments: list[Assignment], *, on: date, by, why: str):
    """End them, and with them whoever stands in for one of them: first who stands in, then for whom."""
    found = {one.pk: one for one in assignments}
    newest = list(found)
    while newest:
        more = Assignment.objects.select_for_update().filter(stands_in_for__in=newest).lasting(on=on)
        newest = {one.pk: one for one in more.exclude(pk__in=list(found)).order_by("pk")}
        found |= newest
    close_many(list(found.values())[::-1], on=on, by=by, why=why)
