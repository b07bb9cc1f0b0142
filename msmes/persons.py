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
from idaman.sealed import keyed_hash
from msmes.actions import record_disclosure
from msmes.forgetting import anonymise, gone_from_backups
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
        self.today = today

    def clean_nik(self):
        """In its kept form; one that breaks the rule may have been kept as printed."""
        typed = self.cleaned_data["nik"]
        try:
            return identifiers.nik(typed, on=self.today)
        except ValidationError:
            return typed


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


@never_cache
@may(May.MANAGE_PEOPLE)
@taken_once
def msme_anonymise(request, public_id, partner):
    """Forget the owner of a business, on request."""
    msme = get_object_or_404(Msme.objects.visible_to(request.user, on=clock.today()), public_id=public_id)
    form, now = AnonymiseForm(request.POST or None), clock.now()
    if form.is_valid() and not msme.anonymised_at:
        words = {"with_name": form.cleaned_data["with_name"], "why": form.cleaned_data["why"]}
        told = anonymise(msme=msme, at=now, by=request.user, **words)
        messages.success(request, " ".join([_("The owner was forgotten."), *told]))
        return redirect("msmes:anonymise", public_id)
    others = Msme.objects.visible_to(request.user, on=clock.today()).of_owner(msme.owner_nik_hash).exclude(pk=msme.pk)
    context = {"msme": msme, "form": form, "others": others, "gone_on": gone_from_backups(msme.anonymised_at or now)}
    return render(request, "msmes/msme_anonymise.html", context)
