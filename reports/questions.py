"""What a reader asks of the figures, checked in one place for pages, exports and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.periods import DayField, year_before
from partners.doors import abilities
from partners.models import Partner
from partners.roles import May

PROGRAMME = "programme"


class DaysForm(forms.Form):
    """A day and a day to compare it with: today and a year earlier unless chosen; `today` is given by the caller."""

    on = DayField(label=gettext_lazy("As of"), required=False, help_text=gettext_lazy("Empty: today."))
    against = DayField(label=gettext_lazy("Compared with"), required=False, help_text=gettext_lazy("Empty: a year earlier."))

    def __init__(self, data, *, today: date):
        super().__init__(data)
        self.today = today

    def clean_on(self):
        return self.past("on") or self.today

    def clean_against(self):
        return self.past("against")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and not cleaned.get("against") and "against" not in self.errors:
            cleaned["against"] = year_before(cleaned["on"])
        self.data = {name: self.shown(name) for name in self.fields}
        return cleaned

    def shown(self, name: str) -> str:
        """What the picker shows again: the day in the form it understands, else what was typed."""
        day, typed = self.cleaned_data.get(name), self.data.get(name) or ""
        return day.isoformat() if day and typed else typed

    def past(self, name: str) -> date | None:
        """The day, refused when it is still to come: nobody can know its figures."""
        day = self.cleaned_data[name]
        if day and day > self.today:
            raise forms.ValidationError(
                _("%(day)s is still to come. Choose a day up to today.") % {"day": date_format(day, "DATE_FORMAT")}
            )
        return day


@dataclass(frozen=True)
class Question:
    """Which figures a reader asks for: whose, on which day, compared with which, told apart by what."""

    scope: str
    sponsor: Partner | None
    form: DaysForm
    by: str = ""
    part: str | None = None

    @classmethod
    def of(cls, request, scope: str) -> "Question":
        """Read from the address of a request."""
        return cls.asked(request.user, scope, request.GET, today=clock.today())

    @classmethod
    def asked(cls, user, scope: str, words: Mapping, *, today: date) -> "Question":
        """Read from the words of an address, and checked; raises Http404 for a scope the person may not see today."""
        form = DaysForm({"on": words.get("on"), "against": words.get("against")}, today=today)
        form.full_clean()
        sponsor = find_sponsor(user, scope, on=today)
        by = words.get("by", "")
        return cls(scope, sponsor, form, by, words.get("part") if by else None)

    @property
    def day(self) -> date:
        return self.form.cleaned_data["on"]

    @property
    def against(self) -> date:
        return self.form.cleaned_data["against"]

    @property
    def days(self) -> str:
        """The days as they were chosen, for an address; a day that follows from another is left to follow."""
        chosen = {"on": self.day.isoformat()}
        if self.form.data["against"]:
            chosen["against"] = self.against.isoformat()
        return urlencode(chosen)

    @property
    def address(self) -> str:
        """The whole question as it stands in an address."""
        parts = {} if self.part is None else {"part": self.part}
        return self.days + "&" + urlencode({"by": self.by, **parts}) if self.by else self.days

    @property
    def title(self) -> str:
        """Whose figures these are."""
        if self.sponsor is None:
            return _("The programme")
        return _("MSMEs of %(company)s") % {"company": self.sponsor.name}


def find_sponsor(user, scope: str, *, on: date) -> Partner | None:
    """The company whose figures are asked for; None for the programme. Raises Http404 for what the reader may not see."""
    if scope != PROGRAMME:
        return get_object_or_404(Partner.objects.companies().visible_to(user, on=on), public_id=scope)
    if not user.is_superuser and May.READ_PROGRAMME not in abilities(user):
        raise Http404
    return None
