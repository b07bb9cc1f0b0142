"""An office's file from the moment it is handed over to the moment it is undone, page by page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from idaman import clock, refusals
from idaman.once import taken_once
from idaman.spreadsheets.reading import Unreadable
from partners.doors import abilities, may
from partners.importing import actions, telling, undoing
from partners.importing import marked as marking
from partners.importing.decided import Decided
from partners.importing.finding import OPENS, find, find_own, seen_by, start, told
from partners.importing.forms import AgainForm, ColumnsForm, ReceiveForm, UndoForm
from partners.importing.importers import opened_to
from partners.importing.jobs import in_clear, opened
from partners.importing.models import Import, Outcome
from partners.roles import May

State = Import.State
EARLIER, PAGE = 100, 50


@may(*OPENS)
def import_list(request, partner):
    """Hand a file over; below, those handed over before."""
    kinds = opened_to(request.user)
    form = ReceiveForm(request.POST or None, request.FILES or None, opened=kinds)
    if form.is_valid() and (made := received(request, form, partner, kinds)):
        return redirect("importing:columns", made.public_id)
    earlier = seen_by(request.user).select_related("owner")[:EARLIER]
    context = {"form": form, "imports": earlier, "titles": {one.code: one.title for one in kinds}}
    return render(request, "importing/import_list.html", context, status=400 if form.errors else 200)


def received(request, form, partner, kinds) -> Import | None:
    """The import of the file, or a sentence at the form: nothing was kept."""
    importer = next(one for one in kinds if one.code == form.cleaned_data["code"])
    return kept(request, form, actions.receive, importer=importer, partner=partner)


def kept(request, form, act, **words) -> Import | None:
    upload = form.cleaned_data["file"]
    whose = {"by": request.user, "language": get_language(), "at": clock.now(), "name": upload.name}
    try:
        with in_clear(upload.read()) as path:
            return act(path=path, **whose, **words)
    except Unreadable as refused:
        form.add_error("file", str(refused))
    except OSError:
        sentence = _("The file could not be kept, the disk may be full. Nothing was imported. Tell the administrator.")
        form.add_error("file", sentence)
    return None


@may(*OPENS)
def import_page(request, public_id, partner):
    """One import: how far it is, what was found, what must be decided, or what came of it."""
    found, importer = find(request, public_id)
    if request.htmx:
        done = not found.is_under_way or found.is_silent(at=clock.now())
        return HttpResponseClientRefresh() if done else render(request, "importing/progress.html", {"imported": found})
    context = {"imported": found, "importer": importer, "is_silent": found.is_silent(at=clock.now())}
    context |= {"told": telling.told(found, importer), "is_own": found.owner_id == request.user.pk}
    context |= {"twins": same_file(request, found), "may_open": may_open(request, found), "decided": Decided.read(found.decided)}
    context["counts"] = telling.counted(found)
    if found.state == State.CHECKED:
        context |= {"causes": telling.causes(found, importer), "decisions": telling.decisions(found, importer)}
    return render(request, "importing/import_page.html", context)


def same_file(request, found: Import) -> list[Import]:
    """The same file handed over before."""
    return list(seen_by(request.user).filter(code=found.code, sha256=found.sha256, pk__lt=found.pk)[:3])


def may_open(request, found: Import) -> bool:
    """Whether the cells may be had in clear: by who handed them over, and who may see personal data anyway."""
    return bool(found.file) and (found.owner_id == request.user.pk or May.SEE_PERSONAL in abilities(request.user))


@may(*OPENS)
def import_columns(request, public_id, partner):
    """Which column is what; confirmed, the file is checked."""
    found, importer = find_own(request, public_id)
    if not found.file or found.state in (State.WRITTEN, State.UNDONE) or found.is_under_way:
        return redirect("importing:page", public_id)
    samples = actions.samples_of(found, importer, opened)
    form = ColumnsForm(request.POST or None, imported=found, importer=importer, samples=samples)
    if form.is_valid():
        with told(request):
            actions.choose_columns(imported=found, mapping=form.mapping(), decided=form.decided_anew())
        return start(request, found, State.CHECKING)
    context = {"form": form, "imported": found, "sheets": found.sheets, "twins": same_file(request, found), "importer": importer}
    return render(request, "importing/import_columns.html", context, status=400 if form.errors else 200)


@may(*OPENS)
@require_POST
def sheet(request, public_id, partner):
    """Read another sheet of the workbook."""
    found, importer = find_own(request, public_id)
    try:
        with opened(found) as path, told(request):
            actions.choose_sheet(imported=found, importer=importer, path=path, sheet=request.POST.get("sheet", ""))
    except Unreadable as refused:
        messages.warning(request, str(refused))
    return redirect("importing:columns", public_id)


@may(*OPENS)
@require_POST
def check_again(request, public_id, partner):
    """Check it once more: after decisions, after a fault, after it was cancelled."""
    found, _importer = find_own(request, public_id)
    return start(request, found, State.WRITING if found.state == State.WRITING else State.CHECKING)


@may(*OPENS)
@require_POST
def cancel(request, public_id, partner):
    """Stop it; nothing is written."""
    found, _importer = find_own(request, public_id)
    with told(request):
        actions.cancel(imported=found)
    return redirect("importing:page", public_id)


@may(*OPENS)
@require_POST
def take_over(request, public_id, partner):
    """Go on with a colleague's."""
    found, _importer = find(request, public_id)
    with told(request):
        actions.take_over(imported=found, by=request.user)
    return redirect("importing:page", public_id)


