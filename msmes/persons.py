"""The owner's rights: all that is held on them shown or handed over, their records found by NIK."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from idaman import clock, identifiers
from idaman.once import taken_once
from idaman.personal import handed_over, held_on
from idaman.sealed import keyed_hash, masked
from msmes.actions import record_disclosure
from msmes.forgetting import anonymise, borne, gone_from_backups, has_name
from msmes.lists import RevealForm
from msmes.models import Disclosure, Msme
from partners.doors import may
from partners.roles import May


class NikForm(forms.Form):
    """A NIK to look up; it is sent in the form's body, never in an address."""

    nik = forms.CharField(
        label="NIK", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.broken = today, None

    def clean_nik(self):
        """In its kept form; one that breaks the rule (`broken`) may have been kept as printed."""
        typed = self.cleaned_data["nik"]
        try:
            return identifiers.nik(typed, on=self.today)
        except ValidationError as broken:
            self.broken = broken
            return typed

    def refuse_broken(self):
        """Say which rule was broken, where nothing like it is kept as printed."""
        rule = _("A NIK has 16 digits.") if self.broken.code in ("signs", "digits") else self.broken.messages[0]
        self.add_error("nik", [rule, _("No number like this is kept as printed either.")])


@never_cache
@sensitive_post_parameters("nik")
@may(May.SEE_PERSONAL)
def msmes_by_nik(request, partner):
    """The MSMEs of an owner, by NIK."""
    today = clock.today()
    form, found = NikForm(request.POST or None, today=today), None
    if form.is_valid():
        seen = Msme.objects.visible_to(request.user, on=today)
        found = seen.of_owner(keyed_hash(form.cleaned_data["nik"])).with_place(on=today)
        if form.broken and not found:
            found = form.refuse_broken()
    blank = NikForm(today=today) if found is not None else form  # the number isn't sent back
    return render(request, "msmes/msmes_by_nik.html", {"form": blank, "found": found})


@never_cache
@may(May.SEE_PERSONAL)
def msme_personal(request, public_id, partner):
    """All that is held on the owner, for who says why: on the page, or as a file; either is on record."""
    msme = get_object_or_404(Msme.objects.visible_to(request.user, on=clock.today()), public_id=public_id)
    form, held = RevealForm(request.POST or None), None
    if form.is_valid():
        record_disclosure(msme=msme, what=Disclosure.What.ALL, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
        held = held_on(*msme.of_same_owner)
        if "download" in request.POST:
            return handed_over(held, name=f"{_('personal-data')}-{msme.public_id}")
    return render(request, "msmes/msme_personal.html", {"msme": msme, "form": form, "held": held})


class AnonymiseForm(RevealForm):
    """Why an owner is forgotten, and that it is meant."""

    with_name = forms.BooleanField(label=gettext_lazy("The name of the business bears the owner's name"), required=False)
    is_sure = forms.BooleanField(label=gettext_lazy("The owner asked for it, and I know that it cannot be undone"))

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        if parts:
            words = {"parts": ", ".join(f"“{part}”" for part in parts)}
            self.initial["with_name"] = True
            self.fields["with_name"].help_text = _("Ticked because %(parts)s, of the owner's name, stands in it.") % words


class NameForm(RevealForm):
    """That the name of a business goes as well, whose owner was forgotten before."""

    with_name = forms.BooleanField(label=gettext_lazy("Take the name of the business away as well"))
    is_sure = forms.BooleanField(label=gettext_lazy("I know that it cannot be undone"))


def form_of(msme: Msme, data):
    """What can still be asked: to forget the owner, then to take the name away, then nothing."""
    if not msme.anonymised_at:
        return AnonymiseForm(data, parts=borne(msme.records))
    return NameForm(data) if has_name(msme.records) else None


@never_cache
@may(May.MANAGE_PEOPLE)
@taken_once
def msme_anonymise(request, public_id, partner):
    """Forget the owner of a business, on request; the name of the business then or later."""
    msme = get_object_or_404(Msme.objects.visible_to(request.user, on=clock.today()), public_id=public_id)
    form, now = form_of(msme, request.POST or None), clock.now()
    if form and form.is_valid():
        words = {"with_name": form.cleaned_data["with_name"], "why": form.cleaned_data["why"]}
        told = anonymise(msme=msme, at=now, by=request.user, **words)
        done = _("The name was taken away.") if msme.anonymised_at else _("The owner was forgotten.")
        messages.success(request, " ".join([done, *told]))
        return redirect("msmes:anonymise", public_id)
    others = Msme.objects.visible_to(request.user, on=clock.today()).of_owner(msme.owner_nik_hash).exclude(pk=msme.pk)
    context = {"msme": msme, "nik": masked(msme.owner_nik), "merged": msme.records[1:], "others": others, "form": form}
    return render(request, "msmes/msme_anonymise.html", {**context, "gone_on": gone_from_backups(msme.anonymised_at or now)})
