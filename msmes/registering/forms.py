"""The steps of registering an MSME: what each asks, checked; each names the fields it keeps."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import identifiers
from idaman.amount_fields import RupiahField
from idaman.lines import one_line
from idaman.models import Region
from idaman.periods import DayField
from idaman.sealed import SealedFormField, meant
from idaman.spreadsheets.meanings import Faulty
from msmes.aspects import ASPECTS
from msmes.consents.models import Consent
from msmes.consents.texts import Purpose, current
from msmes.imported_activities import Activities
from msmes.models import Msme

UNSAID = [("", gettext_lazy("not said")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


def villages_by_district() -> list:
    """The villages in groups, for a picker that works without script."""
    groups: dict[str, list] = {}
    for pk, name, district in (
        Region.objects.villages().order_by("parent__name", "name").values_list("pk", "name", "parent__name")
    ):
        groups.setdefault(district, []).append((pk, name))
    return [("", gettext_lazy("choose the village")), *groups.items()]


def activity_codes(typed: str) -> str:
    """The codes as they are kept in a text; raises ValidationError for what is none."""
    codes = Activities()
    try:
        return codes.written(codes.read(typed))
    except Faulty as fault:
        raise ValidationError(fault.sentence) from fault


class StepForm(forms.Form):
    """One step; `today` is given by the caller, and so may be the villages to choose from."""

    title = ""

    def __init__(self, *args, today, villages: list | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.villages = today, villages

    def checked(self, name: str, rule):
        """Put the number in its kept form, or the rule's sentence at its field."""
        typed = self.cleaned_data.get(name)
        if typed:
            try:
                self.cleaned_data[name] = rule(typed)
            except ValidationError as refusal:
                self.add_error(name, refusal)


