"""The list of MSMEs in the workspace: its filters and its columns."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django_tables2 import Column, Table

from idaman.models import Region
from idaman.workspace import Question
from msmes.models import Address, Enrolment, Msme, Sponsorship
from partners.models import Partner

State = Enrolment.State
NONE = "none"

# (user, seen, *, on) -> (name, filter): by what else the MSMEs that the reader may see are chosen (a coach, say).
list_filters = Question()


class MsmeFilter(django_filters.FilterSet):
    """What a reader looks for among the MSMEs they may see; `day` is the day on which a place or standing holds."""

    q = django_filters.CharFilter(label=gettext_lazy("Name or NIB"), method="search", max_length=200)
    district = django_filters.ModelChoiceFilter(
        label=gettext_lazy("District"),
        queryset=Region.objects.districts().order_by("name"),
        method="in_district",
        empty_label=gettext_lazy("all districts"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Standing"),
        choices=[*State.choices, (NONE, gettext_lazy("never took part"))],
        method="in_state",
        empty_label=gettext_lazy("every standing"),
    )
    sponsor = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Sponsor"),
        queryset=Partner.objects.none(),
        method="of_sponsor",
        empty_label=gettext_lazy("every sponsor"),
    )

    class Meta:
        model = Msme
        fields = []

    def __init__(self, *args, user, day, by_sponsor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        for name, one in list_filters.ask(user, self.queryset, on=day):
            one.field_name, one.parent, one.model = name, self, Msme
            self.filters[name] = one
        if by_sponsor:
            self.filters["sponsor"].field.queryset = sponsors_on(day)
        else:
            del self.filters["sponsor"]

    def search(self, queryset, _name, words):
        number = "".join(filter(str.isdigit, words))
        return queryset.filter(Q(name__icontains=words.strip()) | Q(nib=number or "-"))

    def in_district(self, queryset, _name, district):
        here = Address.objects.on(self.day).filter(msme=OuterRef("pk"), village__district=district)
        return queryset.filter(Exists(here))

    def in_state(self, queryset, _name, state):
        if state == NONE:
            return queryset.filter(~Exists(Enrolment.objects.filter(msme=OuterRef("pk"))))
        return queryset.standing(state, on=self.day)

    def of_sponsor(self, queryset, _name, company):
        return queryset.filter(Exists(Sponsorship.objects.on(self.day).filter(msme=OuterRef("pk"), company=company)))


class MsmeListTable(Table):
    """MSMEs with their place and standing; the name leads to the page, which knows the way back."""

    name = Column(verbose_name=gettext_lazy("MSME"), order_by=("name", "pk"))
    village = Column(verbose_name=gettext_lazy("Village"), orderable=False)
    district = Column(verbose_name=gettext_lazy("District"), orderable=False)
    state = Column(verbose_name=gettext_lazy("Standing"), orderable=False)

    class Meta:
        empty_text = gettext_lazy("No MSME is like that. Take a filter away, or register one.")

    def render_name(self, record):
        asked = self.request.GET.urlencode()
        back = "?" + urlencode({"back": asked}) if asked else ""
        return format_html('<a href="{}{}">{}</a>', reverse("msmes:page", args=[record.public_id]), back, record.name)

    def render_state(self, value):
        return State(value).label


def sponsors_on(day):
    """The companies that can be chosen among: all that sponsor on the day."""
    sponsoring = Sponsorship.objects.on(day).filter(company=OuterRef("pk"))
    return Partner.objects.companies().filter(Exists(sponsoring)).order_by("name")


class RevealForm(forms.Form):
    """Why somebody must see a number in full."""

    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Kept with your name and the moment.")
    )
