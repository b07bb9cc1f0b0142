"""An import from the file handed over to the records written, and back."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from idaman.sealed import fernet
from idaman.spreadsheets import layout, reading
from idaman.spreadsheets.columns import proposed, recognised, words
from idaman.states import States
from partners.importing.decided import Decided
from partners.importing.importers import Importer
from partners.importing.models import Import, KnownHeadings, Sample
from partners.importing.rows import Rows

State = Import.State

IMPORTS = States(
    "How a spreadsheet is taken in",
    {
        "": {State.RECEIVED},
        State.RECEIVED: {State.CHECKING, State.CANCELLED},
        State.CHECKING: {State.CHECKED, State.FAILED, State.CANCELLED},
        State.CHECKED: {State.CHECKING, State.WRITING, State.CANCELLED},
        State.WRITING: {State.WRITTEN, State.FAILED, State.CANCELLED},
        State.FAILED: {State.CHECKING, State.CANCELLED},
        State.CANCELLED: {State.CHECKING},
        State.WRITTEN: {State.UNDONE},
    },
    State,
)
SAMPLES = 200  # rows by whose contents columns are recognised


def receive(
    *, importer: Importer, path, name: str, by, partner, language: str, at: datetime, sheet: str = "", rows=None
) -> Import:
    """Keep the file, sealed, and propose how to read it. Raises Unreadable, with nothing kept, for what is no list.

    `rows`, where the caller goes on to read them, are looked into and not used up.
    """
    content = path.read_bytes()
    imported = Import(
        code=importer.code,
        owner=by,
        partner=partner,
        received_at=at,
        language=language,
        name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
    )
    samples = propose(imported, importer, path, sheet, rows)
    imported.file.save("", ContentFile(fernet().encrypt(content)), save=False)
    imported.save()
    Sample.objects.create(imported=imported, cells={"columns": samples})
    return imported


def propose(imported: Import, importer: Importer, path, sheet: str, rows: Rows | None = None) -> list[list]:
    """Fill in how the sheet, the best one where none is named, is read: by its headings and contents, and as last time.

    Gives what stands in the first rows, column by column.
    """
    known = recognised(importer.columns)
    if rows is None:
        look = reading.looked_into(path)
        sheet = sheet or (look.best_sheet(known) if len(look.heads) > 1 else "")
        imported.sheets, first = look.book.sheets, look.head(sheet or look.book.sheets[0])
    else:
        first = rows.first(SAMPLES)
    found, samples = looked_at(first, known)
    mapping = proposed(found.headings, samples, importer.columns)
    decided = Decided(options={mapping[at]: {"unit": unit} for at, unit in found.units.items() if at in mapping})
    imported.sheet, imported.headings, imported.body_from = sheet or "", found.headings, found.body_from
    imported.mapping = {str(place): name for place, name in mapping.items()}
    imported.decided = decided.kept()
    remember(imported)
    return samples


@transaction.atomic
def choose_sheet(*, imported: Import, importer: Importer, path, sheet: str) -> Import:
    """Read another sheet of the file; what was decided about the first is void. Raises Unreadable for one that is no list."""
    now = open_one(imported)
    samples = propose(now, importer, path, sheet)
    now.save(update_fields=["sheet", "sheets", "headings", "body_from", "mapping", "decided"])
    Sample.objects.update_or_create(imported=now, defaults={"cells": {"columns": samples}})
    return now


@transaction.atomic
def receive_again(*, earlier: Import, before, importer: Importer, path, name: str, by, at: datetime, language: str) -> Import:
    """Keep a file that was mended in Excel, and read it as the earlier one (its file is `before`) where the headings agree."""
    whose = {"by": by, "partner": earlier.partner, "language": language, "name": name, "at": at}
    imported = receive(importer=importer, path=path, sheet="", **whose)
    if not is_read_alike(imported, earlier):
        return imported
    decided = Decided.read(earlier.decided)
    stood, stands = (rows_numbered(*one, set(decided.same)) for one in ((before, earlier.sheet), (path, imported.sheet)))
    width = len(earlier.headings)
    decided.mended = {}  # stands in the file itself
    decided.same = {row: key for row, key in decided.same.items() if stands.get(row, [])[:width] == stood.get(row)}
    imported.mapping, imported.decided = earlier.mapping, decided.kept()
    imported.save(update_fields=["mapping", "decided"])
    return imported


def is_read_alike(imported: Import, earlier: Import) -> bool:
    """Whether the file has the other's headings, with what we added behind them."""
    return signature(imported.headings[: len(earlier.headings)]) == signature(earlier.headings)


def rows_numbered(path, sheet: str, numbers: set[str]) -> dict[str, list]:
    """The cells of some rows."""
    if not numbers:
        return {}
    return {str(number): cells for rows in reading.rows(path, sheet or None) for number, cells in rows if str(number) in numbers}


def reading_sheet(path, known) -> str:
    return reading.best_sheet(path, known) if len(reading.opened(path).sheets) > 1 else ""


def samples_of(imported: Import, importer: Importer, opened) -> list[list]:
    """What stands under the headings in the first rows, as kept; `opened` the file is read where it isn't."""
    if kept := Sample.objects.filter(imported=imported).first():
        return kept.cells["columns"]
    with opened(imported) as path:
        return looked_at(Rows(path, imported.sheet).first(SAMPLES), recognised(importer.columns))[1]


