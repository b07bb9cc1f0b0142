"""What can be amiss with products."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from msmes.products.models import Standardisation
from msmes.quality import by_sponsor


def product_no_longer_made(one: Standardisation) -> str:
    return _("Made until %(day)s.") % {"day": date_format(one.product.last_day, "SHORT_DATE_FORMAT")}


@quality.rule(
    "standardised-not-made",
    quality.Dimension.CONSISTENCY,
    gettext_lazy("Standardised, but no longer made"),
    advice=gettext_lazy("Ask the MSME whether it makes the product again; if not, end the standardisation on the same day."),
    act=gettext_lazy("End the standardisation"),
    told=product_no_longer_made,
    mended=lambda one: reverse("admin:products_standardisation_change", args=[one.pk]),
    msme="product__msme",
    with_partner=by_sponsor("product__msme__"),
    marks=("product__ends_on",),
)
def standardised_not_made(day: date) -> QuerySet:
    """In force on the day, of a product that ended by then."""
    rows = Standardisation.objects.on(day).filter(product__ends_on__lte=day, product__msme__merged_into=None)
    return rows.select_related("product__msme")
