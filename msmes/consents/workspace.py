"""What the owner agreed to, for the timeline."""

from django.utils.translation import gettext as _

from idaman import workspace
from idaman.personal import held_in
from msmes.consents.models import Consent
from msmes.consents.texts import Purpose
from msmes.models import Msme, owner_open


@owner_open
def owners_agreed(user, keys, *, on):
    """A sponsoring company sees the owner while the owner's consent to it is in force."""
    return Consent.objects.on(on).filter(msme__in=keys, purpose=Purpose.COMPANY).values_list("msme", flat=True)


@workspace.events
def consents(msme, *, user, on):
    """When the owner agreed to a purpose, and took it back."""
    for fact in msme.consents.all():
        title = _("The owner agreed: %(purpose)s") % {"purpose": fact.get_purpose_display()}
        yield workspace.Event(fact.starts_on, title, fact.get_how_display())
        if fact.ends_on:
            yield workspace.Event(
                fact.ends_on, _("The owner took it back: %(purpose)s") % {"purpose": fact.get_purpose_display()}
            )


@workspace.personal
def agreed_to(record):
    """What the owner agreed to."""
    if isinstance(record, Msme):
        yield from held_in(Consent, msme_id=record.pk)
