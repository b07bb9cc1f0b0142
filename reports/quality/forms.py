"""What a reader of data quality asks, and the words of an explanation."""

from django import forms
from django.utils.translation import gettext_lazy

from idaman.lines import one_line
from idaman.periods import DayField
from reports.questions import DaysForm


class DayForm(DaysForm):
    """As of which day: today unless chosen."""

    against = None
    on = DayField(label=gettext_lazy("As of"), required=False, help_text=gettext_lazy("Empty: today."))

    def clean(self):
        return self.cleaned_data


class ExplainForm(forms.Form):
    """One explanation for all the ticked rows."""

    rows = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Tick the rows that the explanation is about.")}
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it right all the same?"),
        max_length=300,
        validators=[one_line],
        help_text=gettext_lazy("Kept with your name and the day; when what it is about changes, the row is open again."),
    )

    def __init__(self, *args, keys=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(key, key) for key in keys]


class WithdrawForm(forms.Form):
    """Why an explanation no longer holds."""

    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Kept in the history."))
