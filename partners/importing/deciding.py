"""One act on a cause mends all its rows: what spellings mean, cells left empty, one choice, the same business or another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.doors import may
from partners.importing import telling
from partners.importing.actions import amend
from partners.importing.decided import NEW, Decided
from partners.importing.finding import OPENS, find_own, start, told
from partners.importing.models import Import

EMPTY = "-"  # chosen for a spelling: its cells are left empty
SETTLED = {"outside": {"refuse", "text"}, "conflict": {"file", "record"}, "known": {"fill", "take", "leave"}}


def decided(request, found: Import, change):
    """Keep the decision, and have the file checked by it."""
    with told(request):
        amend(imported=found, change=change)
        return start(request, found, Import.State.CHECKING)
    return redirect("importing:page", found.public_id)


@may(*OPENS)
@require_POST
def choose(request, public_id, partner):
    """What the spellings of a column mean, each as chosen or typed."""
    found, importer = find_own(request, public_id)
    name = request.POST.get("column", "")
    if name not in {column.name for column in importer.columns}:
        raise Http404
    meant = dict(chosen(request.POST))
    if not meant:
        messages.warning(request, _("Nothing was chosen yet. Choose what a spelling means, then press the button again."))
        return redirect("importing:page", public_id)

    def say(kept: Decided):
        kept.said[name] = {**kept.said.get(name, {}), **meant}

    return decided(request, found, say)


def chosen(sent):
    """Spelling and meaning, of those that were decided."""
    for number in range(telling.SPELLINGS):
        spelling, meaning = sent.get(f"spelling-{number}", ""), sent.get(f"meaning-{number}", "")
        meaning = sent.get(f"typed-{number}", "").strip() or meaning
        if spelling and meaning:
            yield spelling, "" if meaning == EMPTY else meaning


@may(*OPENS)
@require_POST
def drop(request, public_id, partner):
    """Leave the faulty cells of a cause empty."""
    found, importer = find_own(request, public_id)
    name, _sign, cause = request.POST.get("cause", "").partition(":")
    if not cause or name not in {column.name for column in importer.columns}:
        raise Http404
    return decided(request, found, lambda kept: kept.dropped.append(f"{name}:{cause}"))


@may(*OPENS)
@require_POST
def settle(request, public_id, partner):
    """One choice for all rows: from outside the regency, changed on both sides, known already."""
    found, _importer = find_own(request, public_id)
    said = {name: request.POST[name] for name, values in SETTLED.items() if request.POST.get(name) in values}
    if not said:
        raise Http404
    return decided(request, found, lambda kept: vars(kept).update(said))


@may(*OPENS)
@require_POST
def same(request, public_id, partner):
    """Row by row whether it is the same business; or all that are left are others."""
    found, importer = find_own(request, public_id)
    cause, allowed = request.POST.get("cause", ""), {}
    for row in telling.near_rows(found, importer, cause, Decided()):
        allowed[str(row["number"])] = {row["same"], NEW}
    said = {row: request.POST.get(f"same-{row}") for row, values in allowed.items() if request.POST.get(f"same-{row}") in values}
    if request.POST.get("all") == NEW:
        said = dict.fromkeys(map(str, telling.rows_of_cause(found, f"name:{cause}")), NEW)
    return decided(request, found, lambda kept: kept.same.update(said))


@may(*OPENS)
@require_POST
def another(request, public_id, number, partner):
    """A row that was taken for a known business, or for an earlier row, is another one; or it is the same after all."""
    found, importer = find_own(request, public_id)
    row = get_object_or_404(found.ledger, number=number)
    is_other = request.POST.get("another") == "1"
    if is_other and row.how not in importer.overruled:
        raise Http404

    def say(kept: Decided):
        kept.same.pop(str(number), None)
        kept.same |= {str(number): NEW} if is_other else {}

    with told(request):
        amend(imported=found, change=say)
        messages.success(request, _("Row %(number)d was kept. Mend more, then have the file checked again.") % {"number": number})
    return to_row(request, row)


@may(*OPENS)
@require_POST
def afresh(request, public_id, partner):
    """Take back what was decided by cause; how columns are read, and rows that were mended, stay."""
    found, _importer = find_own(request, public_id)
    first = {name: getattr(Decided(), name) for name in ("said", "dropped", "same", "outside", "conflict")}
    return decided(request, found, lambda kept: vars(kept).update(first))


@may(*OPENS)
@require_POST
def mend(request, public_id, number, partner):
    """What should stand in a row's cells; it holds from the next check, so that many rows can be mended one after another."""
    found, importer = find_own(request, public_id)
    row = get_object_or_404(found.ledger, number=number)
    typed = {column: request.POST.get(f"cell-{column.name}", "").strip() for column in importer.columns if sent(request, column)}
    said = {column.name: text for column, text in typed.items() if text or not column.is_personal}
    with told(request):
        amend(imported=found, change=lambda kept: put(kept, row, said))
        messages.success(request, _("Row %(number)d was kept. Mend more, then have the file checked again.") % {"number": number})
    return to_row(request, row)


def to_row(request, row):
    """Back to where the row stands in the ledger."""
    asked = urlencode({"outcome": row.outcome, "cause": request.POST.get("of", ""), "page": request.POST.get("page", "1")})
    return redirect(f"{reverse('importing:rows', args=[row.imported.public_id])}?{asked}#row-{row.number}")


def sent(request, column) -> bool:
    return f"cell-{column.name}" in request.POST


def put(kept: Decided, row, said: dict[str, str]) -> None:
    """Keep what differs from the file, and from what was mended before."""
    before = kept.mended.get(str(row.number), {})
    stands = {**row.cells, **before}
    differing = {name: text for name, text in said.items() if text != stands.get(name, "")}
    if differing:
        kept.mended[str(row.number)] = {**before, **differing}
