"""What is asked when a coach's MSMEs pass to another."""

from django import forms
from django.utils.translation import gettext_lazy

from idaman.models import User
from idaman.periods import DayField
from msmes.assignments.models import COACHING


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
