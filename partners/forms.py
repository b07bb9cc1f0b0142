"""What is asked when something happens to a partner."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.lines import one_line
from idaman.periods import DayField


class RenameForm(forms.Form):
    """Which name, from which day, and why; `today` is given by the caller."""

    name = forms.CharField(label=gettext_lazy("New name"), max_length=200, strip=True, validators=[one_line])
    on = DayField(label=gettext_lazy("From the day"))
    why = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, strip=True)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        """A name that is still to come would stand in every list already."""
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("Record a new name once it holds: choose a day up to today."))
        return self.cleaned_data["on"]
