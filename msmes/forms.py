"""What is asked of an MSME, checked by the rules of its numbers; forms never write."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import identifiers
from idaman.dated_inlines import DatedRowForm
from idaman.periods import DayField
from idaman.record_forms import RecordForm
from msmes.aspects import ASPECTS
from msmes.models import Msme, Sponsorship


class MsmeForm(RecordForm):
    """An MSME as an officer keeps it; "as printed" keeps numbers that break their rule."""

    is_new_owner = forms.BooleanField(
        label=gettext_lazy("Another person owns the business now"),
        required=False,
        help_text=gettext_lazy(
            "The consents of the former owner end today. Ticked or not, so it is when both name and NIK become others."
        ),
    )

    class Meta:
        model = Msme
        fields = [
            "name", "nib", "npwp", "older_numbers", "is_as_printed", "owner_name", "owner_nik", "owner_sex", "phone",
        ]  # fmt: skip
        widgets = {"older_numbers": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        self.check("nib", identifiers.nib)
        self.check("npwp", lambda text: identifiers.npwp(text, on=self.today))
        self.check("owner_nik", lambda text: identifiers.nik(text, on=self.today))
        self.check("phone", identifiers.phone, keeps_printed=False)
        if cleaned.get("is_as_printed") and not cleaned.get("change_reason"):
            self.add_error("change_reason", _("Numbers kept as printed need their reason."))
        cleaned["nib"] = cleaned.get("nib") or None
        self.refuse_twin(cleaned["nib"])
        self.judge_owner(cleaned)
        return cleaned

    def judge_owner(self, cleaned: dict):
        """Whether the business has another owner, of whom nothing may still be the former one's."""
        both = {name: (self.initial.get(name), cleaned.get(name)) for name in ("owner_name", "owner_nik")}
        if all(old and new and old != new for old, new in both.values()):
            cleaned["is_new_owner"] = True
        if not cleaned.get("is_new_owner"):
            return
        if not cleaned.get("owner_name"):
            self.add_error("owner_name", _("Name the person who owns it now."))
        for name, (old, new) in both.items():
            if old and old == new and name in cleaned:
                self.add_error(name, _("This is still the former owner's; a dash takes a NIK away."))
        self.instance.anonymised_at = None

    def check(self, name: str, rule, keeps_printed: bool = True):
        """Put the number in its kept form, or the rule's sentence at its field."""
        typed = self.cleaned_data.get(name)
        if not typed or typed == self.initial.get(name):
            return
        try:
            self.cleaned_data[name] = rule(typed)
        except ValidationError as refusal:
            if keeps_printed and self.cleaned_data.get("is_as_printed"):
                self.cleaned_data[name] = typed.strip()
            else:
                self.add_error(name, refusal)

    def refuse_twin(self, nib: str | None):
        """A second MSME with the same NIB is refused with the way to the first."""
        first = nib and Msme.objects.filter(nib=nib).exclude(pk=self.instance.pk).first()
        if first:
            link = format_html('<a href="{}">{}</a>', reverse("admin:msmes_msme_change", args=[first.pk]), first.name)
            sentence = _("This NIB belongs to an MSME that is recorded already: %s.") % "{}"
            self.add_error("nib", ValidationError(format_html(sentence, link)))


class SponsorshipForm(forms.ModelForm):
    """A sponsorship with its aspects as one question."""

    aspects = forms.MultipleChoiceField(
        label=gettext_lazy("Aspects"),
        choices=list(ASPECTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one aspect.")},
    )

    class Meta:
        model = Sponsorship
        fields = ["company", "msme", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["aspects"] = [aspect for aspect in ASPECTS if getattr(self.instance, f"on_{aspect}")]

    def clean(self):
        cleaned = super().clean()
        for aspect in ASPECTS:
            setattr(self.instance, f"on_{aspect}", aspect in cleaned.get("aspects", []))
        return cleaned


class SponsorshipRecordForm(SponsorshipForm, RecordForm):
    """The same as a record of its own."""


class SponsorshipRowForm(SponsorshipForm, DatedRowForm):
    """The same as a row below its MSME."""


class MoveForm(forms.Form):
    """From which day an MSME's standing changes, and why."""

    on = DayField(label=gettext_lazy("From the day"))
    why = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, strip=True)
