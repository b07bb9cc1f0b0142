"""What imports put into task lists and pass on, what they hold on a person, and what goes when an owner is forgotten."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from idaman import clock, workspace
from idaman.models import User
from idaman.personal import held_in, title_of
from partners.importing.actions import forget_file, hand_over
from partners.importing.importers import importers, opened_to
from partners.importing.models import Import, ImportedRow, KnownHeadings

State = Import.State
READING = ("headings", "body_from", "mapping", "decided", "told", "turn", "alive_at", "rows_done", "fault")
WAITING = {
    State.CHECKED: (workspace.Kind.DECIDE, gettext_lazy("Import checked, waiting for your decision: %(name)s")),
    State.FAILED: (workspace.Kind.CONTINUE, gettext_lazy("Import stopped half-way: %(name)s")),
    State.RECEIVED: (workspace.Kind.CONTINUE, gettext_lazy("Import begun, its columns not confirmed: %(name)s")),
}
SILENT = (workspace.Kind.CONTINUE, gettext_lazy("Import stopped half-way: %(name)s"))


@workspace.tasks
def imports_to_go_on_with(user, *, on):
    """One's own files that wait: checked, stopped, or handed over and not yet confirmed."""
    now = clock.now()
    mine = Import.objects.filter(owner=user, code__in=[one.code for one in opened_to(user)])
    for one in mine.filter(state__in=[*WAITING, State.CHECKING, State.WRITING]).order_by("received_at"):
        kind, title = WAITING.get(one.state) or (SILENT if one.is_silent(at=now) else (None, ""))
        if kind:
            url, day = reverse("importing:page", args=[one.public_id]), clock.local(one.received_at).date()
            yield workspace.Task(kind, title % {"name": one.name}, url, since=day, key=f"import-{one.pk}-{one.state}")


@workspace.handovers
def imports_handed_over(*, leaver, to, partner, on, by, why):
    """What the leaver handed over and didn't finish is the successor's to go on with."""
    count = hand_over(leaver=leaver, to=to, partner=partner)
    if count:
        words = ngettext("%(count)d import passed to %(name)s.", "%(count)d imports passed to %(name)s.", count)
        yield words % {"count": count, "name": to.name}


@workspace.personal
def imported_about(record):
    """Of an account the files it handed over; of any other record the rows of files that are it."""
    if isinstance(record, User):
        yield from held_in(Import, without=READING, owner_id=record.pk)
        return
    for row in rows_of(record).select_related("imported"):
        where = _("%(file)s, row %(number)d") % {"file": title_of(row.imported), "number": row.number}
        for name, text in row.cells.items():
            yield workspace.Held(where, str(importers()[row.imported.code].column(name).title), text)
        for problem in row.problems:
            yield workspace.Held(where, _("what was told of it"), problem.get("reason") or _("twin of another row"))


def rows_of(*records):
    """The rows of ledgers that became these records, or were found to be them."""
    wanted = Q(pk=None)
    for code, importer in importers().items():
        keys = [record.pk for record in records if importer.models and isinstance(record, importer.models[0])]
        wanted |= Q(imported__code=code, record__in=keys) if keys else Q(pk=None)
    return ImportedRow.objects.filter(wanted)


@workspace.forgetting
def imports_tell_nothing_more(msmes, *, words, at):
    """Every kept file goes, since nobody can tell which of them name the owner; so do the cells of rows that do."""
    kept = list(Import.objects.exclude(file=""))
    for one in kept:
        forget_file(imported=one, fault=_("The file was taken away, since an owner asked to be forgotten."))
    rows_of(*msmes).update(cells={}, problems=[])
    hide_in_rows(words)
    hide_in_tellings(words)
    if kept:
        count = len(kept)
        told = ngettext("%(count)d file of an import was taken away.", "%(count)d files of imports were taken away.", count)
        yield told % {"count": count}


def hide_in_rows(words) -> None:
    """A row that names the owner keeps what was wrong with it and none of its cells."""
    for row in ImportedRow.objects.filter(~Q(cells="") | ~Q(problems=[])).iterator():
        clean = {"cells": hidden(words, row.cells), "problems": hidden(words, row.problems)}
        if clean != {"cells": row.cells, "problems": row.problems}:
            problems = [{**one, "value": "", "proposals": []} for one in clean["problems"]]
            ImportedRow.objects.filter(pk=row.pk).update(cells={}, problems=problems)


def hide_in_tellings(words) -> None:
    """What checks told, what was decided, and how files are read by habit."""
    for one in Import.objects.all():
        told, decided = hidden(words, without_examples(words, one.told)), hidden(words, one.decided)
        Import.objects.filter(pk=one.pk).update(name=words.hidden(one.name), told=told, decided=decided)
    for one in KnownHeadings.objects.all():
        KnownHeadings.objects.filter(pk=one.pk).update(said=hidden(words, one.said))


def without_examples(words, told: dict) -> dict:
    """Examples of changes that name the owner go whole: in the file a number may be written in another way."""
    changed = {
        name: {**one, "examples": [pair for pair in one["examples"] if hidden(words, pair) == pair]}
        for name, one in told.get("changed", {}).items()
    }
    return {**told, "changed": changed} if changed else told


def hidden(words, value):
    """The same with the words taken out of every text in it."""
    if isinstance(value, str):
        return words.hidden(value)
    if isinstance(value, list):
        return [hidden(words, one) for one in value]
    if isinstance(value, dict):
        return {words.hidden(key): hidden(words, one) for key, one in value.items()}
    return value
