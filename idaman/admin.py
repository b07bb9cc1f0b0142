"""People and regions in the admin."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy

from idaman.models import Region, User
from idaman.record_forms import RecordForm
from idaman.records import HouseAdmin, RecordAdmin


class UserForm(RecordForm):
    """A person's account; an administrator sets its first password, or a new one."""

    new_password = forms.CharField(
        label=gettext_lazy("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters. Empty: the password stays as it is."),
        strip=False,
        required=False,
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_active"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_new_password(self):
        word = self.cleaned_data["new_password"]
        if word:
            password_validation.validate_password(word, self.instance)
        elif self.instance._state.adding:
            self.add_error("new_password", gettext_lazy("A new account needs a password."))
        return word

    def save(self, commit=True):
        if self.cleaned_data["new_password"]:
            self.instance.set_password(self.cleaned_data["new_password"])
        return super().save(commit)


@admin.register(User)
class UserAdmin(RecordAdmin):
    form = UserForm
    fields = ["email", "name", "is_active", "new_password"]
    list_display = ["name", "email", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    ordering = ["name"]

    def save_model(self, request, obj, form, change):
        """With a new address the old one neither signs in nor receives links to reset the password."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()


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
