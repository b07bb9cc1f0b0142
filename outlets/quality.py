"""What can be amiss with stores and corners."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from outlets.models import CornerOpening, StorePartnership


@quality.rule(
    "corner-without-partnership",
    quality.Dimension.CONSISTENCY,
    gettext_lazy("Corner open in a store whose partnership ended"),
    advice=gettext_lazy("Ask the chain whether the corner still stands: renew the partnership, or close the corner."),
    act=gettext_lazy("Close the corner"),
    told=lambda one: _("No partnership with %(store)s holds on this day.") % {"store": one.outlet.store},
    mended=lambda one: reverse("admin:outlets_corneropening_change", args=[one.pk]),
    msme="",
    with_partner=lambda rows, day: rows.annotate(partner=F("outlet__store__chain__company")),
    is_open_to_partners=False,
)
def corner_without_partnership(day: date) -> QuerySet:
    """The figure of corners doesn't count them."""
    held = StorePartnership.objects.on(day).filter(store=OuterRef("outlet__store"))
    return CornerOpening.objects.on(day).filter(~Exists(held)).select_related("outlet__store")
