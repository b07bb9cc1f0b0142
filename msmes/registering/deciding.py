"""What companies handed in, as the officer finds and decides it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.models import Region
from idaman.periods import DayField
from msmes.models import Msme
from msmes.registering import actions
from msmes.registering.forms import told_forms
from msmes.registering.models import Registration
from msmes.registering.twins import shown_to_officer
from partners.doors import may
from partners.roles import May

WHYS = {
    "nib": gettext_lazy("the same NIB"),
    "nik": gettext_lazy("the same owner's NIK"),
    "phone": gettext_lazy("the same telephone"),
    "name": gettext_lazy("a near name in the district"),
}


class DecisionForm(forms.Form):
    """Accept from a day, or send back with a reason."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("accept", gettext_lazy("Accept: it takes part from the day (TMT)")),
            ("return", gettext_lazy("Send back to be completed, with the reason")),
        ],
        widget=forms.RadioSelect,
    )
    holds_from = DayField(
        label=gettext_lazy("From the day (TMT)"), required=False, help_text=gettext_lazy("Empty: the day on which it was sent.")
    )
    known = forms.ModelChoiceField(
        Msme.objects.none(),
        label=gettext_lazy("Is it one of these MSMEs?"),
        required=False,
        empty_label=gettext_lazy("no: record a new MSME"),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The company reads it."),
    )

    def __init__(self, *args, twins, today, proposed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if proposed:
            self.fields["holds_from"].initial = proposed
            self.fields["holds_from"].help_text = _(
                "The company proposes this day (“Supported since”); you decide. Empty: the day on which it was sent."
            )
        self.fields["known"].queryset = Msme.objects.filter(pk__in=[msme.pk for msme, _whys in twins])
        if not twins:
            del self.fields["known"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("why"):
            self.add_error("why", _("Please say why; the company reads it."))
        if cleaned.get("holds_from") and cleaned["holds_from"] > self.today:
            self.add_error("holds_from", _("This day is still to come."))
        return cleaned


@may(May.DECIDE)
def queue(request, partner):
    """What waits for a decision, the oldest first, and what was decided last."""
    rows = Registration.objects.select_related("company", "known", "decided_by", "msme")
    decided = rows.filter(state__in=[Registration.State.ACCEPTED, Registration.State.RETURNED])
    context = {"waiting": rows.to_decide().order_by("submitted_at"), "decided": decided.order_by("-decided_at")[:50]}
    return render(request, "registering/queue.html", context)


@may(May.DECIDE)
def decide(request, public_id, partner):
    """One registration: what it says, which records it may be, and the decision."""
    visible = Registration.objects.visible_to(request.user, on=clock.today())
    found = get_object_or_404(visible.select_related("company", "known", "decided_by", "msme"), public_id=public_id)
    told = told_forms(found, today=clock.today())
    twins = [] if found.known_id else twins_of(told)
    form = DecisionForm(request.POST or None, twins=twins, today=clock.today(), proposed=proposed_in(told))
    if form.is_valid():
        try:
            return DECISIONS[form.cleaned_data["decision"]](request, found, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            found.refresh_from_db()
    words = [(msme, [WHYS[why] for why in whys]) for msme, whys in twins]
    files = found.evidence.select_related("file").exclude(file__file="")
    context = {"registration": found, "forms": told, "twins": words, "form": form, "files": files, "holds_from": found.holds_from}
    return render(request, "registering/decide.html", context, status=400 if form.errors else 200)


def twins_of(told: dict) -> list:
    """The records it may be, by what was typed and is right."""
    for form in told.values():
        form.is_valid()
    if "business" not in told:
        return []
    business, owner = told["business"].cleaned_data, told["owner"].cleaned_data
    village = Region.objects.filter(pk=business.get("village")).first()
    return shown_to_officer(
        nib=business.get("nib", ""),
        nik=owner.get("owner_nik", ""),
        phone=owner.get("phone", ""),
        name=business.get("name", ""),
        district=village and village.district_id,
        on=clock.today(),
    )


def proposed_in(told: dict):
    """The day since when the company says that it supports the business, if it says one that can be."""
    support = told.get("support")
    return support.cleaned_data.get("supported_from") if support and support.is_valid() else None


def accepted(request, found, form):
    day = form.cleaned_data["holds_from"] or clock.local(found.submitted_at).date()
    known = form.cleaned_data.get("known")
    made = actions.accept(registration=found, by=request.user, at=clock.now(), holds_from=day, known=known)
    told = {"name": made, "company": made.company, "day": date_format(day, "SHORT_DATE_FORMAT")}
    words = _("%(name)s takes part and is sponsored by %(company)s from %(day)s (TMT).") % told
    way = format_html('<a href="{}">{}</a>', made.msme.get_absolute_url(), _("To the MSME"))
    messages.success(request, format_html("{} {}", words, way))
    return redirect("registering:queue")


def returned(request, found, form):
    made = actions.send_back(registration=found, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
    messages.success(request, _("The registration of %(name)s was sent back with your reason.") % {"name": made})
    return redirect("registering:queue")


DECISIONS = {"accept": accepted, "return": returned}
