"""What merging tells the apps below it: its line in the timeline of the record that stayed."""

from django.apps import apps
from django.utils.translation import gettext as _

from idaman import clock, workspace
from idaman.personal import held_in, title_of
from msmes.merging.ledger import held
from msmes.merging.models import Merge
from msmes.models import Msme


@workspace.events
def records_merged(msme, *, user, on):
    """Which records of the same business were merged into this one."""
    for merge in Merge.objects.filter(kept=msme, undone_at=None).select_related("gone", "by"):
        day = clock.local(merge.merged_at).date()
        if day <= on:
            title = _("The record %(gone)s was merged into this one.") % {"gone": merge.gone.name}
            yield workspace.Event(day=day, title=title, detail=merge.why, by=merge.by.name if merge.by else "")


@workspace.personal
def steps_of_merges(record):
    """What the ledgers keep of merges in which the owner's record took part."""
    if isinstance(record, Msme):
        for merge in Merge.objects.about(record):
            yield from held_in(Merge, id=merge.pk)
            for step in merge.moved:
                yield from (workspace.Held(title_of(merge), *words) for words in told(step))


def told(step: dict):
    """One step: which record, and what stood in it before and after."""
    model = apps.get_model(step["model"])
    for when, values in ((_("before"), step["before"]), (_("after"), step["after"])):
        kept = held(model, values or {})
        texts = [
            f"{model._meta.get_field(name).verbose_name}: {value}" for name, value in kept.items() if value not in (None, "")
        ]
        if texts:
            yield f"{model._meta.verbose_name} {step['pk']}, {when}", "; ".join(texts)
