"""What closing a period asks: which period, its story, why something is restated or still open."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.lines import JOINERS, UNSEEN
from idaman.periods import DayField, LastDayField, Period, in_reach
from reports.publications.models import Draft, calendar_year

LONGEST = 20_000  # characters of a story
PERSONAL_NUMBER = re.compile(r"[0-9](?:[\s.\-]?[0-9]){14,15}(?![0-9])")


def publishable(text: str) -> None:
    """Refuse what must not go out: signs that can't be seen, and what looks like a personal number."""
    for sign in text:
        if unicodedata.category(sign) in UNSEEN and sign not in JOINERS + "\n\r\t":
            sentence = _("There is a sign in it that can't be seen (%(sign)s). Please type it by hand.")
            raise ValidationError(sentence % {"sign": f"U+{ord(sign):04X}"})
    if PERSONAL_NUMBER.search(text):
        raise ValidationError(_("This looks like a personal number. What is published can't be taken back; please leave it out."))


class PeriodForm(forms.Form):
    """Which period is closed: a calendar year unless other days are chosen."""

    first = DayField(label=gettext_lazy("First day"))
    last = LastDayField(label=gettext_lazy("Last day"))

    def __init__(self, *args, today: date, **kwargs):
        year = calendar_year(today.year - 1)
        super().__init__(*args, initial={"first": year.start, "last": year.end}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        first, end = cleaned.get("first"), cleaned.get("last")
        if first and end and end <= first:
            raise ValidationError({"last": _("The last day is before the first day.")})
        return cleaned

    @property
    def period(self) -> Period:
        in_reach(self.cleaned_data["first"])
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


class Story(forms.CharField):
    """Some paragraphs that may go out."""

    def __init__(self, *, rows: int = 10, **words):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, max_length=LONGEST, widget=widget, validators=[publishable], **words)


class DraftForm(forms.Form):
    """The story beside the numbers. What a publication needs is asked when it is published; a draft may lack anything."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is restated"),
        required=False,
        max_length=500,
        validators=[publishable],
        help_text=gettext_lazy("Stands beside both editions, for everybody to read. Name no person."),
    )
    narrative_id = Story(
        label=gettext_lazy("Story in Indonesian"),
        help_text=gettext_lazy("What the numbers mean. Plain text; an empty line begins a paragraph. Name no person."),
    )
    narrative_en = Story(label=gettext_lazy("Story in English"), help_text=gettext_lazy("May stay empty."))
    explanation = Story(
        rows=2,
        label=gettext_lazy("Why it is published although something is open"),
        help_text=gettext_lazy("Kept with the edition, for the agency to read."),
    )

    def __init__(self, *args, draft: Draft, is_restatement: bool, is_open: bool, **kwargs):
        super().__init__(*args, initial={name: getattr(draft, name) for name in DraftForm.base_fields}, **kwargs)
        if not is_restatement:
            del self.fields["reason"]
        if not (is_open or draft.explanation):
            del self.fields["explanation"]


class PublishForm(DraftForm):
    """The same when it is sent to be published."""

    is_read = forms.BooleanField(
        label=gettext_lazy("I have read the figures. What is published never changes."),
        error_messages={"required": gettext_lazy("Please tick that you have read the figures.")},
    )