def looked_at(first: list, known):
    """The headings of the file by its first rows and, column by column, what stands under them."""
    found = layout.layout_of(first, known)
    body = [cells for number, cells in first if number >= found.body_from][:SAMPLES]
    samples = [[cells[at] if at < len(cells) else None for cells in body] for at in range(len(found.headings))]
    return found, samples


def signature(headings: list[str]) -> str:
    """The same for files with the same headings."""
    return hashlib.sha256(json.dumps([words(heading) for heading in headings]).encode()).hexdigest()


def remember(imported: Import) -> None:
    """Propose what the same office decided about a file with the same headings last time."""
    last = KnownHeadings.objects.filter(
        partner=imported.partner, code=imported.code, signature=signature(imported.headings)
    ).first()
    if last:
        decided = Decided.read(imported.decided)
        decided.options, decided.said = last.options, last.said
        imported.mapping, imported.decided = last.mapping, decided.kept()


def keep_remembered(imported: Import, importer: Importer, *, at: datetime) -> None:
    """Keep how the file was read for the next of the same office; what was said of personal columns isn't kept."""
    decided = Decided.read(imported.decided)
    said = {name: words for name, words in decided.said.items() if not importer.column(name).is_personal}
    KnownHeadings.objects.update_or_create(
        partner=imported.partner,
        code=imported.code,
        signature=signature(imported.headings),
        defaults={"mapping": imported.mapping, "options": decided.options, "said": said, "used_at": at},
    )


@transaction.atomic
def choose_columns(*, imported: Import, mapping: dict[str, str], decided: Decided) -> Import:
    """Say which column is what, and what was asked once about them."""
    now = open_one(imported)
    now.mapping, now.decided = mapping, decided.kept()
    now.save(update_fields=["mapping", "decided"])
    return now


@transaction.atomic
def decide(*, imported: Import, decided: Decided) -> Import:
    """Keep decisions about the file; they hold from its next check."""
    now = open_one(imported)
    now.decided = decided.kept()
    now.save(update_fields=["decided"])
    return now


@transaction.atomic
def amend(*, imported: Import, change: Callable[[Decided], None]) -> Import:
    """Change one decision, whatever others were made since the page was opened."""
    now = open_one(imported)
    decided = Decided.read(now.decided)
    change(decided)
    return decide(imported=now, decided=decided)


@transaction.atomic
def take_over(*, imported: Import, by) -> Import:
    """Go on with what a colleague began: from now on it is one's own, and one's name stands in what it writes."""
    now = open_one(imported)
    now.owner = by
    now.save(update_fields=["owner"])
    return now


def hand_over(*, leaver, to, partner) -> int:
    """What the leaver began for the partner and didn't finish becomes the successor's; how many."""
    begun = Import.objects.filter(owner=leaver, partner=partner).exclude(state__in=[State.WRITTEN, State.UNDONE])
    return begun.update(owner=to)


@transaction.atomic
def forget_file(*, imported: Import, fault: str = "") -> Import:
    """The kept file goes from the disk; what wasn't written yet is cancelled, `fault` saying why."""
    now = held(imported)
    if now.state not in (State.WRITTEN, State.UNDONE):
        now.state, now.turn, now.alive_at, now.fault = State.CANCELLED, now.turn + 1, None, fault
    kept, name = now.file.storage, now.file.name
    now.file = ""
    now.save(update_fields=["state", "turn", "alive_at", "fault", "file"])
    Sample.objects.filter(imported=now).delete()
    if name:
        transaction.on_commit(lambda: kept.delete(name))
    return now


@transaction.atomic
def begin(*, imported: Import, to: State, at: datetime, language: str = "") -> Import:
    """Start a job's turn on the file: checking it, or writing it, told in `language`. A silent job is overtaken by the next.

    Raises ValidationError where the table of states doesn't allow it.
    """
    now = held(imported)
    if not (now.state == to and now.is_silent(at=at)):
        IMPORTS.check(now, now.state, to)
    if not now.file and now.owner_id:
        raise ValidationError(_("The file itself is no longer kept. Hand it over anew."))
    now.state, now.turn, now.alive_at, now.rows_done, now.fault = to, now.turn + 1, at, 0, ""
    now.language = language or now.language
    now.save(update_fields=["state", "turn", "alive_at", "rows_done", "fault", "language"])
    return now


@transaction.atomic
def cancel(*, imported: Import) -> Import:
    """Stop: a job at work notices at its next step, and nothing is written. A finished writing stays; it can be undone."""
    now = held(imported)
    IMPORTS.check(now, now.state, State.CANCELLED)
    now.state, now.turn, now.alive_at = State.CANCELLED, now.turn + 1, None
    now.save(update_fields=["state", "turn", "alive_at"])
    return now


def held(imported: Import) -> Import:
    """The import as it stands, held until the end of the transaction."""
    return Import.objects.select_for_update().get(pk=imported.pk)


def open_one(imported: Import) -> Import:
    """The same, where something can still be decided about it; raises ValidationError else."""
    now = held(imported)
    if now.is_under_way:
        raise ValidationError(_("The file is being worked on at the moment. Wait until that is done, or cancel it."))
    if now.state in (State.WRITTEN, State.UNDONE):
        raise ValidationError(_("The file was written already; nothing can be decided about it any more."))
    return now
