"""The lab's head: who coaches whom, who has no coach, who stands in and who takes over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.once import taken_once
from idaman.periods import in_force
from msmes.assignments import actions
from msmes.assignments.forms import AssignForm, PassOnForm, StandInForm, UncoachedForm
from msmes.assignments.models import COACHING, Assignment, without_coach
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
    context = {"lab": partner, "coaches": coaches, "uncoached": without_coach(on=today).count(), "today": today}
    return render(request, "assignments/lab.html", context)


def coaching(lab, day):
    """The memberships of those who coach today, and of those who left and still have MSMEs in hand."""
    memberships = Membership.objects.filter(partner=lab, role__in=COACHING)
    left_open = Assignment.objects.of_lab(lab).on(day).filter(coach=OuterRef("user"))
    still = memberships.on(day).filter(user=OuterRef("user"))
    return memberships.filter(in_force(day) | (Q(ends_on__lte=day) & Exists(left_open) & ~Exists(still)))


@may(HEAD)
def uncoached(request, partner):
    """The MSMEs without a coach, fifty a page, to tick and give one."""
    return uncoached_page(request, AssignForm(lab=partner, today=clock.today()))


def uncoached_page(request, form, status=200):
    asked = UncoachedForm(request.GET)
    page = Paginator(asked.found(on=clock.today()), 50).get_page(request.GET.get("page"))
    ticked = request.POST.getlist("msmes")
    context = {"form": form, "asked": asked, "page": page, "ticked": ticked, "question": question(request)}
    return render(request, "assignments/uncoached.html", context, status=status)


def question(request) -> str:
    """The filters of the address, without its page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@may(HEAD)
@require_POST
@taken_once
def assign(request, partner):
    """Give the ticked ones their coach."""
    form = AssignForm(request.POST, lab=partner, today=clock.today())
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.assign(msmes=told["msmes"], coach=told["coach"], lab=partner, on=told["on"], by=request.user)
            words = ngettext("%(count)d MSME is coached by %(coach)s.", "%(count)d MSMEs are coached by %(coach)s.", len(made))
            messages.success(request, words % {"count": len(made), "coach": told["coach"].name})
            return redirect("assignments:lab")
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return uncoached_page(request, form, status=400)


@may(HEAD)
def coach(request, membership_id, partner):
    """One coach's MSMEs, to hand over or to have somebody stand in."""
    leaver, today = find_coach(partner, membership_id), clock.today()
    words = {"leaver": leaver, "lab": partner, "today": today}
    return coach_page(request, partner, membership_id, PassOnForm(**words), StandInForm(prefix="stand", **words))


def coach_page(request, partner, membership_id, pass_on, stand_in, status=200):
    leaver = find_coach(partner, membership_id)
    facts = Assignment.objects.of_coach(leaver).of_lab(partner).select_related("msme", "stands_in_for__coach")
    context = {
        "coach": leaver,
        "membership_id": membership_id,
        "facts": facts.lasting(on=clock.today()).order_by("msme__name"),
        "former": facts.filter(ends_on__lte=clock.today()).order_by("-ends_on")[:50],
        "pass_on": pass_on,
        "stand_in": stand_in,
        "ticked": {int(one) for one in request.POST.getlist("assignments") if one.isdecimal()},
    }
    return render(request, "assignments/coach.html", context, status=status)


@may(HEAD)
@require_POST
@taken_once
def hand_over(request, membership_id, partner):
    """The ticked ones pass to the successor for good."""
    words = {"leaver": find_coach(partner, membership_id), "lab": partner, "today": clock.today()}
    form = PassOnForm(request.POST, **words)
    if form.is_valid() and done(request, form, actions.hand_over, {"to": form.cleaned_data["to"], "on": form.cleaned_data["on"]}):
        return redirect("assignments:lab")
    return coach_page(request, partner, membership_id, form, StandInForm(prefix="stand", **words), status=400)


@may(HEAD)
@require_POST
@taken_once
def stand_in(request, membership_id, partner):
    """Another coach stands in for the ticked ones for some days."""
    words = {"leaver": find_coach(partner, membership_id), "lab": partner, "today": clock.today()}
    data = request.POST.copy()
    data.setlist("stand-assignments", request.POST.getlist("assignments"))
    form = StandInForm(data, prefix="stand", **words)
    if form.is_valid():
        told = form.cleaned_data
        if done(request, form, actions.substitute, {"coach": told["to"], "on": told["on"], "until": told["until"]}):
            return redirect("assignments:lab")
    return coach_page(request, partner, membership_id, PassOnForm(**words), form, status=400)


def done(request, form, act, words: dict) -> bool:
    """Whether it was done; a refusal stands at the form."""
    told = form.cleaned_data
    try:
        act(assignments=told["assignments"], by=request.user, why=told["why"], **words)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    count = len(told["assignments"])
    sentence = ngettext("%(count)d MSME passes to %(coach)s.", "%(count)d MSMEs pass to %(coach)s.", count)
    messages.success(request, sentence % {"count": count, "coach": told["to"].name})
    return True
