"""Consents in the admin; a withdrawal is a last day with its reason."""

from django.contrib import admin

from idaman.records import DatedAdmin, InForceFilter
from msmes.consents.models import Consent


@admin.register(Consent)
class ConsentAdmin(DatedAdmin):
    list_display = ["msme", "purpose", "version", "how", "first_day", "until"]
    list_filter = [InForceFilter, "purpose"]
    list_select_related = ["msme"]
    search_fields = ["msme__name"]
    autocomplete_fields = ["msme"]
    fields = ["msme", "purpose", "version", "how", "starts_on", "ends_on"]
