"""What assignments tell the apps below them: their part of an MSME's timeline, and of what a person leaves behind."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import workspace
from idaman.amounts import grouped
from idaman.models import User
from idaman.periods import ONE_DAY
from idaman.personal import held_in
from msmes.assignments import telling
from msmes.assignments.actions import hand_over
from msmes.assignments.filters import filters
from msmes.assignments.models import Assignment, coach_ending, without_coach
from msmes.lists import list_filters
from msmes.models import Msme, visible
from partners.models import Membership
from partners.roles import May


@workspace.open_work
def msmes_still_coached(*, leaver, partner, on):
    """The MSMEs that the leaver would still coach for the lab."""
    count = Assignment.objects.of_coach(leaver).of_lab(partner).lasting(on=on).values("msme").distinct().count()
    if count:
        words = ngettext("%(count)d MSME that they coach", "%(count)d MSMEs that they coach", count)
        yield workspace.Open(words % {"count": count}, needs=May.COACH)


@workspace.handovers
def assignments_handed_over(*, leaver, to, partner, on, by, why):
    """The MSMEs that the leaver would still coach for the lab go to the successor."""
    leaving = list(Assignment.objects.of_coach(leaver).of_lab(partner).lasting(on=on))
    if not leaving:
        return
    made = hand_over(assignments=leaving, to=to, on=on, by=by, why=why)
    yield from telling.handed_over(made, ticked=leaving, to=to, on=on)


@visible
def msmes_of_coaches(user, *, on):
    """A coach sees the MSMEs assigned on the day, the lab's head those of the lab."""
    for membership in Membership.objects.of(user, on=on):
        facts = Assignment.objects.on(on).of_lab(membership.partner)
        if membership.may(May.ASSIGN_COACHES):
            yield Q(pk__in=facts.values("msme"))
        elif membership.may(May.COACH):
            yield Q(pk__in=facts.of_coach(user).values("msme"))


@workspace.tasks
def msmes_without_coach(user, *, on):
    """For the lab's head: how many of the programme have no coach."""
    if not any(membership.may(May.ASSIGN_COACHES) for membership in Membership.objects.of(user, on=on)):
        return
    count = without_coach(on=on).count()
    if count:
        words = ngettext("%(count)s MSME without a coach", "%(count)s MSMEs without a coach", count)
        url = reverse("assignments:uncoached")
        yield workspace.Task(workspace.Kind.MISSING, words % {"count": grouped(count)}, url, key="without-coach")


@workspace.tasks
def coaches_ending(user, *, on):
    """For the lab's head: how many MSMEs lose their coach within thirty days, and nobody goes on."""
    for membership in Membership.objects.of(user, on=on):
        if not membership.may(May.ASSIGN_COACHES):
            continue
        msmes, lab = coach_ending(on=on, lab=membership.partner), membership.partner
        count, first = msmes.count(), Assignment.objects.of_lab(lab).ending_soon(on=on).filter(msme__in=msmes)
        if count:
            words = ngettext("%(count)s MSME whose coaching ends soon", "%(count)s MSMEs whose coaching ends soon", count)
            url, due = reverse("assignments:uncoached") + "?which=ending", first.earliest("ends_on").last_day
            key = f"coach-ending-{lab.pk}"
            yield workspace.Task(workspace.Kind.ENDING, words % {"count": grouped(count)}, url, due=due, key=key)


@workspace.tasks
def standing_in(user, *, on):
    """For a coach: for whom they stand in, with how many MSMEs, and until when."""
    seen = Msme.objects.visible_to(user, on=on)
    facts = Assignment.objects.of_coach(user).on(on).standing_in().filter(msme__in=seen)
    others = facts.values_list("stands_in_for__coach", "stands_in_for__coach__name")
    for pk, name, count, end in others.annotate(count=Count("msme", distinct=True), end=Min("ends_on")).order_by(
        "end", "stands_in_for__coach"
    ):
        words = ngettext(
            "You stand in for %(other)s with %(count)s MSME", "You stand in for %(other)s with %(count)s MSMEs", count
        )
        url, title = f"{reverse('msmes:list')}?stand_in={pk}", words % {"other": name, "count": grouped(count)}
        yield workspace.Task(workspace.Kind.ENDING, title, url, due=end - ONE_DAY, key=f"stands-in-{pk}")


@list_filters
def by_coach(user, seen, *, on):
    """The list of MSMEs by coach, by the end of an assignment, and by whom the reader stands in for."""
    yield from filters(user, seen, on=on)


@workspace.panels
def coaches(msme, *, user, on):
    """Who coaches it on the day."""
    facts = Assignment.objects.on(on).filter(msme=msme).select_related("coach", "lab").order_by("starts_on")
    lines = [(fact.coach.name, f"{fact.lab.name} · {fact.period}") for fact in facts]
    yield workspace.Panel(_("Coaches"), lines, _("Nobody coaches it today. The head of the lab assigns a coach."))


@workspace.events
def coaches_come_and_go(msme, *, user, on):
    """Who coaches the MSME from when, and who no longer does."""
    facts = Assignment.objects.filter(msme=msme, starts_on__lte=on).select_related("coach", "lab", "stands_in_for__coach")
    for fact in facts:
        yield workspace.Event(day=fact.starts_on, title=beginning(fact), detail=fact.lab.name)
        if fact.ends_on and fact.ends_on <= on and not fact.stands_in_for:
            yield workspace.Event(day=fact.ends_on, title=_("%(coach)s no longer coaches.") % {"coach": fact.coach.name})


def beginning(fact: Assignment) -> str:
    """How the first day of an assignment is told."""
    words = {"coach": fact.coach.name, "period": fact.period}
    if fact.stands_in_for:
        words["other"] = fact.stands_in_for.coach.name
        return _("%(coach)s stands in for %(other)s, %(period)s.") % words
    return _("%(coach)s coaches the MSME.") % words


@workspace.personal
def coaching(record):
    """Of an owner who coaches the business; of an account whom it coaches."""
    if isinstance(record, Msme):
        yield from held_in(Assignment, msme_id=record.pk)
    if isinstance(record, User):
        yield from held_in(Assignment, coach_id=record.pk)
