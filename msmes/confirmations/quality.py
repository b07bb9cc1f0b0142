"""Sponsorships that nobody confirmed for a year, as a rule of data quality."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from msmes.confirmations.models import unconfirmed
from msmes.quality import by_company


@quality.rule(
    "sponsorship-unconfirmed",
    quality.Dimension.TIMELINESS,
    gettext_lazy("Sponsorship that nobody confirmed for a year"),
    advice=gettext_lazy("Ask the company whether it is still so, and confirm it, or end it."),
    act=gettext_lazy("Confirm the sponsorship"),
    told=lambda one: _("Sponsored since %(day)s.") % {"day": date_format(one.starts_on, "SHORT_DATE_FORMAT")},
    mended=lambda one: reverse("confirmations:list") + f"?company={one.company.public_id}",
    msme="msme",
    with_partner=by_company,
)
def sponsorship_unconfirmed(day: date) -> QuerySet:
    return unconfirmed(day)
