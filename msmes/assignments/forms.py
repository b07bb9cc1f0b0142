"""What is asked when MSMEs get a coach, when another stands in, and when they pass to another."""

from django import forms
from django.utils.translation import gettext_lazy

from idaman.models import Region, User
from idaman.periods import DayField, LastDayField
from msmes.assignments.models import COACHING, Assignment, without_coach
from msmes.models import Address, Msme
from partners.models import Membership


def coaches_of(lab, *, on):
    """Who coaches for the lab on the day."""
    acting = Membership.objects.on(on).filter(partner=lab, role__in=COACHING)
    return User.objects.filter(is_active=True, pk__in=acting.values("user")).order_by("name")


class CoachField(forms.ModelChoiceField):
    """One of the lab's coaches, by name."""

    def label_from_instance(self, person):
        return person.name


class UncoachedForm(forms.Form):
    """Which of the MSMEs without a coach to list."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    district = forms.ModelChoiceField(
        Region.objects.districts().order_by("name"),
        label=gettext_lazy("District"),
        required=False,
        empty_label=gettext_lazy("all districts"),
    )

    def found(self, *, on):
        """The list; what makes no sense asks for everything."""
        self.is_valid()
        rows = without_coach(on=on)
        if self.cleaned_data.get("q"):
            rows = rows.filter(name__icontains=self.cleaned_data["q"].strip())
        if self.cleaned_data.get("district"):
            here = Address.objects.on(on).filter(village__parent=self.cleaned_data["district"])
            rows = rows.filter(pk__in=here.values("msme"))
        return rows.with_place(on=on)


class AssignForm(forms.Form):
    """Which MSMEs get which coach, from when."""

    msmes = forms.ModelMultipleChoiceField(
        Msme.objects.none(), to_field_name="public_id", error_messages={"required": gettext_lazy("Tick at least one MSME.")}
    )
    coach = CoachField(User.objects.none(), label=gettext_lazy("Coach"))
    on = DayField(label=gettext_lazy("From the day"))

    def __init__(self, *args, lab, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["msmes"].queryset = without_coach(on=today)
        self.fields["coach"].queryset = coaches_of(lab, on=today)
        self.initial.setdefault("on", today)


class PassForm(forms.Form):
    """Which of a coach's MSMEs pass to another."""

    assignments = forms.ModelMultipleChoiceField(
        Assignment.objects.none(), error_messages={"required": gettext_lazy("Tick at least one MSME.")}
    )

    def __init__(self, *args, leaver, lab, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignments"].queryset = Assignment.objects.of_coach(leaver).of_lab(lab).lasting(on=today)
        self.fields["to"].queryset = coaches_of(lab, on=today).exclude(pk=leaver.pk)
        self.initial.setdefault("on", today)


class PassOnForm(PassForm):
    """For good: the successor, the day, and why."""

    to = CoachField(User.objects.none(), label=gettext_lazy("Successor"))
    on = DayField(label=gettext_lazy("From the day"), help_text=gettext_lazy("The successor's first day."))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class StandInForm(PassForm):
    """For some days: who stands in, from when until when."""

    to = CoachField(User.objects.none(), label=gettext_lazy("Who stands in"))
    on = DayField(label=gettext_lazy("First day"))
    until = LastDayField(label=gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


class HandOverForm(forms.Form):
    """Who takes over, from which day, and why."""

    to = forms.ModelChoiceField(label=gettext_lazy("Successor"), queryset=User.objects.none())
    on = DayField(
        label=gettext_lazy("From the day"),
        help_text=gettext_lazy("The successor's first day; the day before it is the last of the coach who leaves."),
    )
    why = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, strip=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        coaches = User.objects.filter(memberships__role__in=COACHING, is_active=True)
        self.fields["to"].queryset = coaches.distinct().order_by("name")
