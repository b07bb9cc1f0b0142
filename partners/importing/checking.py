"""Reading a file and judging its rows: nothing is written here."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from idaman.sealed import masked
from idaman.spreadsheets.meanings import Faulty, Meaning, Nik, Npwp
from idaman.spreadsheets.notes import district_of, is_note
from idaman.spreadsheets.shapes import said
from idaman.spreadsheets.typed import is_blank, spelling
from idaman.staging import Stage
from partners.importing.causes import Causes
from partners.importing.importers import HIDDEN, Batch, Importer, Problem, Run
from partners.importing.ledger import ledger
from partners.importing.models import Import, ImportedRow
from partners.importing.rows import Rows

EXAMPLES, NOTES = 3, 50
DIGITS = re.compile(r"[0-9]{6,}")
DISTRICT = "district"  # the column that the title of a section between rows can speak for
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
        self.has_districts = any(column.name == DISTRICT for column in importer.columns)
        self.titles: list[tuple[int, str, str]] = []  # of sections: number of the line, how it stands there, the district
        self.meanings = {name: self.meaning_of(name) for name in {*self.places, *run.decided.whole}}

    def meaning_of(self, name: str) -> Meaning:
        column, decided = self.importer.column(name), self.run.decided
        return column.meaning(said=decided.said.get(name), **decided.options.get(name, {}), **dated(column, self.run))

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
        if self.has_districts and len(lone) == 1 and (district := district_of(said(told[lone[0]]))):
            self.titles.append((*self.notes[-1], district))
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
        if self.titles:
            self.carry_down(batch)
        self.mend(batch)
        return batch

    def carry_down(self, batch: Batch) -> None:
        """A row that names no district is of the one in the title above it."""
        self.meanings.setdefault(DISTRICT, self.meaning_of(DISTRICT))
        cells = batch.cells.setdefault(DISTRICT, [None] * len(batch))
        made = batch.made_of.setdefault(DISTRICT, {})
        for place, number in enumerate(batch.numbers):
            above = bisect_left(self.titles, (number,))
            if above and (cells[place] is None or is_blank(spelling(cells[place]))):
                _line, made[place], cells[place] = self.titles[above - 1]

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


def check(
    imported: Import, importer: Importer, run: Run, rows: Rows, say: Callable[[int], None], stage: Stage | None = None
) -> Checked:
    """Judge every row of the file. Raises Unreadable for a file that can't be read; `say` is told how many rows are done.

    Where a `stage` is given, what can be made ready for writing is made ready on the way.
    """
    source = Reading(imported, importer, run, rows)
    batches, changed, done = [], {}, 0
    for batch in source.batches():
        importer.judge(batch, run)
        note_changes(changed, importer, batch)
        if importer.judges_together:
            batch.values = {}  # the records are built; the cells stay until it is known which rows are taken
        else:
            settle(batch)
            if stage is not None:
                make_ready(imported, importer, batch, run, stage)
        batches.append(batch)
        done += len(batch)
        say(done)
    run.memory.clear()
    if importer.judges_together:
        importer.judge_together(batches)
        for batch in batches:
            settle(batch)
    return Checked(batches, found_in(batches, Causes(importer)) | {"changed": changed} | noted(source.notes))


def found_in(batches: list[Batch], causes: Causes) -> dict:
    """How many rows there are, what becomes of them, how known ones were known, and why some can't be taken."""
    for batch in batches:
        causes.add(batch)
    return {
        "rows": sum(map(len, batches)),
        "counts": dict(Counter(str(outcome) for batch in batches for outcome in batch.settled)),
        "how": dict(Counter(how for batch in batches for place, how in sorted(batch.how.items()) if batch.is_good(place))),
        "causes": causes.told(),
    }


def noted(notes: list[tuple[int, str]]) -> dict:
    """The first lines that are none of the list, and how many there are."""
    return {"notes": notes[:NOTES], "note_count": len(notes)}


def settle(batch: Batch) -> None:
    """Now it is known what becomes of each row; of those that aren't taken the cells are kept, the rest can go."""
    batch.settled = batch.outcomes()
    keep_cells_of_faulty(batch)
    batch.bases = {}


def make_ready(imported: Import, importer: Importer, batch: Batch, run: Run, stage: Stage) -> None:
    """What is new, and the ledger's lines with it; the values of a batch in which nothing known changes can go then."""
    batch.is_staged = importer.stage(batch, run, stage)
    if batch.is_staged:
        stage.add(ImportedRow, ledger(imported, batch))
        if not any(batch.changes.values()):
            batch.values = {name: batch.values[name] for name in importer.written_late if any(batch.column(name))}


def note_changes(changed: dict, importer: Importer, batch: Batch) -> None:
    """What was written in another way than it stood in the file: how often, and a few examples."""
    for name, cells in batch.cells.items():
        if cells == batch.values[name]:  # a million cells, most of them as they should be
            continue
        for cell, value in zip(cells, batch.values[name], strict=True):
            if cell == value or cell is None or value is None or str(cell) == str(value):
                continue
            note_change(changed, importer.column(name), cell, value)
    for name, made in batch.made_of.items():
        for place, cell in made.items():
            note_change(changed, importer.column(name), cell, batch.values[name][place])


def note_change(changed: dict, column, cell, value) -> None:
    entry = changed.setdefault(column.name, {"count": 0, "examples": []})
    entry["count"] += 1
    if len(entry["examples"]) < EXAMPLES:
        written = column.meaning().written(value) if isinstance(value, tuple) else value
        entry["examples"].append([shown(column, cell), shown(column, written)])


def keep_cells_of_faulty(batch: Batch) -> None:
    """Of rows that aren't taken the cells are kept, sealed, so that they can be mended on the page; the rest can go."""
    batch.kept_cells = {
        place: {name: str(cells[place]) for name, cells in batch.cells.items() if cells[place] is not None}
        for place in chain(batch.problems, batch.twins)
    }
    batch.cells = {}
