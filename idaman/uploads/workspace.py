"""What stored files hold on a person."""

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in, title_of
from idaman.uploads.models import StoredFile


@workspace.personal
def files(record):
    """The files an account handed in; the names of those that belong to any other record."""
    if isinstance(record, User):
        yield from held_in(StoredFile, owner_id=record.pk)
        return
    for one in StoredFile.objects.of(record):
        yield workspace.Held(title_of(one), str(StoredFile._meta.get_field("name").verbose_name), one.name)
