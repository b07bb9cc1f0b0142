"""What requests to join put into task lists."""

from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import clock, mail, workspace
from idaman.models import User
from idaman.personal import held_in
from partners.doors import abilities
from partners.joining.models import JoinRequest
from partners.roles import May


@workspace.tasks
def requests_to_decide(user, *, on):
    """Every request that waits, for those who decide."""
    if not user.is_superuser and May.DECIDE not in abilities(user):
        return
    for one in JoinRequest.objects.to_decide():
        title = _("%(name)s asks to join") % {"name": one.name}
        url = reverse("joining:decide", args=[one.public_id])
        yield workspace.Task(workspace.Kind.DECIDE, title, url, since=clock.local(one.asked_at).date(), key=f"join-{one.pk}")


@workspace.tasks
def links_to_pass_on(user, *, on):
    """Where no mail leaves the office, an applicant gets the link that confirms the address from whoever decides."""
    if mail.is_set() or not (user.is_superuser or May.DECIDE in abilities(user)):
        return
    for one in JoinRequest.objects.filter(state=JoinRequest.State.UNCONFIRMED):
        title = _("Pass the link of its request on to %(name)s") % {"name": one.name}
        url = reverse("joining:decide", args=[one.public_id])
        yield workspace.Task(
            workspace.Kind.MISSING, title, url, since=clock.local(one.asked_at).date(), key=f"join-link-{one.pk}"
        )


@workspace.personal
def asked_to_join(record):
    """The requests in which the person's address is the contact."""
    if isinstance(record, User):
        yield from held_in(JoinRequest, contact_email=record.email)
