"""What confirmations tell the apps below: a company's sponsorships to confirm, the line in an MSME's timeline."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import workspace
from idaman.amounts import grouped
from idaman.models import User
from idaman.personal import held_in
from msmes.confirmations.models import Confirmation, unconfirmed
from msmes.models import Msme
from partners.doors import abilities
from partners.models import Membership
from partners.roles import May


@workspace.tasks
def sponsorships_to_confirm(user, *, on):
    """One line for all that a company's manager can confirm."""
    companies = [one.partner_id for one in Membership.objects.of(user, on=on) if one.may(May.REGISTER_MSMES)]
    count = unconfirmed(on).filter(company__in=companies).count() if companies else 0
    if count:
        words = ngettext(
            "%(count)s sponsorship was not confirmed for a year: is it still so?",
            "%(count)s sponsorships were not confirmed for a year: are they still so?",
            count,
        )
        yield workspace.Task(
            workspace.Kind.MISSING, words % {"count": grouped(count)}, reverse("confirmations:list"), key="unconfirmed"
        )


@workspace.events
def confirmed(msme: Msme, *, user, on):
    """When a sponsorship was confirmed; a company reads of itself alone."""
    facts = Confirmation.objects.filter(sponsorship__msme=msme, confirmed_on__lte=on).select_related("sponsorship__company")
    held = abilities(user)
    if May.READ_OWN in held and May.READ_PROGRAMME not in held:
        facts = facts.filter(sponsorship__company__in=[one.partner_id for one in Membership.objects.of(user, on=on)])
    for fact in facts:
        title = _("Confirmed: sponsored by %(company)s") % {"company": fact.sponsorship.company}
        yield workspace.Event(fact.confirmed_on, title)


@workspace.personal
def confirmations_about(record):
    """Of an owner's business, when its sponsorships were confirmed; of an account, what it confirmed."""
    if isinstance(record, Msme):
        for key in record.sponsorships.values_list("pk", flat=True):
            yield from held_in(Confirmation, sponsorship_id=key)
    if isinstance(record, User):
        yield from held_in(Confirmation, by_id=record.pk)
