"""What a row says otherwise than the record that it is."""

from datetime import date

from idaman.periods import ONE_DAY
from idaman.spreadsheets.meanings import PartialDay
from idaman.spreadsheets.typed import spelling
from idaman.spreadsheets.words_typed import folded
from partners.importing.coming_back import is_decided
from partners.importing.importers import Batch, Run


def changes(batch: Batch, at: int, row: dict, importer, run: Run) -> dict:
    """What the row changes in the record that it is: a row with a key what was changed in it, any other as was decided."""
    if at in batch.bases:
        return edited(batch, at, row, importer, run)
    if run.decided.known == "leave":
        return {}
    known, values = batch.stored[at], as_stored(row)
    return {
        name: values[name]
        for name in row
        if name not in importer.identity
        and not is_said(known, name, row[name], values[name])
        and (run.decided.known == "take" or getattr(known, name) in (None, ""))
    }


def edited(batch: Batch, at: int, row: dict, importer, run: Run) -> dict:
    """What was edited in a row of our own file; where the record was changed otherwise as well, people decide."""
    known, base, found = batch.stored[at], batch.bases[at], {}
    for name, value in as_stored(row).items():
        if is_said(base, name, row[name], value) or is_said(known, name, row[name], value):
            continue
        is_moved = getattr(known, name) != getattr(base, name)
        if is_moved and not wins(batch, at, name, value, importer, run):
            continue
        found[name] = value
    return found


def wins(batch: Batch, at: int, name: str, value, importer, run: Run) -> bool:
    """Whether the file's value is taken although the record was changed since; what it points to is told as it stands there."""
    column = importer.column_of(importer.model._meta.get_field(name).name)
    words = spelling(batch.cells[column][at]) if importer.model._meta.get_field(name).is_relation else value
    return is_decided(batch, at, batch.stored[at], name, words, run, column=column)


def same_words(one: dict, other: dict) -> bool:
    """Whether two rows say the same, capitals aside."""

    def plainly(row: dict) -> dict:
        return {name: folded(value) if isinstance(value, str) else value for name, value in row.items()}

    return plainly(one) == plainly(other)


def is_of_day(record, row: dict) -> bool:
    """Whether the record began when the row says, as exactly as the row knows it; what has no days is the same at once."""
    return "starts_on" not in row or record.starts_on in row["starts_on"].period


def is_said(record, name: str, said, value) -> bool:
    """Whether the record says it already, at least as exactly."""
    now = getattr(record, name)
    if isinstance(said, PartialDay) and isinstance(now, date):
        return (now - ONE_DAY if name == "ends_on" else now) in said.period
    return now == value


def as_stored(row: dict) -> dict:
    """A first day known to the month or year begins with it; a last day is inclusive, and known to the month the month's last."""
    return {
        name: (value.period.end if name == "ends_on" else value.first) if isinstance(value, PartialDay) else value
        for name, value in row.items()
    }
