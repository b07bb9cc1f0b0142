"""Partners and memberships in the admin."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from idaman import identifiers
from idaman.record_forms import RecordForm
from idaman.records import DatedAdmin, InForceFilter, RecordAdmin
from partners.models import ForumConsent, Membership, Partner


class PartnerForm(RecordForm):
    """Checks what is typed of a partner."""

    class Meta:
        model = Partner
        fields = ["kind", "name", "nib", "npwp", "region", "address", "email", "phone"]

    def clean_nib(self):
        typed = self.cleaned_data["nib"]
        return identifiers.nib(typed) if typed else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("npwp") and cleaned["npwp"] != self.initial.get("npwp"):
            try:
                cleaned["npwp"] = identifiers.npwp(cleaned["npwp"], on=self.today)
            except ValidationError as refusal:
                self.add_error("npwp", refusal)
        return cleaned

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        return identifiers.phone(typed) if typed else ""


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    form = PartnerForm
    list_display = ["name", "kind", "region", "phone"]
    list_filter = ["kind"]
    list_select_related = ["region__parent"]
    search_fields = ["name", "=nib"]
    autocomplete_fields = ["region"]


@admin.register(Membership)
class MembershipAdmin(DatedAdmin):
    list_display = ["user", "role", "partner", "first_day", "until"]
    list_filter = [InForceFilter, "role", "partner__kind"]
    list_select_related = ["user", "partner"]
    search_fields = ["user__name", "user__email", "partner__name"]
    autocomplete_fields = ["user", "partner"]
    fields = ["user", "partner", "role", "starts_on", "ends_on"]

    def has_delete_permission(self, request, obj=None):
        """The membership of the last administrator stays: otherwise nobody could let anybody in."""
        administrators = Membership.objects.administrators()
        is_last = obj and obj in administrators and not administrators.exclude(pk=obj.pk).exists()
        return not is_last and super().has_delete_permission(request, obj)


@admin.register(ForumConsent)
class ForumConsentAdmin(DatedAdmin):
    """What companies agreed to; they give and withdraw it themselves, or in writing to the agency."""

    list_display = ["company", "first_day", "until"]
    list_select_related = ["company"]
    search_fields = ["company__name"]
    autocomplete_fields = ["company"]
    fields = ["company", "starts_on", "ends_on"]
