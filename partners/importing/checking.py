"""Reading a file and judging its rows: nothing is written here."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from idaman.sealed import masked
from idaman.spreadsheets.meanings import Faulty, Nik, Npwp
from idaman.spreadsheets.notes import is_note
from idaman.spreadsheets.typed import is_blank
from partners.importing.causes import Causes
from partners.importing.importers import HIDDEN, Batch, Importer, Problem, Run
from partners.importing.models import Import
from partners.importing.rows import Rows

EXAMPLES, NOTES = 3, 50
DIGITS = re.compile(r"[0-9]{6,}")
MORE = "more"  # the name of cells beyond the last heading


@dataclass
class Checked:
    """What a pass over the file found."""

    batches: list[Batch]
    told: dict


class Reading:
    """The rows of one file as batches of named columns, with what people mended put in place."""

    def __init__(self, imported: Import, importer: Importer, run: Run, rows: Rows):
        self.imported, self.importer, self.run, self.rows = imported, importer, run, rows
        self.places = {name: int(place) for place, name in imported.mapping.items()}
        self.width = len(imported.headings)
        self.filled = sum(map(bool, imported.headings))
        self.required = [at for name, at in self.places.items() if importer.column(name).is_required]
        self.notes: list[tuple[int, str]] = []
        self.meanings = {
            name: importer.column(name).meaning(
                said=run.decided.said.get(name), **run.decided.options.get(name, {}), **dated(importer.column(name), run)
            )
            for name in [*self.places, *(name for name in run.decided.whole if name not in self.places)]
        }

    def batches(self) -> Iterator[Batch]:
        """Batch after batch, with values and the faults of single cells; what isn't a row is told as a note."""
        for rows in self.rows:
            body = [row for row in rows if row[0] >= self.imported.body_from and not self.is_note(*row)]
            if body:
                yield self.understood(self.named(body))

    def is_note(self, number: int, cells: list) -> bool:
        """Whether the line is none of the list: a total, a signature, a title between rows; looked at only where it may be.

        A row of our own file, told by its key, is never a note.
        """
        key = self.places.get("key")
        if key is not None and key < len(cells) and cells[key] is not None:
            return False
        has_name = all(at < len(cells) and type(cells[at]) is str for at in self.required)
        if has_name and cells.count(None) * 2 < len(cells) and len(cells) * 2 > self.filled:
            return False
        told = [None if isinstance(cell, str) and is_blank(cell) else cell for cell in cells]
        lone = [at for at, cell in enumerate(told) if cell is not None]
        if not is_note(told, self.filled) and (len(lone) > 1 or set(lone) & set(self.places.values())):
            return False
        self.notes.append((number, " · ".join(str(cell) for cell in told if cell is not None)[:200]))
        return True

    def named(self, rows: list) -> Batch:
        numbers = [number for number, _cells in rows]
        wide = max((len(cells) for _number, cells in rows), default=0)
        columns = list(zip(*(cells + [None] * (wide - len(cells)) for _number, cells in rows), strict=True))
        batch = Batch(numbers, {n: list(columns[at]) if at < wide else [None] * len(rows) for n, at in self.places.items()})
        for name in self.run.decided.whole:
            batch.cells.setdefault(name, [None] * len(rows))
        if wide > self.width:
            self.fault_longer(batch, columns[self.width :])
        self.mend(batch)
        return batch

    def fault_longer(self, batch: Batch, beyond: list) -> None:
        """A row with more cells than the heading has columns: something slipped, and nobody knows what."""
        for place, cells in enumerate(zip(*beyond, strict=True)):
            found = [str(cell) for cell in cells if cell is not None]
            if found:
                reason = _("This row has more cells than the heading; a sign between two cells may be missing or too many.")
                batch.fault(place, Problem("", MORE, reason, " · ".join(found)[:200]))

    def mend(self, batch: Batch) -> None:
        for name, value in self.run.decided.whole.items():
            batch.cells[name] = [value if cell is None else cell for cell in batch.cells[name]]
        mended = self.run.decided.mended
        for place, number in enumerate(batch.numbers) if mended else ():
            for name, text in mended.get(str(number), {}).items():
                if name in batch.cells:
                    batch.cells[name][place] = text or None
                    batch.problems.pop(place, None)

    def understood(self, batch: Batch) -> Batch:
        for name, cells in batch.cells.items():
            column = self.importer.column(name)
            if column.is_personal:
                cells = [None if isinstance(cell, str) and HIDDEN in cell else cell for cell in cells]
            values, faults = self.meanings[name].read_all(cells)
            batch.values[name] = values
            for place, fault in faults.items():
                values[place] = None
                self.fault(batch, place, column, fault)
            if column.is_required:
                self.miss(batch, column, faults)
        for column in self.importer.columns:
            if column.is_required and column.name not in batch.cells:
                batch.values[column.name] = [None] * len(batch)
                self.miss(batch, column, {})
        return batch

    def fault(self, batch: Batch, place: int, column, fault: Faulty) -> None:
        if f"{column.name}:{fault.cause}" not in self.run.decided.dropped or column.is_required:
            value, sentence, proposals = shown(column, batch.cells[column.name][place]), fault.sentence, fault.proposals
            if column.is_personal:  # neither a proposed number nor the digits that a sentence quotes stand in a ledger
                sentence, proposals = DIGITS.sub("••••••", sentence), ()
            batch.fault(place, Problem(column.name, fault.cause, sentence, value, proposals))

    def miss(self, batch: Batch, column, faults: dict) -> None:
        for place, value in enumerate(batch.values[column.name]):
            if value is None and place not in faults:
                reason = _("%(column)s is missing.") % {"column": column.title}
                batch.fault(place, Problem(column.name, "missing", reason))


