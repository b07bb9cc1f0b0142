"""What is held on the person behind an account: for whom they act, and how they sign in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in, moment
from partners.models import Membership


@workspace.personal
def account(record):
    """The account with its memberships, the places it is signed in at, and its proofs, whose secrets stay closed."""
    if not isinstance(record, User):
        return
    yield from held_in(User, without=("password",), id=record.pk)
    yield from held_in(Membership, user_id=record.pk)
    for one in UserSession.objects.filter(user=record):
        words = f"{one.ip}, {one.user_agent}, {moment(one.created_at)} – {moment(one.last_seen_at)}"
        yield workspace.Held(_("Signed in"), _("address, browser, time"), words)
    for one in Authenticator.objects.filter(user=record):
        yield workspace.Held(_("Second factor"), str(one.get_type_display()), moment(one.created_at))
