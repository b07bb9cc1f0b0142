"""Finding an import for whom it is open, or 404, and beginning its next step."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language

from idaman import clock
from partners.importing import jobs
from partners.importing.importers import opened_to
from partners.importing.models import Import
from partners.roles import May

OPENS = (May.KEEP_RECORDS, May.REGISTER_MSMES, May.MANAGE_PEOPLE)  # each is wanted by some kind of import


def seen_by(user):
    """The imports that the person sees today."""
    return Import.objects.visible_to(user, on=clock.today(), opened=[one.code for one in opened_to(user)])


def find(request, public_id: str) -> tuple:
    """An import that the reader sees, and its importer."""
    opened = {one.code: one for one in opened_to(request.user)}
    rows = Import.objects.visible_to(request.user, on=clock.today(), opened=list(opened))
    found = get_object_or_404(rows.select_related("owner", "partner", "undone_by"), public_id=public_id)
    return found, opened[found.code]


def find_own(request, public_id: str) -> tuple:
    """One of the reader's own: a colleague's is decided about once it was taken over."""
    found, importer = find(request, public_id)
    if found.owner_id != request.user.pk:
        raise Http404
    return found, importer


@contextmanager
def told(request):
    """A refusal becomes a sentence on the next page."""
    try:
        yield
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))


def start(request, imported: Import, to: str):
    """Have the worker go on with it, and show how far it is."""
    with told(request):
        jobs.ask(imported, to, at=clock.now(), language=get_language())
    return redirect("importing:page", imported.public_id)
