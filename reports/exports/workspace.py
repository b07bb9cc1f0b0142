"""What exports hold on a person: the lists they asked for."""

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in
from reports.exports.models import Export


@workspace.personal
def exports_asked_for(record):
    """Which lists the person asked for as files."""
    if isinstance(record, User):
        yield from held_in(Export, owner_id=record.pk)
