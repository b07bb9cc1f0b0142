"""Context series and their values in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from idaman.records import RecordAdmin
from reports.context.models import ContextSeries, ContextValue
from reports.context.printed import in_print


@admin.register(ContextSeries)
class ContextSeriesAdmin(RecordAdmin):
    list_display = ["name", "unit", "place_level", "code"]
    search_fields = ["name", "name_en", "code"]
    fields = ["code", "name", "name_en", "unit", "unit_en", "meaning", "meaning_en", "place_level"]


@admin.register(ContextValue)
class ContextValueAdmin(RecordAdmin):
    list_display = ["series", "place", "year", "printed", "status", "source"]
    list_filter = ["series", "status", "year"]
    list_select_related = ["series", "place__parent"]
    search_fields = ["series__name", "series__name_en", "place__name", "source", "=year"]
    autocomplete_fields = ["series", "place"]
    fields = ["series", "place", "year", "value", "status", "source", "source_en", "note"]

    @admin.display(description=gettext_lazy("value"))
    def printed(self, value):
        return in_print(value.value)
