"""What is asked of an organisation that wants to join, and of the officer who decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import identifiers
from idaman.models import Region
from partners.joining.models import JoinRequest
from partners.models import Partner
from partners.roles import Kind


class JoinRequestForm(forms.ModelForm):
    """The public request."""

    agrees = forms.BooleanField(
        label=gettext_lazy("The agency may keep these details to decide on this request."),
        help_text=gettext_lazy("Needed to ask at all; UU 27/2022. A refused request is deleted after two years."),
    )

    class Meta:
        model = JoinRequest
        fields = [
            "kind", "name", "nib", "npwp", "district", "address", "contact_name", "contact_email", "contact_phone", "message",
        ]  # fmt: skip
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["district"].queryset = Region.objects.districts().order_by("name")
        self.fields["district"].empty_label = gettext_lazy("outside Kutai Kartanegara")
        if self.instance.pk:
            del self.fields["contact_email"], self.fields["agrees"]

    def clean_nib(self):
        typed = self.cleaned_data["nib"]
        return identifiers.nib(typed) if typed else ""

    def clean_npwp(self):
        typed = self.cleaned_data["npwp"]
        return identifiers.npwp(typed, on=self.today) if typed else self.initial.get("npwp", "")

    def clean_contact_phone(self):
        return identifiers.phone(self.cleaned_data["contact_phone"])

    def clean_contact_email(self):
        return self.cleaned_data["contact_email"].lower()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.COMPANY and not cleaned.get("nib") and "nib" not in self.errors:
            self.add_error("nib", ValidationError(_("A company gives its NIB.")))
        return cleaned


class DecisionForm(forms.Form):
    """What the agency decides."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("accept", gettext_lazy("Accept: it becomes a partner, and its contact is invited")),
            ("return", gettext_lazy("Send back to be completed, with the reason")),
            ("refuse", gettext_lazy("Refuse, with the reason")),
        ],
        widget=forms.RadioSelect,
    )
    into = forms.ModelChoiceField(
        Partner.objects.none(),
        label=gettext_lazy("Is it one of these partners?"),
        required=False,
        empty_label=gettext_lazy("no: record a new partner"),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The applicant reads it."),
    )

    def __init__(self, *args, alike, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = alike
        if not alike:
            del self.fields["into"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") in ("return", "refuse") and not cleaned.get("why"):
            self.add_error("why", _("Please say why; the applicant reads it."))
        return cleaned
