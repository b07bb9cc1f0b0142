"""Small files taken in by the tests as the pages and the terminal take them in."""

import csv
from datetime import UTC, date, datetime

from idaman.history import keep
from partners.importing import jobs
from partners.importing.actions import begin, receive
from partners.importing.decided import Decided
from partners.importing.importers import importers
from partners.importing.ledger import totals
from partners.importing.models import Import, ImportedRow

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 24)


def written_to(path, headings: list[str], *rows):
    """A file as an Indonesian Excel saves it."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([headings, *rows])
    return path


def handed_over(code: str, path, *, by=None, partner=None, **decided) -> Import:
    """The file, received and decided about."""
    words = {"name": path.name, "by": by, "partner": partner, "language": "id", "at": AT}
    imported = receive(importer=importers()[code], path=path, **words)
    imported.decided = Decided(**{**Decided.read(imported.decided).kept(), **decided}).kept()
    imported.save()
    return imported


def taken(code: str, path, at: datetime = AT, **words) -> Import:
    """The file, checked and written; its counts stand in `told`."""
    imported = begin(imported=handed_over(code, path, **words), to=Import.State.CHECKING, at=at)
    Import.objects.filter(pk=imported.pk).update(state=Import.State.WRITING)
    jobs.written(imported, path, turn=imported.turn, on=ON, at=at)
    return Import.objects.select_related("owner", "partner").get(pk=imported.pk)


def counts(imported: Import) -> dict[str, int]:
    """How many rows had which outcome, without those that none had."""
    return {outcome: count for outcome, count in totals(imported.told).items() if count}


def causes(imported: Import) -> list[tuple[str, str]]:
    return sorted((one["column"], one["cause"]) for one in imported.told["causes"])


def reasons(imported: Import) -> list[str]:
    """Why rows weren't taken, in the order of the file."""
    return [one["reason"] for row in ImportedRow.objects.filter(imported=imported) for one in row.problems if "reason" in one]


def kept(record):
    return keep(record, by=None)
