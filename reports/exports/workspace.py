"""What exports hold on a person: the lists they asked for."""

from django.utils.translation import ngettext

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in
from reports.exports.actions import State, take_away
from reports.exports.models import Export


@workspace.personal
def exports_asked_for(record):
    """Which lists the person asked for as files."""
    if isinstance(record, User):
        yield from held_in(Export, owner_id=record.pk)


@workspace.forgetting
def files_are_taken_away(msmes, *, words, at):
    """Files made before may tell of the owner: each of them goes, and who asked for one asks again."""
    found = list(Export.objects.filter(state__in=[State.MAKING, State.READY]))
    for export in found:
        take_away(export=export)
    if found:
        count = len(found)
        yield ngettext("%(count)d file of a list was taken away.", "%(count)d files of lists were taken away.", count) % {
            "count": count
        }
