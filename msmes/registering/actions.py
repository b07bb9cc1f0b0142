"""From the first letter typed to an MSME that counts."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from idaman import bulk, clock, overlaps
from idaman.decisions import decided, moved, undecided
from idaman.history import keep
from idaman.models import Region, User
from idaman.states import States
from idaman.uploads.actions import remove, store
from msmes.actions import move_enrolment
from msmes.aspects import ASPECTS
from msmes.consents.models import Consent
from msmes.consents.texts import Purpose, current
from msmes.imported_activities import Activities, kept_codes
from msmes.models import Activity, Address, Baseline, Enrolment, Msme, Sponsorship
from msmes.registering.forms import STEPS, steps_of, typed_form
from msmes.registering.models import Evidence, Registration
from partners.models import Partner

State = Registration.State

REGISTRATIONS = States(
    "How a company's registration of an MSME is decided",
    {
        "": {State.DRAFT},
        State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
        State.SUBMITTED: {State.ACCEPTED, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.SUBMITTED, State.WITHDRAWN},
    },
    State,
)


class ElsewhereError(Exception):
    """Another tab or colleague kept this registration meanwhile; it stands as they left it."""


@transaction.atomic
def begin(*, company: Partner, by: User, at: datetime) -> Registration:
    """An empty registration, kept from now on as it is typed."""
    return keep(Registration(company=company, begun_by=by, begun_at=at), by=by)


@transaction.atomic
def keep_typed(
    *, registration: Registration, step: str, typed: dict, opened_at: int, page: str, at: datetime, closes: bool = False
) -> Registration:
    """Keep what was typed in a step by an open page, which knows how often the step had been kept when it opened.

    `closes`: the page was sent, so what it kept by itself before and what arrives later is older and counts no more.
    Raises ElsewhereError when another page kept the step meanwhile, or the registration is no longer the company's to
    write in: nothing is overwritten.
    """
    now = Registration.objects.select_for_update().get(pk=registration.pk)
    count, last_page, *was_closed = now.marks.get(step, [0, ""])
    is_of_this_page = last_page == page and (closes or not any(was_closed))
    if not now.is_open or (count != opened_at and not is_of_this_page):
        raise ElsewhereError
    now.typed, now.marks, now.kept_at = {**now.typed, **typed}, {**now.marks, step: [count + 1, page, closes]}, at
    Registration.objects.filter(pk=now.pk).update(typed=now.typed, marks=now.marks, kept_at=at)
    return now


@transaction.atomic
def ask_to_cosponsor(*, registration: Registration, known: Msme, by: User) -> Registration:
    """No twin is made: the company asks to sponsor the MSME that is recorded already, and only says with what."""
    now = Registration.objects.select_for_update().open().get(pk=registration.pk)
    now.known = known
    now.typed = {name: value for name, value in now.typed.items() if any(name in STEPS[s].base_fields for s in steps_of(now))}
    return keep(now, by=by, why=_("Recorded already: co-sponsoring instead of a twin"))


def told(registration: Registration, *, today: date) -> dict:
    """All that the steps ask, checked. Raises ValidationError naming the steps that are not complete."""
    forms = {step: typed_form(registration, step, today=today) for step in steps_of(registration)}
    missing = [str(form.title) for form in forms.values() if not form.is_valid()]
    if missing:
        raise ValidationError(_("Not complete yet: %(steps)s.") % {"steps": ", ".join(missing)}, code="incomplete")
    return {step: form.cleaned_data for step, form in forms.items()}


@transaction.atomic
def submit(*, registration: Registration, by: User, at: datetime) -> Registration:
    """Hand it in to the agency. Raises ValidationError when a step isn't complete."""
    now = moved(registration, REGISTRATIONS, State.SUBMITTED)
    told(now, today=clock.local(at).date())
    now.submitted_at = at
    return keep(undecided(now), by=by, why=_("Handed in"))


@transaction.atomic
def hand_in_many(*, company: Partner, typed: list[dict], by: User, at: datetime, why: str) -> list[int]:
    """Begin and hand in many at once, each with all that its steps ask; the caller has had the steps judge it. Their keys.

    In few statements, because one after the other would keep everybody else from writing for a minute.
    """
    count, marks = len(typed), {step: [1, ""] for step in STEPS}
    begun = {"company_id": [company.pk] * count, "begun_by_id": [by.pk] * count, "begun_at": [at] * count}
    kept = {"typed": typed, "marks": [marks] * count, "kept_at": [at] * count}
    keys = bulk.insert(Registration, {**begun, **kept}, by=by, at=at, why=why)
    REGISTRATIONS.check(company, State.DRAFT, State.SUBMITTED)
    moved_on = {"state": [State.SUBMITTED.value] * count, "submitted_at": [at] * count}
    bulk.update(Registration, keys, moved_on, by=by, at=at, why=why)
    return keys


