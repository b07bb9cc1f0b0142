"""Editions in the admin: for looking at, since nothing of them changes."""

from django.contrib import admin

from idaman.records import HouseAdmin
from reports.publications.models import Edition


@admin.register(Edition)
class EditionAdmin(HouseAdmin, admin.ModelAdmin):
    """What was published when, by whom and why; its figures stand on its page."""

    list_display = ["publication", "number", "published_at", "published_by", "reason"]
    list_select_related = ["publication", "published_by"]
    list_per_page = 50
    fields = ["publication", "number", "published_at", "published_by", "reason", "explanation", "checksum", "checksum_private"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
