"""An import at the terminal: read, checked and written at once, told as sentences or as JSON."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idaman import clock
from idaman.spreadsheets.columns import recognised, words
from idaman.spreadsheets.reading import Unreadable
from partners.importing import jobs
from partners.importing.actions import begin, reading_sheet, receive
from partners.importing.checking import Checked, check
from partners.importing.decided import Decided
from partners.importing.importers import Importer, importers
from partners.importing.ledger import totals
from partners.importing.models import Import, Outcome
from partners.importing.rows import Rows
from partners.importing.writing import keep_check

REFUSED_ROWS, REFUSED_FILE = 1, 2


class ImportCommand(BaseCommand):
    """A command that takes in files of one kind. Exit code 0: every row was taken; 1: some were refused; 2: the file was."""

    code = ""

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--sheet", default="", help="the sheet, where the file has several")
        parser.add_argument("--map", type=Path, help="how to read it, as JSON: see docs/importing.md")
        parser.add_argument("--dry-run", action="store_true", help="check and tell; write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, file: Path, sheet: str, format: str, dry_run: bool, **options):
        try:
            told = self.taken(file, sheet, options["map"], is_dry_run=dry_run)
        except (Unreadable, OSError, ValueError) as refused:
            self.stderr.write(str(refused))
            sys.exit(REFUSED_FILE)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if format == "json" else "\n".join(in_sentences(told)))
        if told["refused_rows"]:
            sys.exit(REFUSED_ROWS)

    def taken(self, file: Path, sheet: str, mapping: Path | None, *, is_dry_run: bool) -> dict:
        importer, at = importers()[self.code], clock.now()
        whose = {"name": file.name, "by": None, "partner": None, "language": get_language()}
        sheet = sheet or reading_sheet(file, recognised(importer.columns))
        rows = Rows(file, sheet)
        imported = receive(importer=importer, path=file, sheet=sheet, rows=rows, at=at, **whose)
        if mapping:
            mapped(imported, importer, read_map(mapping))
        now = begin(imported=imported, to=Import.State.CHECKING, at=at)
        run = jobs.run_of(now, clock.today())
        if is_dry_run:
            checked = check(now, importer, run, rows, jobs.say(now, now.turn))
            keep_check(now, checked, turn=now.turn, at=at)
        else:
            checked = self.written(now, file, rows, at)
        return summary(file, checked)

    def written(self, imported: Import, file: Path, rows: Rows, at) -> Checked:
        Import.objects.filter(pk=imported.pk).update(state=Import.State.WRITING)
        return jobs.written(imported, file, turn=imported.turn, on=clock.today(), at=at, rows=rows)


def mapped(imported: Import, importer: Importer, told: dict) -> None:
    """Read the file as the map says: headings are compared without regard to capitals and signs. Raises ValueError in words."""
    places = {words(heading): str(place) for place, heading in enumerate(imported.headings) if heading}
    columns, decided = told.get("columns", {}), told.get("decided", {})
    refuse_unknown(columns, lambda heading: words(heading) in places, _("“%(word)s” is no heading of the file."))
    names = {column.name for column in importer.columns}
    refuse_unknown(columns.values(), names.__contains__, _("There is no column “%(word)s”. There are: %(known)s."), names)
    keys = set(Decided().kept())
    refuse_unknown(decided, keys.__contains__, _("Nothing called “%(word)s” is decided. There are: %(known)s."), keys)
    if columns:
        imported.mapping = {places[words(heading)]: name for heading, name in columns.items()}
    imported.decided = {**imported.decided, **decided}
    imported.save(update_fields=["mapping", "decided"])


def refuse_unknown(found, is_known, sentence: str, known=()) -> None:
    for word in found:
        if not is_known(word):
            raise ValueError(sentence % {"word": word, "known": ", ".join(sorted(known))})


def read_map(path: Path) -> dict:
    """The map as JSON; raises ValueError in words for what isn't."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(_("%(file)s is no JSON: %(error)s") % {"file": path.name, "error": error}) from error
    if not isinstance(told, dict) or not all(isinstance(told.get(name, {}), dict) for name in ("columns", "decided")):
        raise ValueError(_('%(file)s must look like {"columns": {…}, "decided": {…}}.') % {"file": path.name})
    return told


def summary(file: Path, checked: Checked) -> dict:
    """What became of every row; `rows` is the sum of the counts."""
    counts = totals(checked.told)
    refused = [
        {"row": batch.numbers[place], "column": problem.column, "value": problem.value, "reason": problem.reason}
        for batch in checked.batches
        for place, problems in sorted(batch.problems.items())
        for problem in problems
    ]
    return {
        "file": str(file),
        "rows": checked.told["rows"],
        "created": counts[Outcome.CREATED],
        "updated": counts[Outcome.UPDATED],
        "unchanged": counts[Outcome.UNCHANGED],
        "duplicates": counts[Outcome.DUPLICATE],
        "refused": refused,
        "refused_rows": counts[Outcome.REFUSED],
        "causes": [{key: cause[key] for key in ("column", "cause", "count", "reason")} for cause in checked.told["causes"]],
        "notes": checked.told["note_count"],
    }


def in_sentences(told: dict):
    sentence = _(
        "%(file)s: %(rows)d rows: %(created)d new, %(updated)d changed, %(unchanged)d known without anything new, "
        "%(duplicates)d twins, %(refused_rows)d to mend."
    )
    yield sentence % told
    for cause in told["causes"]:
        yield f"  {cause['count']:>6}  {cause['column'] or '–'}: {cause['reason']}"
