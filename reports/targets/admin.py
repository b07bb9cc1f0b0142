"""Targets in the admin, to look at with their history; they are set and revised on their own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.records import RecordAdmin, ShowsDays
from reports.targets.models import Target, TargetValue


class LookedAt:
    """What is written by its own acts only."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ValueInline(LookedAt, ShowsDays, admin.TabularInline):
    """The values decided for a target."""

    model = TargetValue
    fields = ["value_words", "first_day", "until", "reason"]
    readonly_fields = fields
    ordering = ["starts_on"]


@admin.register(Target)
class TargetAdmin(LookedAt, ShowsDays, RecordAdmin):
    list_display = ["title", "part", "first_day", "until"]
    date_hierarchy = "starts_on"
    search_fields = ["indicator", "part"]
    fields = ["title", "part", "first_day", "until", "page"]
    readonly_fields = fields
    inlines = [ValueInline]

    @admin.display(description=gettext_lazy("indicator"), ordering="indicator")
    def title(self, target):
        return target.title

    @admin.display(description=gettext_lazy("page"))
    def page(self, target):
        return format_html('<a href="{}">{}</a>', reverse("targets:page", args=[target.pk]), _("Set and revise targets there"))
