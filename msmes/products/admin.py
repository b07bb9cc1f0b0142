"""Products, their kinds and standardisation in the admin."""

from django.contrib import admin

from idaman.dated_inlines import DatedInline
from idaman.records import DatedAdmin, InForceFilter, RecordAdmin
from msmes.products.models import Product, ProductKind, Standardisation


@admin.register(ProductKind)
class ProductKindAdmin(RecordAdmin):
    list_display = ["name", "name_en"]
    search_fields = ["name", "name_en"]
    fields = ["name", "name_en"]


class StandardisationInline(DatedInline):
    model = Standardisation
    fields = ["decision", "starts_on", "ends_on"]


@admin.register(Product)
class ProductAdmin(DatedAdmin):
    list_display = ["name", "msme", "kind", "first_day", "until"]
    list_filter = [InForceFilter, "kind"]
    list_select_related = ["msme", "kind"]
    search_fields = ["name", "msme__name"]
    autocomplete_fields = ["msme", "kind"]
    fields = ["msme", "kind", "name", "starts_on", "ends_on"]
    inlines = [StandardisationInline]


@admin.register(Standardisation)
class StandardisationAdmin(DatedAdmin):
    list_display = ["product", "decision", "first_day", "until"]
    list_select_related = ["product"]
    search_fields = ["product__name", "decision", "product__msme__name"]
    autocomplete_fields = ["product"]
    fields = ["product", "decision", "starts_on", "ends_on"]
