"""From asking to join to being a partner."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from idaman.decisions import decided, moved, undecided
from idaman.history import keep
from idaman.models import User
from idaman.states import States
from partners.joining.models import JoinRequest
from partners.models import Partner
from partners.people.actions import invite
from partners.people.models import Invitation
from partners.roles import FIRST_ROLE, Kind

State = JoinRequest.State

REQUESTS = States(
    "How a request to join is decided",
    {
        "": {State.UNCONFIRMED},
        State.UNCONFIRMED: {State.SUBMITTED, State.WITHDRAWN},
        State.SUBMITTED: {State.ACCEPTED, State.RETURNED, State.REFUSED, State.WITHDRAWN},
        State.RETURNED: {State.SUBMITTED, State.WITHDRAWN},
    },
    State,
)


@transaction.atomic
def ask_to_join(*, at: datetime, **details) -> JoinRequest:
    """Keep the request; it reaches the agency once its e-mail address is confirmed."""
    return keep(JoinRequest(asked_at=at, **details), by=None)


@transaction.atomic
def confirm(*, request: JoinRequest) -> JoinRequest:
    """Its address is right: the request goes to the agency. Confirming again changes nothing."""
    if request.state != State.UNCONFIRMED:
        return request
    return keep(moved(request, REQUESTS, State.SUBMITTED), by=None, why=_("E-mail address confirmed"))


@transaction.atomic
def resubmit(*, request: JoinRequest, **details) -> JoinRequest:
    """The applicant completed what was sent back."""
    now = moved(request, REQUESTS, State.SUBMITTED)
    for name, value in details.items():
        setattr(now, name, value)
    return keep(undecided(now), by=None, why=_("Completed by the applicant"))


@transaction.atomic
def withdraw(*, request: JoinRequest) -> JoinRequest:
    """The applicant no longer wants to join."""
    return keep(moved(request, REQUESTS, State.WITHDRAWN), by=None, why=_("Withdrawn by the applicant"))


@transaction.atomic
def send_back(*, request: JoinRequest, by: User, at: datetime, why: str) -> JoinRequest:
    """Back to the applicant, who sees the reason beside what they had typed."""
    return decided(moved(request, REQUESTS, State.RETURNED), by=by, at=at, why=why)


@transaction.atomic
def refuse(*, request: JoinRequest, by: User, at: datetime, why: str) -> JoinRequest:
    """No, and why."""
    return decided(moved(request, REQUESTS, State.REFUSED), by=by, at=at, why=why)


@transaction.atomic
def accept(*, request: JoinRequest, by: User, at: datetime, into: Partner | None = None) -> tuple[JoinRequest, Invitation, str]:
    """The organisation takes part (as a new partner, or `into` one recorded already) and its contact is invited.

    With them comes the word that the invitation's link carries.
    """
    now = moved(request, REQUESTS, State.ACCEPTED)
    now.partner = into or make_partner(now, by=by)
    now = decided(now, by=by, at=at, told=_("Request to join accepted"))
    role = FIRST_ROLE[Kind(now.partner.kind)]
    invitation, token = invite(partner=now.partner, role=role, email=now.contact_email, name=now.contact_name, by=by, at=at)
    return now, invitation, token


def make_partner(request: JoinRequest, *, by: User) -> Partner:
    """The partner as the request tells it."""
    words = {name: getattr(request, name) for name in ("kind", "name", "nib", "npwp", "address")}
    partner = Partner(region=request.district, email=request.contact_email, phone=request.contact_phone, **words)
    return keep(partner, by=by, why=_("Request to join accepted"))
