"""What was found about an owner is told to the owner, and goes with them."""

from django.db.models import Q

from idaman import workspace
from idaman.personal import held_in
from msmes.findings.models import Finding
from msmes.models import Msme


@workspace.personal
def findings_about(record):
    """What a comparison found about an owner's record; the keyed hash of a number tells its owner nothing."""
    if isinstance(record, Msme):
        yield from held_in(Finding, without=("seen",), msme_id=record.pk)


@workspace.forgetting
def findings_go(msmes, *, words, at):
    """Names and hashes are in them; the next comparison finds what is still to be found."""
    Finding.objects.filter(Q(msme__in=msmes) | Q(other__in=msmes)).delete()
    return ()
