"""What MSMEs make, and what was found to meet the modern-store standard, from a spreadsheet."""

from functools import partial

from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Faulty, Text
from msmes.finding import MSME, MSME_COLUMNS, find_msmes
from msmes.products.models import Product, ProductKind, Standardisation
from partners.importing.importers import Run, register
from partners.importing.naming import Link, Names, Said, named
from partners.importing.records import DAYS, SINCE, UNTIL, RecordImporter

NAME = partial(Text, max_length=200)
NAMES = ("nama produk", "merek", "merk", "produk")


def kinds(run: Run):
    """The kinds of product, in both languages."""
    return ((pk, (name, name_en)) for pk, name, name_en in ProductKind.objects.values_list("pk", "name", "name_en"))


def spell_kind(kind: ProductKind) -> dict[str, str]:
    return {"kind": kind.name}


def spell_product(product: Product) -> dict[str, str]:
    return {"name": product.name, **MSME.spelled(product.msme)}


def find_products(wanted: set[Said], run: Run) -> dict[Said, int | Faulty]:
    """The newest product of the name that the MSME makes; the MSME is found first."""
    makers = find_msmes({said[1:] for said in wanted}, run)
    made: dict[int, dict[str, int]] = {}
    rows = Product.objects.filter(msme__in={key for key in makers.values() if isinstance(key, int)}).order_by("starts_on")
    for pk, msme, name in rows.values_list("pk", "msme", "name"):
        made.setdefault(msme, {})[name] = pk
    found = {}
    for said in wanted:
        maker = found[said] = makers[said[1:]]
        if isinstance(maker, int):
            products = made.get(maker, {})
            found[said] = Names(((pk, (name,)) for name, pk in products.items()), "name").find(said[0] or "")
    return found


@register
class ProductImport(RecordImporter):
    """Products by their maker and name; a brand is a name of a product."""

    code = "products"
    title = gettext_lazy("Products")
    model = Product
    identity = ("msme_id", "name", "starts_on")
    columns = [
        *MSME_COLUMNS,
        Column("kind", gettext_lazy("Kind"), ("jenis produk", "jenis", "kelompok produk"), NAME, is_required=True),
        Column("name", gettext_lazy("Name of the product"), NAMES, NAME, is_required=True),
        SINCE,
        UNTIL,
    ]
    fields = {"name": "name", **DAYS}
    links = (MSME, Link("kind_id", ("kind",), named("kind", kinds), spell_kind))


@register
class StandardisationImport(RecordImporter):
    """Decisions that a product meets the modern-store standard."""

    code = "standardisations"
    title = gettext_lazy("Standardisations")
    model = Standardisation
    identity = ("product_id", "starts_on")
    columns = [
        *MSME_COLUMNS,
        Column("name", gettext_lazy("Name of the product"), NAMES, NAME, is_required=True),
        Column(
            "decision",
            gettext_lazy("Number of the decision"),
            ("nomor keputusan", "sk"),
            partial(Text, max_length=100),
        ),
        SINCE,
        UNTIL,
    ]
    fields = {"decision": "decision", **DAYS}
    links = (Link("product_id", ("name", *MSME.columns), find_products, spell_product),)
