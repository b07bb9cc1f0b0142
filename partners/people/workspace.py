"""What invitations hold on a person."""

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in
from partners.people.models import Invitation


@workspace.personal
def invited(record):
    """To what the person's address was invited, and whom they invited."""
    if isinstance(record, User):
        yield from held_in(Invitation, email=record.email)
        yield from held_in(Invitation, invited_by_id=record.pk)
