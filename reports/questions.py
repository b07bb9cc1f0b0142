"""What a reader asks of the figures, checked in one place for pages, exports and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.periods import MONTHS_OF, ONE_DAY, DayField, Period, year_before
from partners.doors import abilities
from partners.roles import May
from reports import scopes
from reports.breakdowns import BREAKDOWNS, Breakdown
from reports.measuring import Indicator, When
from reports.scopes import Scope

PROGRAMME = "programme"


class DaysForm(forms.Form):
    """A day and a day to compare it with: today and a year earlier unless chosen; `today` is given by the caller.

    `since` is the first day of a period that ends on the day, for what happens in a period: 1 January unless chosen.
    """

    on = DayField(label=gettext_lazy("As of"), required=False, help_text=gettext_lazy("Empty: today."))
    against = DayField(label=gettext_lazy("Compared with"), required=False, help_text=gettext_lazy("Empty: a year earlier."))
    since = DayField(label=gettext_lazy("Period since"), required=False, widget=forms.HiddenInput)

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
        if cleaned.get("since") and cleaned.get("on") and cleaned["since"] > cleaned["on"]:
            self.add_error("since", _("The period begins after its last day."))
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
    """Whose figures, on which day, beside which other day, told apart how, over which stretches of time."""

    scope: Scope
    form: DaysForm
    by: str = ""
    part: str | None = None
    by_second: str = ""
    part_second: str | None = None
    series: str = ""
    sees_personal: bool = False

    @classmethod
    def of(cls, request, scope: str) -> "Question":
        """Read from the address of a request."""
        return cls.asked(request.user, scope, request.GET, today=clock.today())

    @classmethod
    def asked(cls, user, scope: str, words: Mapping, *, today: date) -> "Question":
        """Read from the words of an address, and checked; raises Http404 for a scope the person may not see today."""
        form = DaysForm({name: words.get(name) for name in DaysForm.base_fields}, today=today)
        form.full_clean()
        by, second = words.get("by", ""), words.get("and", "")
        return cls(
            scopes.find(user, scope, on=today),
            form,
            by,
            words.get("part") if by else None,
            second,
            words.get("and_part") if second else None,
            words.get("series", ""),
            May.SEE_PERSONAL in abilities(user),
        )

    @property
    def day(self) -> date:
        return self.form.cleaned_data["on"]

    @property
    def against(self) -> date:
        return self.form.cleaned_data["against"]

    @property
    def since(self) -> date | None:
        return self.form.cleaned_data.get("since")

    @property
    def when(self) -> When:
        """The day, or the period that ends on it where its first day was asked for."""
        return Period(self.since, self.day + ONE_DAY) if self.since else self.day

    @property
    def when_against(self) -> When:
        """What it is compared with: a day, or the same days a year before, or as many that end on the day chosen."""
        if not self.since:
            return self.against
        is_year_before = self.against == year_before(self.day)
        start = year_before(self.since) if is_year_before else self.against - (self.day - self.since)
        return Period(start, self.against + ONE_DAY)

    @property
    def earliest(self) -> date:
        """The earlier of the two days."""
        return min(self.day, self.against)

    def tells_places(self, *breakdowns: Breakdown | None) -> bool:
        """Whether districts bear on the answer: by one of these breakdowns, or because the scope is a district."""
        return self.scope.kind == "district" or any(one and one.is_place for one in breakdowns)

    @property
    def days(self) -> str:
        """The days as they were chosen, for an address; a day that follows from another is left to follow."""
        chosen = {"on": self.day.isoformat()}
        if self.form.data["against"]:
            chosen["against"] = self.against.isoformat()
        if self.since:
            chosen["since"] = self.since.isoformat()
        return urlencode(chosen)

    @property
    def breakdown(self) -> dict[str, str]:
        """The words of the address that say how the rows are told apart, and of which part."""
        words = {"by": self.by, "part": self.part, "and": self.by_second, "and_part": self.part_second}
        return {name: value for name, value in words.items() if value is not None and (value or "part" in name)}

    @property
    def address(self) -> str:
        """The whole question as it stands in an address."""
        more = self.breakdown | ({"series": self.series} if self.series else {})
        return f"{self.days}&{urlencode(more)}" if more else self.days

    @property
    def title(self) -> str:
        """Whose figures these are."""
        return self.scope.title

    def breakdowns(self, indicator: Indicator) -> list[Breakdown]:
        """What this reader may tell the rows of the figure apart by: a company isn't told who else sponsors."""
        known = [BREAKDOWNS[code] for code in indicator.breakdowns]
        hidden = {"sponsor"} if self.scope.company else set()
        return [one for one in known if one.code not in hidden and (self.sees_personal or not one.is_sensitive)]

    def refusal(self, indicator: Indicator) -> str:
        """Why the question can't be answered for the figure, in a sentence; "" when it can."""
        allowed = {one.code for one in self.breakdowns(indicator)}
        for code in (self.by, self.by_second):
            if code and code not in allowed:
                return _("These figures cannot be told apart by “%(by)s”.") % {"by": code}
        if self.by_second and (not self.by or self.by == self.by_second):
            return _("A second breakdown needs a first one that is another.")
        if self.series and self.series not in MONTHS_OF:
            return _("There is no series by “%(series)s”. There are: %(all)s.") % {
                "series": self.series,
                "all": ", ".join(MONTHS_OF),
            }
        if "\x00" in "".join(filter(None, [self.part, self.part_second])):
            return _("There is no such part.")
        return ""