@may(*OPENS)
@require_POST
def write(request, public_id, partner):
    """Have the rows written: all of them, or only the good ones, as was said."""
    found, _importer = find_own(request, public_id)
    is_partial = request.POST.get("only_good") == "1"
    with told(request):
        actions.amend(imported=found, change=lambda decided: setattr(decided, "only_good", is_partial))
        return start(request, found, State.WRITING)
    return redirect("importing:page", public_id)


@may(*OPENS)
def import_rows(request, public_id, partner):
    """The ledger, page by page: every row of the file and what became of it."""
    found, importer = find(request, public_id)
    outcome, cause = request.GET.get("outcome", ""), request.GET.get("cause", "")
    rows = found.ledger.filter(outcome=outcome) if outcome in Outcome.values else found.ledger.all()
    page = Paginator(telling.rows_of_cause(found, cause) if cause else rows, PAGE).get_page(request.GET.get("page"))
    shown = list(found.ledger.filter(number__in=list(page)) if cause else page)
    context = {"imported": found, "page": page, "outcome": outcome, "lines": telling.lines(shown, found, importer)}
    context |= {"cause": cause, "asked": urlencode({"outcome": outcome, "cause": cause})}
    context |= {"counts": telling.counted(found), "pages": page.paginator.get_elided_page_range(page.number)}
    context["may_mend"] = found.owner_id == request.user.pk and found.state == State.CHECKED
    return render(request, "importing/import_rows.html", context)


@may(*OPENS)
def marked(request, public_id, partner):
    """The file again, with the faults in colour and in words."""
    found, importer = find(request, public_id)
    if not may_open(request, found) or found.state not in (State.CHECKED, State.WRITTEN):
        raise Http404
    with opened(found) as path:
        content = marking.marked(found, importer, path)
    return FileResponse(content, as_attachment=True, filename=marking.name_of(found))


@may(*OPENS)
def again(request, public_id, partner):
    """Give the file back, mended in Excel: it is checked as the earlier one was."""
    found, importer = find(request, public_id)
    form = AgainForm(request.POST or None, request.FILES or None)
    if found.file and form.is_valid():
        with opened(found) as before:
            made = kept(request, form, actions.receive_again, earlier=found, before=before, importer=importer)
        if made and actions.is_read_alike(made, found):
            return start(request, made, State.CHECKING)
        if made:
            messages.info(request, _("The headings differ from the earlier file's. Say which column is what."))
            return redirect("importing:columns", made.public_id)
    return render(request, "importing/again.html", {"form": form, "imported": found}, status=400 if form.errors else 200)


@may(*OPENS)
@taken_once
def undo(request, public_id, partner):
    """What undoing takes back and what stays; with a reason it is done."""
    found, importer = find(request, public_id)
    if found.state != State.WRITTEN:
        return redirect("importing:page", public_id)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            undoing.undo(imported=found, importer=importer, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
            messages.success(request, _("The import was undone."))
            return redirect("importing:page", public_id)
        except IntegrityError as refused:
            form.add_error(None, refusals.sentence(refused))
    context = {"form": form, "imported": found, **telling.undoing(undoing.looked_at(found, importer), importer)}
    return render(request, "importing/undo.html", context, status=400 if form.errors else 200)
