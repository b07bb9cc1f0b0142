"""How people come to act for a partner, and how they leave."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from idaman import workspace
from idaman.accounts import bind_address
from idaman.history import keep
from idaman.models import User
from partners.models import Membership, Partner, refuse_last_administrator
from partners.people.models import Invitation, new_token, token_hash
from partners.roles import Role

LASTS = timedelta(days=7)


@transaction.atomic
def invite(
    *, partner: Partner, role: Role, email: str, name: str, by: User, at: datetime, ends_on: date | None = None
) -> tuple[Invitation, str]:
    """Invite the address; with the invitation comes the word its link carries, which is kept nowhere.

    Raises ValidationError for a role of another kind of partner, and for an address invited to that role already.
    """
    if Role(role).rule.kind != partner.kind:
        raise ValidationError({"role": _("This role is for a partner of the kind: %(kind)s.") % {"kind": role.rule.kind.label}})
    token = new_token()
    invitation = Invitation(partner=partner, role=role, email=email.lower(), name=name, ends_on=ends_on, invited_by=by)
    return give_link(invitation, token, by=by, at=at), token


@transaction.atomic
def renew(*, invitation: Invitation, by: User, at: datetime) -> str:
    """A new link, for a week from now; the old one is dead. Raises ValidationError once the invitation was used."""
    still = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if still is None:
        raise ValidationError(_("This invitation was used or withdrawn already."))
    token = new_token()
    give_link(still, token, by=by, at=at)
    return token


def give_link(invitation: Invitation, token: str, *, by: User, at: datetime) -> Invitation:
    invitation.token_hash, invitation.invited_at, invitation.expires_at = token_hash(token), at, at + LASTS
    return keep(invitation, by=by)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link opens nothing any more. Raises ValidationError once it was used."""
    still = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if still is None:
        raise ValidationError(_("This invitation was used or withdrawn already."))
    still.withdrawn_at = at
    keep(still, by=by)


@transaction.atomic
def accept(*, token: str, user: User, on: date, at: datetime) -> Membership:
    """The invited person acts for the partner from the day; the link is used up.

    Raises ValidationError when the link can't be used (any more), or was sent to another address.
    """
    invitation = Invitation.objects.select_for_update().by_token(token).first()
    if invitation is None or not invitation.is_usable(at=at):
        raise ValidationError(_("This link was used already, was withdrawn, or has expired. Ask for a new one."))
    if user.email != invitation.email:
        raise ValidationError(_("This invitation is for %(email)s.") % {"email": invitation.email})
    invitation.accepted_at = at
    keep(invitation, by=user)
    membership = Membership(user=user, partner=invitation.partner, role=invitation.role, starts_on=on, ends_on=invitation.ends_on)
    return keep(membership, by=invitation.invited_by, why=_("Invitation accepted"))


@transaction.atomic
def join(*, token: str, name: str, password: str, on: date, at: datetime) -> User:
    """An account for the invited address, with its membership. Raises ValidationError as `accept` does."""
    invitation = Invitation.objects.by_token(token).first()
    if invitation is None:
        raise ValidationError(_("This link was used already, was withdrawn, or has expired. Ask for a new one."))
    user = User(email=invitation.email, name=name)
    user.set_password(password)
    keep(user, by=invitation.invited_by, why=_("Invitation accepted"))
    bind_address(user)
    accept(token=token, user=user, on=on, at=at)
    return user


@transaction.atomic
def leave(*, membership: Membership, on: date, by: User, why: str, successor: User | None = None) -> list[str]:
    """The person stops acting for the partner from the day; their open work passes to the successor. What passed, in words.

    A last day that was set already is corrected. Raises ValidationError for the last administrator, and for a day before
    the membership.
    """
    if on < membership.starts_on:
        raise ValidationError({"last_day": _("The membership is in force for: %(period)s.") % {"period": membership.period}})
    if membership.role == Role.ADMINISTRATOR:
        others = Membership.objects.select_for_update().administrators().exclude(pk=membership.pk)
        refuse_last_administrator(others, leaves=membership)
    passed = []
    if successor:
        words = {"leaver": membership.user, "to": successor, "partner": membership.partner, "on": on, "by": by, "why": why}
        passed = list(workspace.handovers.ask(**words))
    membership.ends_on = on
    keep(membership, by=by, why=why)
    return passed