@transaction.atomic
def withdraw(*, registration: Registration, by: User, why: str = "") -> Registration:
    """The company no longer wants it; what was typed is forgotten, that there was something stays."""
    now = moved(registration, REGISTRATIONS, State.WITHDRAWN)
    now.typed = {"name": now.typed.get("name", [])}
    return keep(now, by=by, why=why or _("Withdrawn by the company"))


@transaction.atomic
def send_back(*, registration: Registration, by: User, at: datetime, why: str) -> Registration:
    """Back to the company, which sees the reason where the form was left."""
    return decided(moved(registration, REGISTRATIONS, State.RETURNED), by=by, at=at, why=why)


@transaction.atomic
def accept(*, registration: Registration, by: User, at: datetime, holds_from: date, known: Msme | None = None) -> Registration:
    """From the day the MSME takes part and is sponsored (TMT). `known`: the record it is a twin of, found by the officer.

    Raises ValidationError for what the records refuse, with nothing kept.
    """
    now = moved(registration, REGISTRATIONS, State.ACCEPTED)
    now.known = known or now.known
    details = told_when_submitted(now)
    now.msme = now.known or make_msme(details, company=now.company, on=holds_from, by=by)
    sponsor(now.msme, now.company, details["support"], on=holds_from, by=by)
    agree(now.msme, details["consent"], on=clock.local(now.submitted_at).date(), by=by)
    overlaps.judge_now()
    return decided(now, by=by, at=at, told=_("Registration accepted"))


def told_when_submitted(registration: Registration) -> dict:
    return told(registration, today=clock.local(registration.submitted_at).date())


def make_msme(details: dict, *, company: Partner, on: date, by: User) -> Msme:
    """The MSME with its place and what it reported, as the registration tells it."""
    business, owner, why = details["business"], details["owner"], _("Registered by %(company)s") % {"company": company}
    plain = {name: owner[name] for name in ("owner_name", "owner_nik", "owner_sex", "owner_birth_year", "phone")}
    said = {name: {"yes": True, "no": False}.get(owner[name]) for name in ("owner_has_disability", "owner_is_poor")}
    numbers = {"nib": business["nib"] or None, "older_numbers": business["older_numbers"]}
    msme = keep(Msme(name=business["name"], **numbers, **plain, **said), by=by, why=why)
    village = Region.objects.get(pk=business["village"])
    keep(Address(msme=msme, village=village, street=business["street"], starts_on=on), by=by, why=why)
    for code, edition, is_main in Activities().read(business["activities"]) or ():
        keep(Activity(msme=msme, kbli_id=kept_codes({(code, edition)})[code, edition], is_main=is_main), by=by, why=why)
    support = details["support"]
    keep(Baseline(msme=msme, measured_on=on, monthly_turnover=support["monthly_turnover"], jobs=support["jobs"]), by=by, why=why)
    return msme


def sponsor(msme: Msme, company: Partner, support: dict, *, on: date, by: User) -> None:
    """Enrolled and sponsored from the day; an MSME that takes part already stays as it stands."""
    standing = msme.enrolments.on(on).first()
    if standing is None or standing.state == Enrolment.State.EXITED:
        move_enrolment(msme=msme, to=Enrolment.State.ENROLLED, on=on, by=by)
    aspects = {f"on_{aspect}": aspect in support["aspects"] for aspect in ASPECTS}
    keep(Sponsorship(msme=msme, company=company, starts_on=on, **aspects), by=by)


def agree(msme: Msme, consent: dict, *, on: date, by: User) -> None:
    """What the owner agreed to, from the day it was handed in, whenever sponsoring began; what stood already stands."""
    for purpose in Purpose:
        if consent[purpose.value] and not msme.consents.on(on).filter(purpose=purpose).exists():
            version = current(purpose).version
            keep(Consent(msme=msme, purpose=purpose, version=version, how=consent["how"], starts_on=on), by=by)


@transaction.atomic
def attach(*, registration: Registration, upload, by: User, at: datetime) -> Evidence:
    """Keep a paper or photograph with the registration. Raises ValidationError for a file that may not be kept."""
    now = Registration.objects.select_for_update().open().filter(pk=registration.pk).first()
    if now is None:
        raise ValidationError(_("This registration was sent meanwhile; the file was not added."))
    return Evidence.objects.create(registration=now, file=store(upload=upload, owner=by, at=at))


@transaction.atomic
def detach(*, evidence: Evidence) -> None:
    """Take a file away from a registration that is still with the company."""
    if not Registration.objects.select_for_update().get(pk=evidence.registration_id).is_open:
        raise ValidationError(_("This registration was sent meanwhile; its files stay."))
    evidence.delete()
    remove(file=evidence.file)
