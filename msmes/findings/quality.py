"""Twins, and owners whose NIK tells another sex, as rules of data quality."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from idaman.quality import Dimension
from msmes.findings import comparing
from msmes.findings.models import Finding
from msmes.models import Msme
from msmes.quality import by_sponsor, record

quality.look("names")(comparing.compare_names)
quality.look("sexes")(comparing.compare_sexes)


def both(pair: Finding) -> str:
    """The admin's list with just the two records, where they are ticked and merged."""
    words = {"id__in": f"{pair.msme_id},{pair.other_id}", "standing": "all"}
    return reverse("admin:msmes_msme_changelist") + "?" + urlencode(words)


def told_twins(pair: Finding) -> str:
    return _("%(first)s (%(first_key)s) and %(second)s (%(second_key)s)") % {
        "first": pair.msme.name,
        "first_key": pair.msme.public_id,
        "second": pair.other.name,
        "second_key": pair.other.public_id,
    }


@quality.rule(
    "twins",
    Dimension.CONSISTENCY,
    gettext_lazy("Perhaps one business, recorded twice"),
    advice=gettext_lazy("Compare owner and place: merge the two records, or explain that they are two businesses."),
    act=gettext_lazy("Compare and merge"),
    told=told_twins,
    mended=both,
    msme="msme",
    with_partner=by_sponsor("msme__"),
    marks=("seen", "clue"),
    is_open_to_partners=False,
    look="names",
)
def twins(day: date) -> QuerySet:
    """Nearly the same name in one village, or under one telephone."""
    return Finding.objects.twins()


@quality.rule(
    "sex-not-of-nik",
    Dimension.CORRECTNESS,
    gettext_lazy("The owner's NIK tells another sex"),
    advice=gettext_lazy("Compare with the identity card: correct the sex, or the NIK."),
    act=gettext_lazy("Correct the record"),
    told=lambda one: (
        _("Recorded: %(recorded)s; the day of birth in the NIK is that of: %(told)s.")
        % {"recorded": one.msme.get_owner_sex_display(), "told": Msme.Sex(one.clue).label}
    ),
    mended=lambda one: record(one.msme),
    msme="msme",
    with_partner=by_sponsor("msme__"),
    marks=("seen", "msme__owner_sex"),
    is_open_to_partners=False,
    look="sexes",
)
def sex_not_of_nik(day: date) -> QuerySet:
    """A woman's NIK adds 40 to the day of birth."""
    return Finding.objects.sexes()