class BusinessForm(StepForm):
    """Which business it is, and where."""

    title = gettext_lazy("Business")
    name = forms.CharField(label=gettext_lazy("Name of the business"), max_length=200, validators=[one_line])
    village = forms.TypedChoiceField(label=gettext_lazy("Village"), coerce=int)
    street = forms.CharField(label=gettext_lazy("Street"), max_length=200, required=False, validators=[one_line])
    nib = forms.CharField(
        label="NIB", max_length=40, required=False, help_text=gettext_lazy("13 digits. Empty if it has none yet.")
    )
    activities = forms.CharField(
        label=gettext_lazy("Activities (KBLI)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("5 digits each, with commas between them, as on the NIB. Of the edition of 2025: 10772/2025."),
    )
    older_numbers = forms.CharField(
        label=gettext_lazy("Older permit numbers"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("IUMK, SIUP, TDP, SKU: as printed, one a line."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = self.villages or villages_by_district()

    def clean(self):
        super().clean()
        self.checked("nib", identifiers.nib)
        self.checked("activities", activity_codes)


class OwnerForm(StepForm):
    """Who runs it; what is asked for statistics may stay unsaid."""

    title = gettext_lazy("Owner")
    owner_name = forms.CharField(label=gettext_lazy("Name of the owner"), max_length=150, validators=[one_line])
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20)
    owner_nik = SealedFormField(
        label="NIK",
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "16 digits. Kept sealed; only the agency can open it, with a reason. Empty: stays as it is. A dash: taken away."
        ),
    )
    owner_sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=[("", gettext_lazy("not said")), *Msme.Sex.choices], required=False
    )
    owner_birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"), required=False)
    owner_has_disability = forms.ChoiceField(label=gettext_lazy("Lives with a disability"), choices=UNSAID, required=False)
    owner_is_poor = forms.ChoiceField(
        label=gettext_lazy("The household counts as poor"),
        choices=UNSAID,
        required=False,
        help_text=gettext_lazy("Asked so that the programme can show whom it reaches. Nobody is chosen or left out by it."),
    )

    def clean_owner_birth_year(self):
        year = self.cleaned_data["owner_birth_year"]
        if year is not None and not self.today.year - 110 <= year <= self.today.year - 10:
            raise ValidationError(_("This is not the year of birth of somebody who runs a business."))
        return year

    def clean(self):
        super().clean()
        self.checked("owner_nik", lambda text: identifiers.nik(text, on=self.today))
        self.checked("phone", identifiers.phone)


class SupportForm(StepForm):
    """What the company supports, from when, and where the business stands at the start."""

    title = gettext_lazy("Support")
    aspects = forms.MultipleChoiceField(
        label=gettext_lazy("Aspects"),
        choices=list(ASPECTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one aspect.")},
    )
    supported_from = DayField(
        label=gettext_lazy("Supported since"),
        required=False,
        help_text=gettext_lazy(
            "You propose it; the agency decides from which day it counts. Empty: the day on which it is sent."
        ),
    )
    monthly_turnover = RupiahField(
        label=gettext_lazy("Turnover a month, in rupiah"), min_value=0, max_value=10**13, required=False
    )
    turnover_unknown = forms.BooleanField(label=gettext_lazy("turnover not known"), required=False)
    jobs = forms.IntegerField(
        label=gettext_lazy("People who work there, the owner included"), min_value=0, max_value=100_000, required=False
    )
    jobs_unknown = forms.BooleanField(label=gettext_lazy("number of people not known"), required=False)

    def clean(self):
        cleaned = super().clean()
        for number, unknown in (("monthly_turnover", "turnover_unknown"), ("jobs", "jobs_unknown")):
            said = cleaned.get(number) is not None
            if number not in self.errors and said == bool(cleaned.get(unknown)):
                self.add_error(number, _("Either the number (0 is a number), or a tick at “not known”."))
        day = cleaned.get("supported_from")
        if day and day > self.today:
            self.add_error("supported_from", _("This day is still to come."))
        return cleaned


class ConsentForm(StepForm):
    """What the owner agreed to, and how."""

    title = gettext_lazy("Consent")
    company = forms.BooleanField(error_messages={"required": gettext_lazy("Without this consent a company can't register it.")})
    catalogue = forms.BooleanField(required=False)
    whatsapp = forms.BooleanField(required=False)
    how = forms.ChoiceField(label=gettext_lazy("How it was given"), choices=Consent.How.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for purpose in Purpose:
            self.fields[purpose.value].label = current(purpose).words


STEPS: dict[str, type[StepForm]] = {
    "business": BusinessForm,
    "owner": OwnerForm,
    "support": SupportForm,
    "consent": ConsentForm,
}
COSPONSOR_STEPS = ("support", "consent")


def told_forms(registration, *, today) -> dict[str, StepForm]:
    """The steps with what was typed, to be read; none where it was taken away."""
    steps = {} if registration.is_emptied else steps_of(registration)
    return {name: typed_form(registration, name, today=today) for name in steps}


def steps_of(registration) -> dict[str, type[StepForm]]:
    """The steps of this registration: a business that is known already isn't described again."""
    return {name: step for name, step in STEPS.items() if not registration.known_id or name in COSPONSOR_STEPS}


def typed_form(registration, step: str, *, today, villages: list | None = None) -> StepForm:
    """The step's form with what was typed so far, judged; personal numbers are not sent to the browser again."""
    data = QueryDict(mutable=True)
    for name, values in registration.typed.items():
        data.setlist(name, values)
    kept = {name: data.get(name, "") for name in sealed_names(step)}
    return STEPS[step](data, today=today, initial=kept, villages=villages)


def sealed_names(step: str) -> list[str]:
    return [name for name, field in STEPS[step].base_fields.items() if isinstance(field, SealedFormField)]


def raw(step: str, data: QueryDict, kept: dict) -> dict[str, list[str]]:
    """What was typed in the step, as it was typed, at most 4,000 characters a field; an untouched personal number stays."""
    typed = {name: [value[:4000] for value in data.getlist(name)] for name in STEPS[step].base_fields}
    for name in sealed_names(step):
        typed[name] = [meant(data.get(name, "").strip(), "".join(kept.get(name, [])))]
    return typed
