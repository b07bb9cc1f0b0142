"""Registering an MSME, by its company: step by step, kept as it is typed."""

import logging
import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.once import taken_once
from msmes.models import Disclosure
from msmes.registering import actions
from msmes.registering.forms import STEPS, raw, steps_of, told_forms, typed_form
from msmes.registering.models import Registration
from msmes.registering.twins import told_to_company
from partners.doors import may
from partners.roles import May

log = logging.getLogger("idaman.registering")
MINE = May.REGISTER_MSMES


def find(company, public_id, **more) -> Registration:
    """The company's own registration, or 404."""
    return get_object_or_404(Registration.objects.select_related("known", "msme"), company=company, public_id=public_id, **more)


@may(MINE)
def registration_list(request, partner):
    """What the company registered: begun, sent, sent back, accepted."""
    return render(request, "registering/registration_list.html", {"registrations": partner.registrations.all()[:200]})


@may(MINE)
@require_POST
@taken_once
def registration_new(request, partner):
    """Begin an empty one."""
    made = actions.begin(company=partner, by=request.user, at=clock.now())
    return redirect("registering:step", made.public_id, "business")


@may(MINE)
@never_cache  # going back in the browser opens the step as it stands, not the page that was sent
def step(request, public_id, step, partner):
    """One step of the form; going on keeps it."""
    found = find(partner, public_id)
    if step not in steps_of(found):
        raise Http404
    if not found.is_open:
        return redirect("registering:review", public_id)
    today = clock.today()
    if request.method == "POST":
        return keep_and_go_on(request, found, step)
    is_begun = set(STEPS[step].base_fields) & set(found.typed)
    form = typed_form(found, step, today=today) if is_begun else STEPS[step](today=today)
    return render(request, "registering/step.html", step_context(found, step, form))


def keep_and_go_on(request, found: Registration, step: str):
    """Keep the step as typed; on to the next when it is complete, else back with the sentences."""
    typed = raw(step, request.POST, found.typed)
    try:
        found = actions.keep_typed(registration=found, step=step, typed=typed, at=clock.now(), closes=True, **opened(request))
    except actions.ElsewhereError:
        return elsewhere(request, found, step, typed)
    form = typed_form(found, step, today=clock.today())
    if not form.is_valid():
        return render(request, "registering/step.html", step_context(found, step, form), status=400)
    names = list(steps_of(found))
    following = names[names.index(step) + 1 :]
    if not following:
        return redirect("registering:evidence", found.public_id)
    return redirect("registering:step", found.public_id, following[0])


def opened(request) -> dict:
    """Which open page is writing, and how often the step had been kept when it opened."""
    word = request.POST.get("saves", "")
    count = int(word) if word.isdecimal() and len(word) < 9 else -1
    return {"opened_at": count, "page": request.POST.get("page", "")[:36]}


def elsewhere(request, found: Registration, step: str, typed: dict):
    """Somebody kept it meanwhile: both are shown, nothing is overwritten until the person says so."""
    now = find(found.company, found.public_id)
    if not now.is_open:
        messages.warning(request, _("This registration was sent meanwhile; what you typed here was not added."))
        return redirect("registering:review", found.public_id)
    stood = typed_form(now, step, today=clock.today())
    differs = [name for name in typed if now.typed.get(name, []) != typed[name]]
    now.typed = {**now.typed, **typed}
    form = typed_form(now, step, today=clock.today())
    context = {**step_context(now, step, form), "differing": [(stood[name], form[name]) for name in differs]}
    return render(request, "registering/step.html", context, status=409)


def step_context(found: Registration, step: str, form) -> dict:
    """The form among its steps, each with its state."""
    today, steps = clock.today(), []
    for name, kind in steps_of(found).items():
        begun = bool(set(found.typed) & set(kind.base_fields))
        complete = begun and typed_form(found, name, today=today).is_valid()
        steps.append({"name": name, "title": kind.title, "is_begun": begun, "is_complete": complete})
    more = {"saves": found.saves(step), "page": uuid.uuid4(), "kept_at": found.kept_at}
    return {"registration": found, "step": step, "form": form, "steps": steps, **more}


@may(MINE)
@require_POST
def step_keep(request, public_id, step, partner):
    """Keep what is being typed; asked by the page itself, answered with a word and the new count."""
    found = find(partner, public_id)
    if step not in steps_of(found) or not found.is_open:
        raise Http404
    try:
        typed = raw(step, request.POST, found.typed)
        found = actions.keep_typed(registration=found, step=step, typed=typed, at=clock.now(), **opened(request))
    except actions.ElsewhereError:
        return render(request, "registering/kept.html", {"is_elsewhere": True, "saves": request.POST.get("saves", "")})
    return render(request, "registering/kept.html", {"saves": found.saves(step), "kept_at": found.kept_at})


@may(MINE)
@require_POST
def known(request, public_id, partner):
    """Whether this NIB, or this name in this village, is recorded already; told sparingly, and remembered."""
    found = find(partner, public_id)
    village = request.POST.get("village", "")
    words = {"nib": "".join(filter(str.isdigit, request.POST.get("nib", ""))), "name": request.POST.get("name", "").strip()}
    if not ratelimit.consume(request, action="known", user=request.user):
        log.warning("Registration %s: too many look-ups for known MSMEs", found.public_id)
        return render(request, "registering/known.html", {"is_too_often": True})
    twin = told_to_company(**words, village=int(village) if village.isdecimal() else None, on=clock.today())
    if twin:
        remember(request, found, twin)
    return render(request, "registering/known.html", {"registration": found, "twin": twin})


def remember(request, found: Registration, twin) -> None:
    """It is on record that this company was told; once a registration and MSME."""
    why = _("Registration %(id)s of %(company)s") % {"id": found.public_id, "company": found.company}
    words = {"msme": twin, "what": Disclosure.What.KNOWN, "by": request.user, "why": why[:300]}
    Disclosure.objects.get_or_create(**words, defaults={"at": clock.now()})


@may(MINE)
@require_POST
def cosponsor(request, public_id, partner):
    """Ask to sponsor the known one together with others, instead of making a twin."""
    found = find(partner, public_id)
    told = Disclosure.objects.filter(what=Disclosure.What.KNOWN, by=request.user, why__contains=found.public_id)
    twin = get_object_or_404(told.select_related("msme"), msme__public_id=request.POST.get("msme")).msme
    if found.is_open:
        actions.ask_to_cosponsor(registration=found, known=twin, by=request.user)
    return redirect("registering:step", public_id, "support")


@may(MINE)
def review(request, public_id, partner):
    """All that was typed, before it is sent; afterwards how it stands."""
    found = find(partner, public_id)
    forms = told_forms(found, today=clock.today())
    for form in forms.values():
        form.is_valid()
    files = found.evidence.select_related("file").exclude(file__file="")
    return render(request, "registering/review.html", {**step_context(found, "review", None), "forms": forms, "files": files})


@may(MINE)
@require_POST
def submit(request, public_id, partner):
    """Hand it in."""
    found = find(partner, public_id)
    if found.state == Registration.State.SUBMITTED:  # a second tap
        return redirect("registering:review", public_id)
    try:
        actions.submit(registration=found, by=request.user, at=clock.now())
        messages.success(request, _("It is with the agency now. You find the answer on your home page."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("registering:review", public_id)


@may(MINE)
@require_POST
def withdraw(request, public_id, partner):
    """Take it back."""
    try:
        actions.withdraw(registration=find(partner, public_id), by=request.user)
        messages.success(request, _("The registration was withdrawn."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("registering:list")
