"""The lab's head: who coaches whom, who has no coach, who stands in and who takes over."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from idaman import clock
from idaman.effects import rehearsed
from idaman.once import taken_once
from idaman.periods import in_force
from msmes.assignments import actions, telling
from msmes.assignments.forms import AssignForm, PassOnForm, StandInForm, UncoachedForm
from msmes.assignments.models import COACHING, Assignment, coach_ending, coach_to_come, without_coach
from msmes.assignments.rows import former, rows
from partners.doors import may
from partners.models import Membership
from partners.roles import May

HEAD = May.ASSIGN_COACHES


def find_coach(lab, membership_id):
    """Somebody who coaches, or coached, for the lab, or 404."""
    return get_object_or_404(Membership.objects.select_related("user"), partner=lab, pk=membership_id).user


@may(HEAD)
def lab(request, partner):
    """The lab's coaches, each with the number of MSMEs in hand, and how many MSMEs have none."""
    today = clock.today()
    lasting = Q(user__assignments__ends_on=None) | Q(user__assignments__ends_on__gt=today)
    hers = Q(user__assignments__lab=partner) & lasting  # what the coach's own page lists
    counted = coaching(partner, today).annotate(count=Count("user__assignments", filter=hers, distinct=True))
    coaches = counted.select_related("user").order_by("user__name", "pk")
    free, ending = without_coach(on=today).count(), coach_ending(on=today, lab=partner).count()
    context = {"lab": partner, "coaches": coaches, "uncoached": free, "ending": ending, "today": today}
    return render(request, "assignments/lab.html", context)


def coaching(lab, day):
    """The memberships of those who coach today, and of those who left and still have MSMEs in hand."""
    memberships = Membership.objects.filter(partner=lab, role__in=COACHING)
    left_open = Assignment.objects.of_lab(lab).on(day).filter(coach=OuterRef("user"))
    still = memberships.on(day).filter(user=OuterRef("user"))
    return memberships.filter(in_force(day) | (Q(ends_on__lte=day) & Exists(left_open) & ~Exists(still)))


@may(HEAD)
def uncoached(request, partner):
    """The MSMEs to whom a coach can be given, fifty a page, to tick."""
    asked = UncoachedForm(request.GET, lab=partner, today=clock.today())
    return uncoached_page(request, asked, AssignForm(lab=partner, today=asked.today, first_day=asked.first_day()))


def uncoached_page(request, asked, form, status=200):
    page = Paginator(asked.found(), 50).get_page(request.GET.get("page"))
    others = {} if asked.chosen else {"coming": coach_to_come(on=asked.today).count()}
    context = {"form": form, "asked": asked, "page": page, "ticked": request.POST.getlist("msmes"), **others}
    return render(request, "assignments/uncoached.html", context, status=status)


@may(HEAD)
@taken_once
def assign(request, partner):
    """Give the ticked ones their coach, once it is confirmed."""
    asked = UncoachedForm(request.GET, lab=partner, today=clock.today())
    form = AssignForm(request.POST, lab=partner, today=asked.today)
    asking = partial(uncoached_page, request, asked, form)
    home = reverse("assignments:uncoached") + "?" + request.GET.urlencode()
    return look_or_do(request, form, partial(assigned, form, partner, request.user), asking, home)


def assigned(form, lab, by) -> list[str]:
    """Do what the form asks, and tell it."""
    told = form.cleaned_data
    words = {"coach": told["coach"], "on": told["on"]}
    made = actions.assign(msmes=told["msmes"], lab=lab, by=by, why=told["why"], **words)
    return list(telling.assigned(made, **words))


@may(HEAD)
def coach(request, membership_id, partner):
    """One coach's MSMEs, to hand over or to have somebody stand in."""
    leaver, today = find_coach(partner, membership_id), clock.today()
    words = {"leaver": leaver, "lab": partner, "today": today}
    return coach_page(request, membership_id, words, PassOnForm(**words), StandInForm(prefix="stand", **words))


def coach_page(request, membership_id, words, pass_on, stand_in, status=200):
    leaver, today = words["leaver"], words["today"]
    facts = Assignment.objects.of_coach(leaver).of_lab(words["lab"])
    held = rows(facts.lasting(on=today).order_by("msme__name", "starts_on"))
    ticked = {int(one) for one in request.POST.getlist("assignments") if one.isdecimal()}
    context = {
        "coach": leaver,
        "membership_id": membership_id,
        "facts": held,
        "former": former(facts, on=today, page=request.GET.get("page")),
        "pass_on": pass_on,
        "stand_in": stand_in,
        "ticked": ticked if request.method == "POST" else {one.pk for one in held},
    }
    return render(request, "assignments/coach.html", context, status=status)


@may(HEAD)
@taken_once
def hand_over(request, membership_id, partner):
    """The ticked ones pass to the successor for good, once it is confirmed."""
    words = {"leaver": find_coach(partner, membership_id), "lab": partner, "today": clock.today()}
    form = PassOnForm(request.POST, **words)
    asking = partial(coach_page, request, membership_id, words, form, StandInForm(prefix="stand", **words))
    home = reverse("assignments:coach", args=[membership_id])
    return look_or_do(request, form, partial(handed_over, form, request.user), asking, home)


def handed_over(form, by) -> list[str]:
    """Do what the form asks, and tell it."""
    told = form.cleaned_data
    ticked, words = list(told["assignments"]), {"to": told["to"], "on": told["on"]}
    made = actions.hand_over(assignments=ticked, by=by, why=told["why"], **words)
    return list(telling.handed_over(made, ticked=ticked, **words))


@may(HEAD)
@taken_once
def stand_in(request, membership_id, partner):
    """Another coach stands in for the ticked ones for some days, once it is confirmed."""
    words = {"leaver": find_coach(partner, membership_id), "lab": partner, "today": clock.today()}
    form = StandInForm(request.POST, prefix="stand", **words)
    asking = partial(coach_page, request, membership_id, words, PassOnForm(**words), form)
    home = reverse("assignments:coach", args=[membership_id])
    return look_or_do(request, form, partial(stood_in, form, words["leaver"], request.user), asking, home)


def stood_in(form, leaver, by) -> list[str]:
    """Do what the form asks, and tell it."""
    told = form.cleaned_data
    words = {"coach": told["to"], "on": told["on"], "until": told["until"], "why": told["why"]}
    return list(telling.standing_in(actions.substitute(assignments=told["assignments"], by=by, **words), leaver=leaver))


def look_or_do(request, form, act, asking, home):
    """The page with what would happen; once it is confirmed, the act. What is not right yet stands at `asking`, as typed."""
    if request.method != "POST":
        return redirect(home)  # a page that was loaded again, or read in the other language
    if "back" in request.POST or not form.is_valid():
        return asking(status=200 if "back" in request.POST else 400)
    try:
        told = act() if "apply" in request.POST else rehearsed(act)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return asking(status=400)
    if "apply" not in request.POST:
        seen = {"told": told, "form": form, "names": form.names(), "why": form.cleaned_data["why"]}
        return render(request, "assignments/confirm.html", seen)
    for sentence in told:
        messages.success(request, sentence)
    return redirect("assignments:lab")
