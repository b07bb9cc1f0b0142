"""An import from the file handed over to the records written, and back."""

import hashlib
import json
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
from partners.importing.models import Import, KnownHeadings
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
    known = recognised(importer.columns)
    sheet = sheet or reading_sheet(path, known)
    found, samples = looked_at(rows or Rows(path, sheet), known)
    mapping = proposed(found.headings, samples, importer.columns)
    decided = Decided(options={mapping[at]: {"unit": unit} for at, unit in found.units.items() if at in mapping})
    content = path.read_bytes()
    imported = Import(
        code=importer.code,
        owner=by,
        partner=partner,
        received_at=at,
        language=language,
        name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=sheet or "",
        headings=found.headings,
        body_from=found.body_from,
        mapping={str(place): name for place, name in mapping.items()},
        decided=decided.kept(),
    )
    remember(imported)
    imported.file.save("", ContentFile(fernet().encrypt(content)), save=False)
    imported.save()
    return imported


def reading_sheet(path, known) -> str:
    return reading.best_sheet(path, known) if len(reading.opened(path).sheets) > 1 else ""


def looked_at(rows: Rows, known):
    """The headings of the file and, column by column, what stands under them."""
    first = rows.first(SAMPLES)
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
    now = held(imported)
    if now.is_under_way or now.state in (State.WRITTEN, State.UNDONE):
        raise ValidationError(_("This file is being worked on or was written; its columns stay as they are."))
    now.mapping, now.decided = mapping, decided.kept()
    now.save(update_fields=["mapping", "decided"])
    return now


@transaction.atomic
def decide(*, imported: Import, decided: Decided) -> Import:
    """Keep decisions about the file; they hold from its next check."""
    now = held(imported)
    if now.is_under_way or now.state in (State.WRITTEN, State.UNDONE):
        raise ValidationError(_("This file is being worked on or was written; decisions can't be changed any more."))
    now.decided = decided.kept()
    now.save(update_fields=["decided"])
    return now


@transaction.atomic
def begin(*, imported: Import, to: State, at: datetime, is_restart: bool = False) -> Import:
    """Start a job's turn on the file: checking it, or writing it. A job that went silent is overtaken by the next.

    Raises ValidationError where the table of states doesn't allow it.
    """
    now = held(imported)
    if not (now.state == to and now.is_silent(at=at)):
        IMPORTS.check(now, now.state, to)
    now.state, now.turn, now.alive_at, now.rows_done, now.fault = to, now.turn + 1, at, 0, ""
    now.save(update_fields=["state", "turn", "alive_at", "rows_done", "fault"])
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
