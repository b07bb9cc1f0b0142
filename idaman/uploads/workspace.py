"""What stored files hold on a person."""

from django.utils.translation import ngettext

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in, title_of
from idaman.uploads.actions import empty
from idaman.uploads.models import StoredFile


@workspace.personal
def files(record):
    """The files an account handed in; the names of those that belong to any other record."""
    if isinstance(record, User):
        yield from held_in(StoredFile, owner_id=record.pk)
        return
    for one in StoredFile.objects.of(record):
        yield workspace.Held(title_of(one), str(StoredFile._meta.get_field("name").verbose_name), one.name)


@workspace.forgetting
def attached_are_emptied(msmes, *, words, at):
    """Files that belong to the owner's records go from the disk."""
    found = {one.pk: one for msme in msmes for one in StoredFile.objects.of(msme)}
    for one in found.values():
        empty(file=one)
    if found:
        count = len(found)
        yield ngettext("%(count)d file was taken from the disk.", "%(count)d files were taken from the disk.", count) % {
            "count": count
        }
