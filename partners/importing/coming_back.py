"""Rows of our own files that come back: each is the record that its key names, and an untouched cell says nothing."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Versioned, as_it_was, at_hand, in_words
from idaman.spreadsheets.child import text
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.days_typed import PartialDay
from idaman.spreadsheets.meanings import Text
from idaman.spreadsheets.typed import spelling, without_mark
from idaman.spreadsheets.written import harmless
from partners.importing.going_out import written
from partners.importing.importers import Batch, Problem, Run
from partners.importing.naming import Link

KEY = Column("key", gettext_lazy("Key of the record"), (), partial(Text, max_length=80))
FORM = re.compile(r"(?P<code>[a-z][a-z-]*)-(?P<record>[0-9]{1,15})\.(?P<version>[0-9]{1,15})")
Quiet = dict[int, set[str]]  # place of a row with a key → the columns in which nobody changed anything


@dataclass(frozen=True)
class Key:
    """A key as our files have it: of which list, which record, and the entry of its history from which the row was written."""

    code: str
    record: int
    version: int

    @classmethod
    def read(cls, written: str) -> "Key | None":
        found = FORM.fullmatch(written)
        return found and cls(found["code"], int(found["record"]), int(found["version"]))


def recall(batch: Batch, importer, run: Run) -> None:
    """Of each row with a key the record it is, and what it was when the row was written; a key that leads nowhere is a fault."""
    told = {at: words for at, words in enumerate(batch.column("key")) if words}
    keys = {at: key for at, words in told.items() if (key := Key.read(words)) and key.code == importer.code}
    stood, stands = as_written(importer.model, keys), seen(importer.model, run, {key.record for key in keys.values()})
    for at, words in told.items():
        key, base = keys.get(at), stood.get(keys[at].version) if at in keys else None
        if base is not None and base.pk == key.record and key.record in stands:
            batch.bases[at], batch.stored[at] = base, stands[key.record]
        elif "key:unknown-key" not in run.decided.dropped:
            batch.fault(at, Problem("key", "unknown-key", no_such(key), words))
    at_hand(list(batch.bases.values()))


def no_such(key: Key | None) -> str:
    if key is None:
        return _("This is no key of this list. Put back what stood here; a row of a new record has no key.")
    return _("No record that you may see has this key; it may have been deleted since.")


def as_written(model, keys: dict[int, Key]) -> dict[int, object]:
    """The records as they were at the entries of their history."""
    rows = model.history.filter(history_id__in={key.version for key in keys.values()}) if keys else ()
    return {row.history_id: as_it_was(row) for row in rows}


def seen(model, run: Run, keys: set[int]) -> dict[int, object]:
    """Of these records those that the one who imports may see; at the terminal all."""
    if not keys:
        return {}
    records = narrowed(model, run) if run.user else None
    return (model._default_manager.all() if records is None else records).in_bulk(keys)


def narrowed(model, run: Run):
    """What of the model the person may see; where it has no word of its own, what it rests on has it. None: it is open."""
    if hasattr(model._default_manager.all(), "visible_to"):
        return model._default_manager.visible_to(run.user, on=run.on)
    found = None
    for key in model._meta.concrete_fields:
        resting = narrowed(key.related_model, run) if key.is_relation and not key.null else None
        if resting is not None:
            found = (model._default_manager.all() if found is None else found).filter(**{f"{key.name}__in": resting})
    return found


def quieten(batch: Batch, importer) -> Quiet:
    """Cells that nobody touched, or that were emptied, say what was written; what would be wrong with them is no matter."""
    quiet: Quiet = {at: set() for at in batch.bases}
    wrote = written(importer, list(batch.bases.values())) if quiet else {}
    faulty = {(at, problem.column) for at in quiet for problem in batch.problems.get(at, ())}
    for name, cells in wrote.items():
        quiet |= {
            at: quiet[at] | {name} for at, cell in zip(quiet, cells, strict=True) if says_nothing(batch, at, name, cell, faulty)
        }
    for link in importer.links:
        add_former_words(batch, link, quiet)
    for at, names in quiet.items():
        left = [problem for problem in batch.problems.pop(at, ()) if problem.column not in names]
        batch.problems |= {at: left} if left else {}
        for name in names & {*importer.fields}:
            if not importer.column(name).is_personal:
                batch.values.setdefault(name, [None] * len(batch))[at] = said_of(batch.bases[at], importer.fields[name])
    return quiet


def says_nothing(batch: Batch, at: int, name: str, wrote, faulty: set) -> bool:
    if name not in batch.cells:
        return True
    return is_same(batch, at, name, wrote) or (batch.column(name)[at] is None and (at, name) not in faulty)


def add_former_words(batch: Batch, link: Link, quiet: Quiet) -> None:
    """What a row points to may have been renamed since: then its cells are as they were written once."""
    field = next(iter(batch.bases.values()))._meta.get_field(link.attribute) if quiet else None
    touched = {at: {*link.columns} - names for at, names in quiet.items() if not {*link.columns} <= names}
    if not touched or not issubclass(field.related_model, Versioned):
        return
    keys = {getattr(batch.bases[at], link.attribute) for at in touched} - {None}
    former = defaultdict(set)
    rows = at_hand([as_it_was(row) for row in field.related_model.history.filter(id__in=keys)])
    for one in rows:
        former[one.pk] |= {(name, plain(words)) for name, words in link.spelled(one).items()}
    for at, names in touched.items():
        ever = former[getattr(batch.bases[at], link.attribute)]
        quiet[at] |= {name for name in names if (name, plain(batch.cells[name][at])) in ever}


def said_of(base, attribute: str):
    """A record's value as a row would have said it; a last day is inclusive."""
    value = base.last_day if attribute == "ends_on" else getattr(base, attribute)
    if value == "":
        return None
    return PartialDay(value) if isinstance(value, date) else value


def is_same(batch: Batch, at: int, name: str, wrote) -> bool:
    """Whether the cell means or says what was written."""
    value = batch.column(name)[at]
    if wrote is not None and value == (PartialDay(wrote) if isinstance(wrote, date) else wrote):
        return True
    return plain(batch.cells[name][at]) in (plain(wrote), plain(harmless(wrote)))


def plain(cell) -> str:
    """A cell as it is after a file was written and read."""
    return without_mark(spelling(text(str(cell)) if cell is not None else None))


def is_decided(batch: Batch, at: int, stored, name: str, value, run: Run, *, column: str = "") -> bool:
    """Whether the file wins over what somebody changed in the record since; until people decide, the row waits."""
    if not run.decided.conflict:
        field = stored._meta.get_field(name)
        last = stored.history.select_related("history_user").first()
        words = {
            "who": (last and last.history_user) or _("Somebody"),
            "now": in_words(field, getattr(stored, field.name)),
            "column": field.verbose_name,
        }
        reason = _("%(who)s changed %(column)s to %(now)s after this file was made. Decide which is right.") % words
        batch.fault(at, Problem(column or name, "conflict", reason, in_words(field, value)))
    return run.decided.conflict == "file"