def dated(column, run: Run) -> dict:
    """Numbers that hold a day are judged as of the day."""
    return {"on": run.on} if column.meaning in (Nik, Npwp) else {}


def shown(column, cell) -> str:
    """A cell as a ledger may keep it in clear."""
    text = "" if cell is None else str(cell)
    return masked(text) if column.is_personal and text else text


def check(imported: Import, importer: Importer, run: Run, rows: Rows, say: Callable[[int], None]) -> Checked:
    """Judge every row of the file. Raises Unreadable for a file that can't be read; `say` is told how many rows are done."""
    source = Reading(imported, importer, run, rows)
    batches, changed, done = [], {}, 0
    for batch in source.batches():
        importer.judge(batch, run)
        note_changes(changed, importer, batch)
        if importer.judges_together:
            batch.values = {}  # the records are built; the cells stay until it is known which rows are taken
        else:
            settle(batch)
        batches.append(batch)
        done += len(batch)
        say(done)
    run.memory.clear()
    if importer.judges_together:
        importer.judge_together(batches)
        for batch in batches:
            settle(batch)
    causes = Causes(importer)
    for batch in batches:
        causes.add(batch)
    told = {
        "rows": done,
        "counts": dict(Counter(str(outcome) for batch in batches for outcome in batch.settled)),
        "how": dict(Counter(how for batch in batches for place, how in sorted(batch.how.items()) if batch.is_good(place))),
        "causes": causes.told(),
        "changed": changed,
        "notes": source.notes[:NOTES],
        "note_count": len(source.notes),
    }
    return Checked(batches, told)


def settle(batch: Batch) -> None:
    """Now it is known what becomes of each row; of those that aren't taken the cells are kept, the rest can go."""
    batch.settled = batch.outcomes()
    keep_cells_of_faulty(batch)
    batch.bases = {}


def note_changes(changed: dict, importer: Importer, batch: Batch) -> None:
    """What was written in another way than it stood in the file: how often, and a few examples."""
    for name, cells in batch.cells.items():
        column = importer.column(name)
        for cell, value in zip(cells, batch.values[name], strict=True):
            if cell == value or cell is None or value is None or str(cell) == str(value):
                continue
            entry = changed.setdefault(name, {"count": 0, "examples": []})
            entry["count"] += 1
            if len(entry["examples"]) < EXAMPLES:
                entry["examples"].append([shown(column, cell), shown(column, value)])


def keep_cells_of_faulty(batch: Batch) -> None:
    """Of rows that aren't taken the cells are kept, sealed, so that they can be mended on the page; the rest can go."""
    batch.kept_cells = {
        place: {name: str(cells[place]) for name, cells in batch.cells.items() if cells[place] is not None}
        for place in chain(batch.problems, batch.twins)
    }
    batch.cells = {}
