"""Letterheads and signatories in the admin; a new one begins where the old one ends."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.papers.models import Letterhead, Signatory
from idaman.record_forms import RecordForm
from idaman.records import DatedAdmin
from idaman.uploads.actions import store
from idaman.uploads.forms import UploadField
from idaman.uploads.kinds import Kind, kind_by_content
from idaman.uploads.photographs import cleaned


class LetterheadForm(RecordForm):
    """A letterhead, whose logo is handed in as a picture."""

    picture = UploadField(label=gettext_lazy("New logo"), required=False, help_text=gettext_lazy("JPEG, PNG or WebP."))
    without_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)

    def clean_picture(self):
        """A picture that can be printed."""
        picture = self.cleaned_data["picture"]
        if picture and kind_by_content(picture) == Kind.PDF:
            raise ValidationError(_("A logo is a picture: JPEG, PNG or WebP."))
        if picture:
            cleaned(picture)
        return picture


@admin.register(Letterhead)
class LetterheadAdmin(DatedAdmin):
    form = LetterheadForm
    list_display = ["office", "address", "first_day", "until"]
    search_fields = ["names", "address"]
    readonly_fields = ["logo"]
    fields = [
        *("names", "address", "phone", "email", "web"),
        *("logo", "picture", "without_logo", "starts_on", "ends_on"),
    ]

    @admin.display(description=gettext_lazy("office"))
    def office(self, letterhead):
        return letterhead.office

    def save_model(self, request, obj, form, change):
        picture = form.cleaned_data.get("picture")
        if picture:
            obj.logo = store(upload=picture, owner=request.user, at=clock.now())
        elif form.cleaned_data.get("without_logo"):
            obj.logo = None
        super().save_model(request, obj, form, change)


@admin.register(Signatory)
class SignatoryAdmin(DatedAdmin):
    list_display = ["name", "position", "place", "first_day", "until"]
    search_fields = ["name", "position"]
    fields = ["name", "position", "rank", "nip", "place", "starts_on", "ends_on"]
