"""What merging tells the apps below it: its line in the timeline of the record that stayed."""

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import clock, workspace
from idaman.deleted import is_text
from idaman.personal import held_in, title_of
from idaman.sealed import HashField
from msmes.forgetting import BLANK, nameless
from msmes.merging.ledger import held
from msmes.merging.models import Merge
from msmes.models import Msme


@workspace.events
def records_merged(msme, *, user, on):
    """Which records of the same business were merged into this one."""
    may_undo = user.has_perm("msmes.change_msme")
    for merge in Merge.objects.filter(kept=msme, undone_at=None).select_related("gone", "by"):
        day = clock.local(merge.merged_at).date()
        if day <= on:
            title = _("The record %(gone)s was merged into this one.") % {"gone": merge.gone.name}
            url = reverse("admin:merging_merge_undo", args=[merge.pk]) if may_undo else ""
            yield workspace.Event(day=day, title=title, detail=merge.why, by=merge.by.name if merge.by else "", url=url)


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
        said = {model._meta.get_field(name): value for name, value in held(model, values or {}).items()}
        shown = {field: value for field, value in said.items() if value not in (None, "") and not isinstance(field, HashField)}
        texts = [f"{field.verbose_name}: {value}" for field, value in shown.items()]
        if texts:
            yield f"{model._meta.verbose_name} {step['pk']}, {when}", "; ".join(texts)


@workspace.forgetting
def ledgers_are_emptied(msmes, *, words, at):
    """What ledgers keep of the owner goes; the steps stay, so that a merge can still be undone."""
    now = Msme.objects.in_bulk([one.pk for one in msmes])
    for merge in Merge.objects.about(*msmes):
        for step in merge.moved:
            for values in (step["before"], step["after"]):
                forget(step, values or {}, words, now.get(step["pk"]))
        Merge.objects.filter(pk=merge.pk).update(moved=merge.moved)
    return ()


def forget(step: dict, values: dict, words, now: Msme | None) -> None:
    """Empty the stored values of one state, in the form in which the record (an MSME, as it is `now`) has them afterwards."""
    fields = {name: apps.get_model(step["model"])._meta.get_field(name) for name in values}
    is_msme = step["model"] == Msme._meta.label_lower
    for key, value in list(values.items()):
        if is_msme and key in BLANK:
            values[key] = BLANK[key]
        elif is_msme and key == "name":
            values[key] = now.name if now and now.name in (value, nameless(now)) else words.hidden(value)
        elif key == "street":
            values[key] = ""
        elif isinstance(value, str) and is_text(fields[key]):
            values[key] = words.hidden(value)
