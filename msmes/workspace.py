"""What happened to an MSME, for its timeline, and what ends soon, for task lists."""

from datetime import timedelta

from django.utils.translation import gettext as _

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in
from msmes.models import Activity, Address, Baseline, Disclosure, Enrolment, Msme, Sponsorship
from partners.doors import abilities
from partners.models import Membership
from partners.roles import May

SOON = timedelta(days=60)


@workspace.events
def standings(msme: Msme, *, user, on):
    """When it came into the programme, was suspended, graduated, left."""
    for fact in msme.enrolments.all():
        yield workspace.Event(fact.starts_on, fact.get_state_display(), fact.reason)


@workspace.events
def moves(msme: Msme, *, user, on):
    """Where it worked since when."""
    for fact in msme.addresses.select_related("village__parent"):
        yield workspace.Event(fact.starts_on, _("Works in %(village)s") % {"village": fact.place})


@workspace.events
def sponsors(msme: Msme, *, user, on):
    """Who began and ended to sponsor it; a company reads of itself alone."""
    facts = msme.sponsorships.select_related("company")
    held = abilities(user)
    if May.READ_OWN in held and May.READ_PROGRAMME not in held:
        facts = facts.filter(company__in=[one.partner_id for one in Membership.objects.of(user, on=on)])
    for fact in facts:
        aspects = ", ".join(str(name) for name in fact.aspects)
        yield workspace.Event(fact.starts_on, _("Sponsored by %(company)s") % {"company": fact.company}, aspects)
        if fact.ends_on:
            yield workspace.Event(fact.ends_on, _("No longer sponsored by %(company)s") % {"company": fact.company})


@workspace.tasks
def sponsorships_ending(user, *, on):
    """A company's sponsorships that end within sixty days."""
    companies = [one.partner_id for one in Membership.objects.of(user, on=on) if one.may(May.READ_OWN)]
    ending = Sponsorship.objects.on(on).filter(company__in=companies, ends_on__lte=on + SOON).select_related("msme")
    for fact in ending.order_by("ends_on"):
        title = _("The sponsorship of %(msme)s ends") % {"msme": fact.msme}
        yield workspace.Task(
            workspace.Kind.ENDING, title, fact.msme.get_absolute_url(), due=fact.last_day, key=f"sponsorship-{fact.pk}"
        )


@workspace.personal
def owner_and_business(record):
    """Of an owner the business and its facts, and who saw what is hidden; of an account what it was shown."""
    if isinstance(record, User):
        yield from held_in(Disclosure, by=record.pk)
    if isinstance(record, Msme):
        yield from held_in(Msme, id=record.pk)
        for model in (Address, Baseline, Enrolment, Sponsorship, Activity, Disclosure):
            yield from held_in(model, msme_id=record.pk)
