"""What is asked before two records become one, and before that is undone."""

from django import forms
from django.utils.translation import gettext_lazy

from msmes.models import Msme


def reason():
    return forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, strip=True)


class KeptChoice(forms.ModelChoiceField):
    """One of the two records, told apart by what an officer knows of them."""

    def label_from_instance(self, msme):
        known = [msme.name, msme.nib and f"NIB {msme.nib}", msme.owner_name, msme.village, msme.phone]
        return " · ".join(one for one in known if one)


class MergeForm(forms.Form):
    """Which of the two stays, and why they are one business."""

    kept = KeptChoice(label=gettext_lazy("The record that stays"), queryset=None, widget=forms.RadioSelect, empty_label=None)
    why = reason()

    def __init__(self, data, *, pair, is_chosen: bool = False):
        super().__init__(data)
        self.fields["kept"].queryset = pair
        if is_chosen:
            self.fields["kept"].widget = forms.HiddenInput()

    def pair(self) -> dict[str, Msme]:
        kept = self.cleaned_data["kept"]
        return {"kept": kept, "gone": self.fields["kept"].queryset.exclude(pk=kept.pk).get()}


class UndoForm(forms.Form):
    """Why the two records aren't one business after all."""

    why = reason()
