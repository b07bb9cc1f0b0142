"""Partners and memberships in the admin."""

from django.contrib import admin

from idaman import identifiers
from idaman.record_forms import RecordForm
from idaman.records import DatedAdmin, InForceFilter, RecordAdmin
from partners.models import Membership, Partner


class PartnerForm(RecordForm):
    """Checks what is typed of a partner."""

    class Meta:
        model = Partner
        fields = ["kind", "name", "region", "email", "phone"]

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        return identifiers.phone(typed) if typed else ""


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    form = PartnerForm
    list_display = ["name", "kind", "region", "phone"]
    list_filter = ["kind"]
    list_select_related = ["region__parent"]
    search_fields = ["name"]
    autocomplete_fields = ["region"]


@admin.register(Membership)
class MembershipAdmin(DatedAdmin):
    list_display = ["user", "role", "partner", "first_day", "until"]
    list_filter = [InForceFilter, "role", "partner__kind"]
    list_select_related = ["user", "partner"]
    search_fields = ["user__name", "user__email", "partner__name"]
    autocomplete_fields = ["user", "partner"]
    fields = ["user", "partner", "role", "starts_on", "ends_on"]
