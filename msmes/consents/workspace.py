"""What the owner agreed to, for the timeline."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import workspace
from idaman.history import as_it_was, close, keep
from idaman.personal import held_in
from msmes.consents.models import Consent
from msmes.consents.texts import Purpose
from msmes.models import Msme, owner_changes, owner_open, owner_returns, owner_spoke


@owner_open
def owners_agreed(user, keys, *, on):
    """A sponsoring company sees the owner while the owner's consent to it is in force."""
    return Consent.objects.on(on).filter(msme__in=keys, purpose=Purpose.COMPANY).values_list("msme", flat=True)


@owner_changes
def consents_end(msme, *, on, by, why):
    """What the former owner agreed to ends on the day; the new one is asked."""
    open_ones = list(msme.consents.filter(Q(ends_on=None) | Q(ends_on__gt=on)))
    for one in open_ones:
        close(one, on=on, by=by, why=why)
    if open_ones:
        count = len(open_ones)
        sentence = ngettext(
            "%(count)d consent of the former owner ended; ask the new one.",
            "%(count)d consents of the former owner ended; ask the new one.",
            count,
        )
        yield sentence % {"count": count}


@owner_returns
def consents_return(keys, *, by, why, undone):
    """What ended when the owner was changed by mistake is in force again, as it was."""
    ended = Consent.history.filter(msme_id__in=keys, history_change_reason=undone).values_list("id", "history_id")
    for pk, entry in ended:
        before = Consent.history.filter(id=pk, history_id__lt=entry).latest("history_id")
        consent = as_it_was(before)
        consent._state.adding = not Consent.objects.filter(pk=pk).exists()
        keep(consent, by=by, why=why)
    return ()


@owner_spoke
def agreed_since(keys, *, since, but):
    """Whose owner agreed to something after the moment, or took it back."""
    entries = Consent.history.filter(msme_id__in=keys, history_date__gt=since).exclude(history_change_reason=but)
    return [(one.msme_id, str(one.history_user or "")) for one in entries.select_related("history_user").order_by("history_id")]


@workspace.events
def consents(msme, *, user, on):
    """When the owner agreed to a purpose, and until when: it was taken back, or the business got another owner."""
    for fact in msme.consents.all():
        title = _("The owner agreed: %(purpose)s") % {"purpose": fact.get_purpose_display()}
        yield workspace.Event(fact.starts_on, title, fact.get_how_display())
        if fact.ends_on:
            yield workspace.Event(fact.ends_on, _("The consent ended: %(purpose)s") % {"purpose": fact.get_purpose_display()})


@workspace.personal
def agreed_to(record):
    """What the owner agreed to."""
    if isinstance(record, Msme):
        yield from held_in(Consent, msme_id=record.pk)
