"""What ends, and what passes to the successor, when a company leaves the programme or is sold."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from idaman import workspace
from idaman.history import close, keep
from idaman.periods import ONE_DAY, Period
from msmes.aspects import COLUMNS
from msmes.models import Enrolment, Msme, Sponsorship
from partners.models import Membership, Partner
from partners.roles import Kind

SPONSORSHIPS = (
    ngettext_lazy(
        "%(count)d sponsorship passes to %(company)s from %(day)s.",
        "%(count)d sponsorships pass to %(company)s from %(day)s.",
        "count",
    ),
    ngettext_lazy("%(count)d sponsorship ends on %(day)s.", "%(count)d sponsorships end on %(day)s.", "count"),
)
MEMBERSHIPS = (
    ngettext_lazy(
        "%(count)d membership passes to %(company)s from %(day)s.",
        "%(count)d memberships pass to %(company)s from %(day)s.",
        "count",
    ),
    ngettext_lazy("%(count)d membership ends on %(day)s.", "%(count)d memberships end on %(day)s.", "count"),
)


@dataclass(frozen=True)
class Departure:
    """What came of a company's leaving: in sentences, and the enrolled MSMEs that are left without any sponsor."""

    told: list[str]
    unsponsored: list[Msme]


@transaction.atomic
def company_leaves(*, company: Partner, on: date, by, why: str, successor: Partner | None = None) -> Departure:
    """End all that the company does in the programme where the day begins, or pass it to the successor from that day.

    What would begin on the day or later is deleted, which its history keeps. Raises ValidationError when nothing of the
    company would still hold on that day.
    """
    company = Partner.objects.select_for_update().get(pk=company.pk)
    refuse_pair(company, successor)
    sponsorships = list(Sponsorship.objects.of(company).lasting(on=on).select_related("company", "msme").order_by("pk"))
    memberships = list(company.memberships.lasting(on=on).select_related("user", "partner").order_by("pk"))
    for fact in sponsorships:
        leave_msme(fact, successor, on=on, by=by, why=why)
    for membership in memberships:
        leave_office(membership, successor, on=on, by=by, why=why)
    words = {"partner": company, "successor": successor, "on": on, "by": by, "why": why}
    told = [*counted(len(sponsorships), len(memberships), successor, on), *workspace.departures.ask(**words)]
    if not told:
        raise ValidationError(_("Nothing of %(company)s would still hold on that day.") % {"company": company})
    if successor:
        company.successor = successor
        keep(company, by=by, why=why)
    return Departure(told, unsponsored({fact.msme_id for fact in sponsorships}, on))


def refuse_pair(company: Partner, successor: Partner | None):
    """Companies leave, and other companies succeed them."""
    if company.kind != Kind.COMPANY or (successor and successor.kind != Kind.COMPANY):
        raise ValidationError(_("Only a company leaves like this, or succeeds another."))
    if successor == company:
        raise ValidationError(_("A company does not succeed itself."))


def counted(sponsorships: int, memberships: int, successor: Partner | None, on: date):
    """How much ends with its last day, or passes to the successor from the day, in sentences."""
    told = {"company": successor, "day": date_format(on if successor else on - ONE_DAY, "SHORT_DATE_FORMAT")}
    for count, passes, ends in ((sponsorships, *SPONSORSHIPS), (memberships, *MEMBERSHIPS)):
        if count:
            yield (passes if successor else ends) % {"count": count, **told}


def unsponsored(msmes: set[int], on: date) -> list[Msme]:
    """Those of the MSMEs that are enrolled on the day and have no sponsor on it."""
    alone = Enrolment.objects.in_state(Enrolment.State.ENROLLED).on(on).unsponsored(on=on).filter(msme__in=msmes)
    return list(Msme.objects.filter(pk__in=alone.values("msme")))


def leave_office(membership: Membership, successor: Partner | None, *, on: date, by, why: str):
    """End a person's role at the company; at the successor it goes on, where the person doesn't have it already."""
    period = Period(max(on, membership.starts_on), membership.ends_on)
    close(membership, on=on, by=by, why=why)
    if successor:
        same = {"user": membership.user, "partner": successor, "role": membership.role}
        held = [one.period for one in Membership.objects.filter(**same).during(period)]
        for gap in period.without(held):
            keep(Membership(**same, starts_on=gap.start, ends_on=gap.end), by=by, why=why)


def leave_msme(fact: Sponsorship, successor: Partner | None, *, on: date, by, why: str):
    """End a sponsorship; the successor's goes on with its aspects, beside those in which it sponsors already."""
    period = Period(max(on, fact.starts_on), fact.ends_on)
    close(fact, on=on, by=by, why=why)
    if not successor:
        return
    own = list(Sponsorship.objects.of(successor).filter(msme=fact.msme).during(period).select_related("company", "msme"))
    gaps = period.without([one.period for one in own])
    for one in own:
        add_aspects(one, columns(fact), period, by=by, why=why)
    for gap in gaps:
        keep(sponsorship(successor, fact.msme, columns(fact), gap), by=by, why=why)


def columns(fact: Sponsorship) -> set[str]:
    """The aspects it is about, as columns."""
    return {column for column in COLUMNS if getattr(fact, column)}


def sponsorship(company: Partner, msme: Msme, aspects: set[str], period: Period) -> Sponsorship:
    ticked = {column: column in aspects for column in COLUMNS}
    return Sponsorship(company=company, msme=msme, starts_on=period.start, ends_on=period.end, **ticked)


def add_aspects(fact: Sponsorship, more: set[str], period: Period, *, by, why: str):
    """For the days of the period the sponsorship is about more aspects: it ends there, another begins, as aspects do."""
    before = columns(fact)
    if more <= before:
        return
    common = fact.period.common(period)
    rest = [part for part in fact.period.without([common]) if part.start > common.start]
    close(fact, on=common.start, by=by, why=why)
    keep(sponsorship(fact.company, fact.msme, before | more, common), by=by, why=why)
    for part in rest:
        keep(sponsorship(fact.company, fact.msme, before, part), by=by, why=why)
