"""What can be amiss with MSMEs, their baselines and their sponsorships."""

from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from idaman.amounts import rupiah
from idaman.periods import in_force
from idaman.quality import Dimension
from msmes.models import Address, Baseline, Enrolment, Msme, Sponsorship

SMALLEST_TURNOVER = 10_000  # rupiah a month: less was most likely written in thousands
LARGEST_TURNOVER = 50_000_000_000 // 12  # the upper bound of a medium business's yearly sales, PP 7/2021 art. 35


def by_sponsor(way: str = ""):
    """A row counts for each company that sponsors its MSME on the day, without one for the agency; `way` leads to the MSME."""

    def with_partner(rows: QuerySet, day: date) -> QuerySet:
        backed = FilteredRelation(f"{way}sponsorships", condition=in_force(day, f"{way}sponsorships__"))
        return rows.annotate(backed=backed).annotate(partner=F("backed__company"))

    return with_partner


def by_company(rows: QuerySet, day: date) -> QuerySet:
    """A sponsorship counts for its company."""
    return rows.annotate(partner=F("company"))


def record(msme: Msme) -> str:
    """Where an officer completes what is recorded of the MSME."""
    return reverse("admin:msmes_msme_change", args=[msme.pk])


def fact(sponsorship: Sponsorship) -> str:
    return reverse("admin:msmes_sponsorship_change", args=[sponsorship.pk])


OF_MSME = {"msme": "pk", "mended": record, "with_partner": by_sponsor()}


@quality.rule(
    "village-missing",
    Dimension.COMPLETENESS,
    gettext_lazy("Enrolled without a place"),
    advice=gettext_lazy("Ask the owner or the sponsor where the business works, and record its village."),
    act=gettext_lazy("Record the village"),
    told=lambda msme: _("No address holds on this day."),
    **OF_MSME,
)
def village_missing(day: date) -> QuerySet:
    """Figures by district don't count them."""
    return Msme.objects.enrolled(on=day).filter(~Exists(Address.objects.on(day).filter(msme=OuterRef("pk"))))


@quality.rule(
    "sex-missing",
    Dimension.COMPLETENESS,
    gettext_lazy("Enrolled without the owner's sex"),
    advice=gettext_lazy("Ask the owner; who would rather not say is explained with that."),
    act=gettext_lazy("Record the owner's sex"),
    told=lambda msme: _("The owner's sex is not recorded."),
    **OF_MSME,
)
def sex_missing(day: date) -> QuerySet:
    """Figures by the owner's sex can't tell them apart."""
    return Msme.objects.enrolled(on=day).filter(owner_sex="", anonymised_at=None)


@quality.rule(
    "phone-missing",
    Dimension.COMPLETENESS,
    gettext_lazy("Enrolled without a telephone"),
    advice=gettext_lazy("Ask the sponsor or the village office for a number at which the owner is reached."),
    act=gettext_lazy("Record the telephone"),
    told=lambda msme: _("No telephone is recorded."),
    **OF_MSME,
)
def phone_missing(day: date) -> QuerySet:
    return Msme.objects.enrolled(on=day).filter(phone="", anonymised_at=None)


@quality.rule(
    "ended-without-reason",
    Dimension.COMPLETENESS,
    gettext_lazy("Sponsorship ended without a reason"),
    advice=gettext_lazy("Ask the company why it ended, and save the sponsorship again with that reason."),
    act=gettext_lazy("Say why it ended"),
    told=lambda one: _("Ended on %(day)s.") % {"day": date_format(one.last_day, "SHORT_DATE_FORMAT")},
    mended=fact,
    msme="msme",
    with_partner=by_company,
    marks=("ends_on",),
)
def ended_without_reason(day: date) -> QuerySet:
    """Over on the day, while its history neither says why nor knew the end before it came: a plan needs no reason."""
    same_end = Sponsorship.history.filter(id=OuterRef("pk"), ends_on=OuterRef("ends_on"))
    said = ~Q(history_change_reason="") & Q(history_change_reason__isnull=False)
    planned = Q(history_date__date__lt=OuterRef("ends_on"))
    ended = Sponsorship.objects.filter(ends_on__lte=day, msme__merged_into=None).select_related("company", "msme")
    return ended.filter(~Exists(same_end.filter(said | planned)))


@quality.rule(
    "sponsored-after-exit",
    Dimension.CONSISTENCY,
    gettext_lazy("Sponsored although it left the programme"),
    advice=gettext_lazy("Ask the company whether it still supports the business; end the sponsorship, or enrol the MSME again."),
    act=gettext_lazy("End the sponsorship"),
    told=lambda one: _("The MSME has exited the programme."),
    mended=fact,
    msme="msme",
    with_partner=by_company,
)
def sponsored_after_exit(day: date) -> QuerySet:
    exited = Enrolment.objects.in_state(Enrolment.State.EXITED).on(day).filter(msme=OuterRef("msme"))
    return Sponsorship.objects.on(day).filter(Exists(exited), msme__merged_into=None).select_related("company", "msme")


@quality.rule(
    "turnover-unlikely",
    Dimension.CORRECTNESS,
    gettext_lazy("Turnover of a thousandth, or a thousandfold"),
    advice=gettext_lazy("Compare it with the paper: was it written in thousands of rupiah, or a year's sum as a month's?"),
    act=gettext_lazy("Correct the turnover"),
    told=lambda one: _("%(amount)s a month.") % {"amount": rupiah(one.monthly_turnover)},
    mended=lambda one: record(one.msme),
    msme="msme",
    with_partner=by_sponsor("msme__"),
    marks=("monthly_turnover",),
    is_open_to_partners=False,
)
def turnover_unlikely(day: date) -> QuerySet:
    """Below what anybody lives on, or above what a medium business may sell."""
    unlikely = Q(monthly_turnover__gt=0, monthly_turnover__lt=SMALLEST_TURNOVER) | Q(monthly_turnover__gt=LARGEST_TURNOVER)
    return Baseline.objects.filter(unlikely, measured_on__lte=day, msme__merged_into=None).select_related("msme")
