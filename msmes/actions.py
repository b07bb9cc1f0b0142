"""What can happen to an MSME in the programme; every way in calls these."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.history import keep
from idaman.programme import PROGRAMME_SINCE
from idaman.states import States
from msmes.models import Disclosure, Enrolment, Msme, owner_changes

State = Enrolment.State

# From which standing to which an MSME may go; "" is an MSME that has never been in the programme.
STANDINGS = States(
    "How an MSME stands in the programme",
    {
        "": {State.ENROLLED},
        State.ENROLLED: {State.SUSPENDED, State.GRADUATED, State.EXITED},
        State.SUSPENDED: {State.ENROLLED, State.EXITED},
        State.GRADUATED: {State.ENROLLED},
        State.EXITED: {State.ENROLLED},
    },
    State,
)


@transaction.atomic
def move_enrolment(*, msme: Msme, to: State, on: date, by, why: str = "") -> Enrolment:
    """Give the MSME a new standing from the day: the present one ends there, the next begins.

    Raises ValidationError when the table of moves doesn't allow it, or when the day lies before the present standing.
    """
    if on < PROGRAMME_SINCE:
        day = date_format(PROGRAMME_SINCE, "DATE_FORMAT")
        raise ValidationError(_("Nobody takes part before the programme began on %(day)s.") % {"day": day})
    last = Enrolment.objects.select_for_update().filter(msme=msme).order_by("starts_on").last()
    STANDINGS.check(msme, last.state if last else "", to)
    if last and on <= last.starts_on:
        day = date_format(last.starts_on, "SHORT_DATE_FORMAT")
        raise ValidationError(
            _("%(msme)s has its present standing since %(day)s; choose a later day.") % {"msme": msme, "day": day}
        )
    if last and (last.ends_on is None or last.ends_on > on):
        last.ends_on = on
        keep(last, by=by, why=why)
    return keep(Enrolment(msme=msme, state=to, starts_on=on, reason=why), by=by, why=why)


@transaction.atomic
def part_from_owner(*, msme: Msme, on: date, by, why: str = "") -> list[str]:
    """The business has another owner from the day: what rested on the former one's word ends there, and is told in words."""
    return list(owner_changes.ask(msme, on=on, by=by, why=why or _("The owner changed")))


def record_disclosure(*, msme: Msme, what: str, by, at: datetime, why: str) -> Disclosure:
    """Put on record that somebody is shown what is hidden, before they see it."""
    return Disclosure.objects.create(msme=msme, what=what, by=by, at=at, why=why)


@transaction.atomic
def disclose(*, msme: Msme, what: str, by, at: datetime, why: str) -> str:
    """The number in full, for who asks and says why; that they saw it is on record before they do."""
    record_disclosure(msme=msme, what=what, by=by, at=at, why=why)
    return {Disclosure.What.NIK: msme.owner_nik, Disclosure.What.NPWP: msme.npwp}[what]
