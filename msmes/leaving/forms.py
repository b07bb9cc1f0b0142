"""What is asked when a company leaves or is sold."""

from django import forms
from django.utils.translation import gettext_lazy

from idaman.periods import LastDayField
from partners.models import Partner


class LeavingForm(forms.Form):
    """The last day, as people say it, who takes over, and why."""

    on = LastDayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("The company still takes part on this day."))
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=Partner.objects.none(),
        required=False,
        help_text=gettext_lazy("The company that takes over its sponsorships and people. Empty: they end."),
    )
    why = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, strip=True)

    def __init__(self, data, *, company: Partner, is_chosen: bool = False):
        super().__init__(data)
        self.fields["successor"].queryset = Partner.objects.companies().exclude(pk=company.pk)
        if is_chosen:
            for name in ("on", "successor"):
                self.fields[name].widget = forms.HiddenInput()
