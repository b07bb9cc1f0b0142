"""What merging tells the apps below it: its line in the timeline of the record that stayed."""

from django.utils.translation import gettext as _

from idaman import clock, workspace
from msmes.merging.models import Merge


@workspace.events
def records_merged(msme, *, user, on):
    """Which records of the same business were merged into this one."""
    for merge in Merge.objects.filter(kept=msme, undone_at=None).select_related("gone", "by"):
        day = clock.local(merge.merged_at).date()
        if day <= on:
            title = _("The record %(gone)s was merged into this one.") % {"gone": merge.gone.name}
            yield workspace.Event(day=day, title=title, detail=merge.why, by=merge.by.name if merge.by else "")
