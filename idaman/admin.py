"""Regions, what is recorded of districts, and activity codes; the people stand with those they act for (`partners.people`)."""

from django.contrib import admin

from idaman.models import Kbli, Region, Remoteness
from idaman.records import DatedAdmin, HouseAdmin


@admin.register(Remoteness)
class RemotenessAdmin(DatedAdmin):
    list_display = ["district", "is_remote", "source", "first_day", "until"]
    list_filter = [*DatedAdmin.list_filter, "is_remote"]
    list_select_related = ["district"]
    search_fields = ["district__name", "source"]
    autocomplete_fields = ["district"]
    fields = ["district", "is_remote", "source", "starts_on", "ends_on"]


@admin.register(Region)
class RegionAdmin(HouseAdmin, admin.ModelAdmin):
    """For looking up: regions come from the ministry's list."""

    list_display = ["name", "level", "parent", "kemendagri_code", "bps_code", "postcode"]
    list_filter = ["level"]
    list_select_related = ["parent__parent"]
    list_per_page = 50
    search_fields = ["name", "=kemendagri_code", "=bps_code"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Kbli)
class KbliAdmin(HouseAdmin, admin.ModelAdmin):
    """For looking up; of the edition of 2025, whose list isn't shipped, codes are added as they are used."""

    list_display = ["code", "title", "edition"]
    list_filter = ["edition"]
    list_per_page = 50
    search_fields = ["^code", "title"]
    fields = ["code", "edition", "title"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
