"""Chains, stores, partnerships and corners in the admin."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.dated_inlines import DatedFormSet, DatedInline, span
from idaman.records import DatedAdmin, RecordAdmin
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership


class OutletFilter(admin.SimpleListFilter):
    """Outlets by whether they are open or planned today."""

    title = gettext_lazy("open today")
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return [("open", _("Open")), ("planned", _("Planned"))]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.open(on=clock.today())
            case "planned":
                return queryset.planned(on=clock.today())
        return queryset


class PartnershipFormSet(DatedFormSet):
    """A store's partnerships as a set, which still covers every corner that opened in it."""

    def clean(self):
        super().clean()
        if self.instance.pk and not any(self.errors):
            self.instance.refuse_bare_corners([span(form) for form in self.forms if self.stays(form)])


class PartnershipInline(DatedInline):
    model = StorePartnership
    formset = PartnershipFormSet
    fields = ["starts_on", "ends_on"]


class StoreOpeningInline(DatedInline):
    model = StoreOpening
    fields = ["starts_on", "ends_on"]


class CornerOpeningInline(DatedInline):
    model = CornerOpening
    fields = ["starts_on", "ends_on"]


@admin.register(Chain)
class ChainAdmin(RecordAdmin):
    list_display = ["name", "company"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    autocomplete_fields = ["company"]
    fields = ["company", "name"]


@admin.register(Store)
class StoreAdmin(RecordAdmin):
    list_display = ["name", "chain", "village"]
    list_filter = ["chain", OutletFilter]
    list_select_related = ["chain", "village__parent"]
    search_fields = ["name", "village__name", "village__parent__name"]
    autocomplete_fields = ["chain", "village"]
    fields = ["chain", "name", "village", "planned_on"]
    inlines = [PartnershipInline, StoreOpeningInline]


@admin.register(Corner)
class CornerAdmin(RecordAdmin):
    list_display = ["name", "store", "planned_on"]
    list_filter = [OutletFilter, "store__chain"]
    list_select_related = ["store"]
    search_fields = ["name", "store__name"]
    autocomplete_fields = ["store"]
    fields = ["store", "name", "planned_on"]
    inlines = [CornerOpeningInline]


@admin.register(StorePartnership)
class StorePartnershipAdmin(DatedAdmin):
    list_display = ["store", "first_day", "until"]
    list_select_related = ["store"]
    search_fields = ["store__name"]
    autocomplete_fields = ["store"]
    fields = ["store", "starts_on", "ends_on"]

    def get_deleted_objects(self, objs, request):
        """A partnership under which a corner opened stands protected, as if the corner pointed to it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for one in objs:
            others = StorePartnership.objects.filter(store=one.store_id).exclude(pk=one.pk)
            try:
                one.store.refuse_bare_corners([other.period for other in others])
            except ValidationError as refusal:
                protected += refusal.messages
        return deleted, counts, lacking, protected


class OpeningAdmin(DatedAdmin):
    """Openings by themselves, for correcting one and reading its history."""

    list_display = ["outlet", "first_day", "until"]
    list_select_related = ["outlet"]
    search_fields = ["outlet__name"]
    autocomplete_fields = ["outlet"]
    fields = ["outlet", "starts_on", "ends_on"]


admin.site.register(StoreOpening, OpeningAdmin)
admin.site.register(CornerOpening, OpeningAdmin)
