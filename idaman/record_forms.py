"""The form of every record: at which version it was opened, whether it was taken already, and why it is sent."""

import uuid

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from idaman import history
from idaman.sealed import SealedFormField, meant


class RecordForm(forms.ModelForm):
    """A form that loses nothing: neither to a second tap, nor to a colleague who saved meanwhile."""

    change_reason = forms.CharField(
        label=gettext_lazy("Reason for this change"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the history beside what changed."),
        max_length=1000,
    )
    opened_at = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = forms.UUIDField(required=False, widget=forms.HiddenInput)

    refusal = None  # what the database refused when this form was first saved
    today = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, SealedFormField) and self.initial.get(name):
                keeping = gettext_lazy("Empty: stays as it is. A dash: taken away.")
                field.help_text = format_lazy("{} {}", field.help_text, keeping)
        if "change_reason" not in self.fields:
            return
        self.fields["change_reason"].required = not self.instance._state.adding
        self.fields["once"].initial = uuid.uuid4
        if not self.instance._state.adding:
            self.fields["opened_at"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, SealedFormField) and name in cleaned:
                cleaned[name] = meant(cleaned[name], self.initial.get(name, ""))
        if self.refusal:
            self.add_error(None, self.refusal)
        if not self.instance._state.adding:
            refuse_stale(self)
        return cleaned


def refuse_stale(form):
    """Say at the form what others saved since it was opened; what was typed stays, and counts as newer from now on."""
    stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
    sentences = history.stale(stored, form.cleaned_data.get("opened_at"))
    if sentences:
        form.add_error(None, sentences)
        form.data = form.data.copy()
        form.data[form.add_prefix("opened_at")] = stored.version
