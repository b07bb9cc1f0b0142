"""What MSMEs make: kinds of product, the products, and the decisions that they meet the modern-store standard."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.models import Named
from idaman.overlaps import NoOverlap
from idaman.periods import Dated, DatedQuerySet, in_force
from msmes.models import CURRENT, Enrolment, Msme, Sponsorship


class ProductKind(Named, Recorded):
    """A kind of product, from a list; counting the kinds that are made is the programme's "diversification"."""

    class Meta:
        verbose_name = gettext_lazy("product kind")
        verbose_name_plural = gettext_lazy("product kinds")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="products_kind_name_once",
                violation_error_message=gettext_lazy("This kind is in the list already."),
            )
        ]


class MadeQuerySet(DatedQuerySet):
    """Facts about what an MSME makes, by how the MSME stands; `maker` is the way from the fact to the MSME."""

    maker = "msme"

    def of_standing(self, *states, on):
        """Made by an MSME in one of the states of enrolment on the day."""
        return self.filter(Exists(Enrolment.objects.in_state(*states).on(on).filter(msme=OuterRef(self.maker))))

    def of_sponsored(self, *, on, by=None):
        """Made by an MSME with a sponsorship in force on the day (of the company `by`)."""
        return self.filter(Exists(Sponsorship.objects.of(by).on(on).filter(msme=OuterRef(self.maker))))

    def of_assisted(self, *, on, by=None):
        """Made by an MSME that is enrolled, and sponsored (by the company), on the day."""
        return self.of_standing(Enrolment.State.ENROLLED, on=on).of_sponsored(on=on, by=by)


class StandardisationQuerySet(MadeQuerySet):
    """Standardisations, by their product and its maker."""

    maker = "product__msme"

    def of_products_made(self, *, on):
        """Of products that are still made on the day."""
        return self.filter(in_force(on, "product__"))


class Product(Dated, Recorded):
    """What an MSME sells, made from a day to a day."""

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="products", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    kind = models.ForeignKey(ProductKind, models.PROTECT, related_name="products", verbose_name=gettext_lazy("kind"))
    name = LineField(gettext_lazy("name of the product"), max_length=200)

    objects = MadeQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("product")
        verbose_name_plural = gettext_lazy("products")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["msme", "starts_on", "ends_on"])]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="products_product_overlap",
                same=["msme", "name"],
                violation_error_message=gettext_lazy("This MSME makes a product of this name in that time already."),
            ),
        ]

    def __str__(self):
        return self.name


class Standardisation(Dated, Recorded):
    """The agency's decision that a product meets the modern-store standard of I-DAMAN (not SNI), from a day to a day."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="standardisations", verbose_name=gettext_lazy("product"))
    decision = LineField(gettext_lazy("number of the decision"), max_length=100, blank=True)

    is_united_when_merged = True  # of two overlapping decisions about one product one stays, for the days of both

    objects = StandardisationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("standardisation")
        verbose_name_plural = gettext_lazy("standardisations")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="products_standardisation_overlap",
                same=["product"],
                violation_error_message=gettext_lazy("This product is standardised in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.product}: {self.decision}"

    def clean(self):
        """Only what is made on the day is standardised from it."""
        super().clean()
        if self.product_id and self.starts_on and self.product.starts_on and self.starts_on not in self.product.period:
            raise ValidationError({"starts_on": _("The product is not made on this day.")})
