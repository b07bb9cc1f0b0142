"""What registrations put into task lists, and what a leaver hands over."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import clock, workspace
from idaman.answers import in_words
from idaman.history import keep
from idaman.models import User
from idaman.personal import held_in, title_of
from idaman.uploads import models as uploads
from idaman.uploads.actions import empty
from msmes.forgetting import distinctive
from msmes.models import Msme
from msmes.registering.forms import STEPS, typed_form
from msmes.registering.models import Evidence, Registration
from partners.doors import abilities
from partners.models import Membership
from partners.roles import May

State = Registration.State


@uploads.visible
def evidence_of_registrations(user, *, on):
    """The files of a registration are seen by those who see the registration."""
    yield Evidence.objects.filter(registration__in=Registration.objects.visible_to(user, on=on)).values("file")


@uploads.attached
def evidence_about(record):
    """The papers of the registrations about a business."""
    if isinstance(record, Msme):
        about = Registration.objects.about(record)
        yield Evidence.objects.filter(registration__in=[one.pk for one in about]).values("file")


@workspace.tasks
def registrations_to_decide(user, *, on):
    """What companies handed in, for those who decide."""
    if not user.is_superuser and May.DECIDE not in abilities(user):
        return
    for one in Registration.objects.to_decide().select_related("company", "known").order_by("submitted_at"):
        title = _("%(company)s registers %(name)s") % {"company": one.company, "name": one}
        day = clock.local(one.submitted_at).date()
        url = reverse("registering:decide", args=[one.public_id])
        yield workspace.Task(workspace.Kind.DECIDE, title, url, since=day, key=f"registration-{one.pk}")


@workspace.tasks
def registrations_of_ones_company(user, *, on):
    """What was sent back, and what was begun and not sent."""
    companies = [one.partner_id for one in Membership.objects.of(user, on=on) if one.may(May.REGISTER_MSMES)]
    for one in Registration.objects.open().filter(company__in=companies).select_related("known"):
        is_back = one.state == State.RETURNED
        kind = workspace.Kind.RETURNED if is_back else workspace.Kind.CONTINUE
        title = f"{one}: {one.reason}" if is_back else str(one)
        moment = one.decided_at if is_back else one.kept_at or one.begun_at
        url = reverse("registering:review", args=[one.public_id])
        yield workspace.Task(kind, title, url, since=clock.local(moment).date(), key=f"registration-{one.pk}-{one.state}")


@workspace.open_work
def registrations_begun(*, leaver, partner, on):
    """What the leaver began and didn't send."""
    count = Registration.objects.open().filter(company=partner, begun_by=leaver).count()
    if count:
        words = ngettext("%(count)d registration begun, not yet sent", "%(count)d registrations begun, not yet sent", count)
        yield workspace.Open(words % {"count": count}, needs=May.REGISTER_MSMES)


@workspace.handovers
def registrations_handed_over(*, leaver, to, partner, on, by, why):
    """What the leaver began and didn't send is the successor's to go on with."""
    begun = list(Registration.objects.open().filter(company=partner, begun_by=leaver))
    for one in begun:
        one.begun_by = to
        keep(one, by=by, why=why)
    if begun:
        count = len(begun)
        words = ngettext("%(count)d registration passed to %(name)s.", "%(count)d registrations passed to %(name)s.", count)
        yield words % {"count": count, "name": to.name}


@workspace.personal
def typed_about_owner(record):
    """What companies typed when they registered the business; of an account the registrations it began."""
    if isinstance(record, User):
        yield from held_in(Registration, without=("typed", "marks"), begun_by_id=record.pk)
    if isinstance(record, Msme):
        for one in Registration.objects.about(record):
            yield from held_in(Registration, without=("typed", "marks"), id=one.pk)
            yield from typed_in(one)


def typed_in(registration):
    """Each field that was typed, under its name on the form and as the form shows it; numbers in full."""
    day = clock.local(registration.begun_at).date()
    fields = {field.name: field for step in STEPS for field in typed_form(registration, step, today=day)}
    for name, values in registration.typed.items():
        if any(values):
            label, value = (fields[name].label, in_words(fields[name])) if name in fields else (name, ", ".join(values))
            yield workspace.Held(title_of(registration), str(label), value)


@workspace.forgetting
def typed_is_emptied(msmes, *, words, at):
    """What companies typed about the owner goes; that there was a registration stays."""
    found = Registration.objects.about(*msmes)
    for one in found:
        own = words.and_also(*typed_words(one), parts=distinctive(" ".join(one.typed.get("owner_name", []))))
        name = [own.hidden(text) for text in one.typed.get("name", [])]
        Registration.objects.filter(pk=one.pk).update(typed={"name": name}, marks={})
        own.hide_in(Registration, id=one.pk)  # its reasons too, from before it had an MSME
        for paper in one.evidence.select_related("file"):  # here, for a draft is found by what was typed in it
            empty(file=paper.file)
    if found:
        count = len(found)
        yield ngettext("%(count)d registration was emptied.", "%(count)d registrations were emptied.", count) % {"count": count}


def typed_words(registration) -> list[str]:
    """What was typed that tells who the owner is."""
    names = ("owner_name", "owner_nik", "phone", "nib", "older_numbers", "street")
    return [line for name in names for text in registration.typed.get(name, []) for line in text.splitlines()]
