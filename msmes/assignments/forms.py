"""What is asked when MSMEs get a coach, when another stands in, and when they pass to another."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from idaman.models import Region, User
from idaman.periods import DayField, LastDayField
from msmes.assignments.models import COACHING, Assignment, coach_ending, coach_to_come, with_coach_days, without_coach
from msmes.models import Address, Msme
from partners.models import Membership

TICK_ONE = {
    "required": gettext_lazy("Tick at least one MSME."),
    "invalid_choice": gettext_lazy("One of the ticked ones is not in this list any more. Nothing was changed; look again."),
}


def coaches_of(lab, *, on):
    """Who coaches for the lab on the day."""
    acting = Membership.objects.on(on).filter(partner=lab, role__in=COACHING)
    return User.objects.filter(is_active=True, pk__in=acting.values("user")).order_by("name")


def reason():
    """Why: kept in the history of every assignment."""
    keeping = gettext_lazy("Kept in the history beside what changed.")
    return forms.CharField(label=gettext_lazy("Reason"), max_length=300, help_text=keeping)


class CoachField(forms.ModelChoiceField):
    """One of the lab's coaches, by name."""

    def label_from_instance(self, person):
        return person.name


class UncoachedForm(forms.Form):
    """Which of the MSMEs to whom a coach can be given to list."""

    COMING, ENDING = "coming", "ending"
    WHICH = [
        ("", gettext_lazy("without a coach")),
        (COMING, gettext_lazy("a coach begins later")),
        (ENDING, gettext_lazy("coaching ends within 30 days")),
    ]

    which = forms.ChoiceField(label=gettext_lazy("Which"), choices=WHICH, required=False)
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    district = forms.ModelChoiceField(
        Region.objects.districts().order_by("name"),
        label=gettext_lazy("District"),
        required=False,
        empty_label=gettext_lazy("all districts"),
    )

    def __init__(self, *args, lab, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.lab, self.today = lab, today
        self.is_valid()  # what makes no sense asks for everything

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("which", "")

    def found(self):
        """The list, as plain values: name, place, and the days of present and next coach."""
        rows = self.listed()
        if self.cleaned_data.get("q"):
            rows = rows.filter(name__icontains=self.cleaned_data["q"].strip())
        if self.cleaned_data.get("district"):
            here = Address.objects.on(self.today).filter(village__district=self.cleaned_data["district"])
            rows = rows.filter(pk__in=here.values("msme"))
        rows = with_coach_days(rows.with_place(on=self.today), on=self.today)
        days = ("coach_from", "next_coach", "coach_until", "present_coach")
        return rows.values("public_id", "name", "village", "district", *days)

    def listed(self):
        if self.chosen == self.COMING:
            return coach_to_come(on=self.today)
        if self.chosen == self.ENDING:
            return coach_ending(on=self.today, lab=self.lab)
        return without_coach(on=self.today)

    def first_day(self):
        """From when a coach is most likely given: today, or the day after the first of the present ones ends."""
        if self.chosen != self.ENDING:
            return self.today
        ending = Assignment.objects.of_lab(self.lab).ending_soon(on=self.today).filter(msme__in=self.listed())
        return ending.order_by("ends_on").values_list("ends_on", flat=True).first() or self.today


class AssignForm(forms.Form):
    """Which MSMEs get which coach, from when, and why."""

    msmes = forms.ModelMultipleChoiceField(Msme.objects.none(), to_field_name="public_id", error_messages=TICK_ONE)
    coach = CoachField(User.objects.none(), label=gettext_lazy("Coach"))
    on = DayField(label=gettext_lazy("From the day"))
    why = reason()

    def __init__(self, *args, lab, today, first_day=None, **kwargs):
        super().__init__(*args, **kwargs)
        lists = [without_coach(on=today), coach_to_come(on=today), coach_ending(on=today, lab=lab)]
        listed = Q()
        for one in lists:
            listed |= Q(pk__in=one.values("pk"))
        self.fields["msmes"].queryset = Msme.objects.filter(listed)
        self.fields["coach"].queryset = coaches_of(lab, on=today)
        self.initial.setdefault("on", first_day or today)

    def names(self):
        """Of the ticked MSMEs."""
        return self.cleaned_data["msmes"].order_by("name").values_list("name", flat=True)


class PassForm(forms.Form):
    """Which of a coach's MSMEs pass to another."""

    assignments = forms.ModelMultipleChoiceField(Assignment.objects.none(), error_messages=TICK_ONE)

    def __init__(self, *args, leaver, lab, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignments"].queryset = Assignment.objects.of_coach(leaver).of_lab(lab).lasting(on=today)
        self.fields["to"].queryset = coaches_of(lab, on=today).exclude(pk=leaver.pk)
        self.initial.setdefault("on", today)

    def add_prefix(self, field_name):
        """The ticks belong to both forms of the page."""
        return field_name if field_name == "assignments" else super().add_prefix(field_name)

    def names(self):
        """Of the ticked MSMEs."""
        return self.cleaned_data["assignments"].order_by("msme__name").values_list("msme__name", flat=True)


class PassOnForm(PassForm):
    """For good: the successor, the day, and why."""

    to = CoachField(User.objects.none(), label=gettext_lazy("Successor"))
    on = DayField(label=gettext_lazy("From the day"), help_text=gettext_lazy("The successor's first day."))
    why = reason()


class StandInForm(PassForm):
    """For some days: who stands in, from when until when, and why."""

    to = CoachField(User.objects.none(), label=gettext_lazy("Who stands in"))
    on = DayField(label=gettext_lazy("First day"))
    until = LastDayField(label=gettext_lazy("Last day"))
    why = reason()


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
