"""Papers and photographs of a registration: handed in one at a time, taken away again while it is with the company."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.once import taken_once
from idaman.uploads.forms import UploadField
from msmes.registering import actions
from msmes.registering.models import Evidence
from msmes.registering.views import MINE, find, step_context
from partners.doors import may


class EvidenceForm(forms.Form):
    """One file."""

    file = UploadField(label=gettext_lazy("Paper or photograph"))


@may(MINE)
@taken_once
def evidence(request, public_id, partner):
    """The files of a registration, and one more."""
    found = find(partner, public_id)
    form = EvidenceForm(request.POST or None, request.FILES or None) if request.method == "POST" else EvidenceForm()
    if form.is_valid():
        try:
            actions.attach(registration=found, upload=form.cleaned_data["file"], by=request.user, at=clock.now())
            return redirect("registering:evidence", public_id)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {**step_context(found, "evidence", form), "files": found.evidence.select_related("file")}
    return render(request, "registering/evidence.html", context, status=400 if form.errors else 200)


@may(MINE)
@require_POST
def evidence_remove(request, public_id, pk, partner):
    """Take one away."""
    one = get_object_or_404(Evidence.objects.select_related("file"), registration=find(partner, public_id), pk=pk)
    try:
        actions.detach(evidence=one)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("registering:evidence", public_id)
