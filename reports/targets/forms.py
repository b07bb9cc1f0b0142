"""What is asked when targets are set, revised and taken back."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.periods import DayField, LastDayField, Period
from idaman.programme import BASELINE_ON
from reports.indicators import REGISTRY, Indicator
from reports.targets.numbers import NumberField
from reports.targets.parts import parts_of, titled

WHY = {"widget": forms.Textarea(attrs={"rows": 2}), "max_length": 1000, "strip": True}
DECIDED = gettext_lazy("From this day the value is in force; before it there is none.")


class DecisionForm(forms.Form):
    """The day of a decision, and why."""

    on = DayField(label=gettext_lazy("Decided on"), help_text=DECIDED)
    why = forms.CharField(label=gettext_lazy("Reason"), **WHY)

    def __init__(self, data=None, *, today, **kwargs):
        super().__init__(data, **{"initial": {"on": today}, **kwargs})
        self.today = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("%(day)s is still to come.") % {"day": date_format(day, "DATE_FORMAT")})
        return day

    def refused(self, refusal: ValidationError):
        """What an action refused, at the fields it names."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


@dataclass(frozen=True)
class Row:
    """One indicator in the form of a whole year: its field, and the last figures to go by."""

    indicator: Indicator
    field: forms.BoundField
    last: str
    before: str


class YearForm(DecisionForm):
    """The targets of one year, all at once; a row left empty sets none."""

    def __init__(self, data=None, *, indicators, lasts: dict, befores: dict, **kwargs):
        super().__init__(data, **kwargs)
        self.indicators, self.lasts, self.befores = indicators, lasts, befores
        self.fields["why"].required = False
        self.fields["why"].help_text = gettext_lazy(
            "Needed for a year that is over, and for a target below the programme's baseline. It is kept with each target."
        )
        for one in indicators:
            self.fields[f"value-{one.code}"] = NumberField(label=one.title, required=False)

    def rows(self) -> list[Row]:
        lasts, befores = self.lasts, self.befores
        return [Row(one, self[f"value-{one.code}"], lasts[one.code], befores[one.code]) for one in self.indicators]

    def values(self) -> dict:
        """By code, what was filled in."""
        filled = {one.code: self.cleaned_data.get(f"value-{one.code}") for one in self.indicators}
        return {code: value for code, value in filled.items() if value is not None}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.values():
            raise ValidationError(_("No row was filled in, so there is nothing to save."))
        return cleaned

    def refused_at(self, code: str, refusal: ValidationError):
        """What an action refused for one row: at that row, but for a day or a reason, which all rows share."""
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {"value": refusal.messages}
        for name, messages in found.items():
            self.add_error(name if name in ("on", "why") else f"value-{code}", messages)


class TargetForm(DecisionForm):
    """One target: of any indicator or a part of it, for a year or other days."""

    field_order = ["indicator", "starts_on", "ends_on", "part", "value", "on", "why"]

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = LastDayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("The target is to be reached by this day."))
    part = forms.ChoiceField(label=gettext_lazy("Of which part"), required=False)
    value = NumberField(label=gettext_lazy("Target"))

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["indicator"].choices = [(code, one.title) for code, one in REGISTRY.items()]
        self.fields["part"].choices = [("", _("the whole")), *part_choices()]
        self.fields["why"].required = False

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < BASELINE_ON:
            words = {"day": date_format(BASELINE_ON, "DATE_FORMAT")}
            raise ValidationError(_("The programme's baseline is %(day)s: a target's first day cannot lie before it.") % words)
        return day

    def clean(self):
        cleaned = super().clean()
        first, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and end and end <= first:
            self.add_error("ends_on", _("The last day is before the first day."))
        return cleaned

    def words(self) -> dict:
        """What `set_target` is asked for."""
        told = self.cleaned_data
        breakdown, _bar, part = told["part"].partition(":")
        period = Period(told["starts_on"], told["ends_on"])
        same = {name: told[name] for name in ("indicator", "value", "on", "why")}
        return {**same, "period": period, "breakdown": breakdown, "part": part}


def part_choices() -> list:
    """The parts of every breakdown that an indicator has, grouped by it."""
    breakdowns = dict.fromkeys(by for one in REGISTRY.values() for by in one.breakdowns)
    return [(titled(by), [(f"{by}:{key}", label) for key, label in parts_of(by).items()]) for by in breakdowns]


class SeenForm(DecisionForm):
    """A decision about a target that the reader saw at a value."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def refused(self, refusal: ValidationError):
        """What is told of somebody else's decision is known from now on."""
        super().refused(refusal)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.latest

    def __init__(self, data=None, *, latest: int, **kwargs):
        super().__init__(data, **kwargs)
        self.latest = latest
        self.initial["seen"] = latest


class ReviseForm(SeenForm):
    """Another value from a day, with its reason."""

    field_order = ["value", "on", "why"]

    value = NumberField(label=gettext_lazy("New target"))


class TakeBackForm(SeenForm):
    """Why the last decision is taken back."""

    on = None
