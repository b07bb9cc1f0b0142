"""Partners and memberships in the admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock, identifiers
from idaman.record_forms import RecordForm
from idaman.records import DatedAdmin, InForceFilter, RecordAdmin
from partners.actions import rename_partner
from partners.forms import RenameForm
from partners.models import FormerName, ForumConsent, Membership, Partner


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


class FormerNameInline(admin.TabularInline):
    """Former names, for reading: a new name is given by the list's action."""

    model = FormerName
    fields = ["name", "until"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("up to and including"))
    def until(self, former):
        return date_format(former.last_day, "SHORT_DATE_FORMAT")


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    form = PartnerForm
    list_display = ["name", "kind", "region", "phone"]
    list_filter = ["kind"]
    list_select_related = ["region__parent"]
    search_fields = ["name", "=nib", "former_names__name"]
    autocomplete_fields = ["region"]
    inlines = [FormerNameInline]
    actions = ["rename"]

    def get_inlines(self, request, obj):
        """Former names stand below the partner that has some."""
        return self.inlines if obj and obj.former_names.exists() else []

    @admin.action(description=gettext_lazy("Rename from a day"), permissions=["change"])
    def rename(self, request, queryset):
        """Ask for the new name, the day and the reason; a slip of the keys is corrected in the record itself."""
        if queryset.count() != 1:
            messages.error(request, _("Choose one partner; nothing was changed."))
            return None
        today, partner = clock.today(), queryset.get()
        form = RenameForm(request.POST if "apply" in request.POST else None, initial={"on": today}, today=today)
        if form.is_valid() and self.renamed(request, form, partner):
            return None
        return self.ask(request, form, queryset)

    def renamed(self, request, form, partner) -> bool:
        """Whether it was done; a refusal stands at the form."""
        try:
            done = rename_partner(partner=partner, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        messages.success(request, _("%(before)s is now called %(name)s.") % {"before": partner.name, "name": done.name})
        return True


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
