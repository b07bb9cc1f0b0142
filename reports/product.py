"""Figures of the variable "product": what is made, and what meets the standard of modern stores."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from msmes.products.models import Product, ProductKind, Standardisation
from reports.measuring import Snapshot
from reports.partnership import ENROLLED, GRADUATED, assisted_days, standing_days
from reports.registry import register
from reports.scopes import KINDS
from reports.series import held


def made(day, scope):
    """The products that assisted MSMEs within the scope make on the day."""
    return scope.narrowed(Product.objects.on(day).of_assisted(on=day), day)


def kinds(day, scope):
    return ProductKind.objects.filter(Exists(made(day, scope).filter(kind=OuterRef("pk"))))


def kind_days(days, scope):
    return held(Product.objects.all(), days, by="kind_id", given=("msme_id", assisted_days(days, scope)))


def standardised(day, scope):
    found = Standardisation.objects.on(day).of_products_made(on=day).of_standing(ENROLLED, GRADUATED, on=day)
    if scope.kind == "kind":
        return found.filter(scope.of_kind("product__kind"))
    return scope.narrowed(found, day, "product__msme")


def standardised_days(days, scope):
    makers = standing_days(days, ENROLLED, GRADUATED)
    if scope.kind != "kind":
        makers = scope.within(makers, days)
    made_on = held(Product.objects.filter(scope.of_kind("kind")), days, by="pk", given=("msme_id", makers))
    return held(Standardisation.objects.all(), days, by="product_id", given=("product_id", made_on))


register(
    Snapshot(
        code="product-kinds",
        variable="product",
        title=gettext_lazy("Product kinds (diversification)"),
        definition=gettext_lazy(
            "Distinct kinds among the products that assisted MSMEs make on the day. Kinds, not single products."
        ),
        unit=gettext_lazy("kinds"),
        model=ProductKind,
        counted=kinds,
        held=kind_days,
        scopes=KINDS - {"kind"},
    )
)
register(
    Snapshot(
        code="standardised-products",
        variable="product",
        title=gettext_lazy("Standardised products"),
        definition=gettext_lazy(
            "Products still made on the day that meet the modern-store standard of I-DAMAN (not SNI) on the day, of MSMEs "
            "enrolled or graduated."
        ),
        unit=gettext_lazy("products"),
        model=Product,
        counted=standardised,
        held=standardised_days,
        thing="product",
        breakdowns=("kind", "district", "remote", "capital"),
        scopes=KINDS,
    )
)
