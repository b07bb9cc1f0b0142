"""What an import's pages tell: its counts, what was changed, the causes with their acts, the rows of its ledger."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from idaman.sealed import masked
from partners.importing.checking import MORE
from partners.importing.decided import NEW, TWIN, Decided
from partners.importing.importers import Importer
from partners.importing.ledger import totals
from partners.importing.models import Import, ImportedRow, Outcome
from partners.importing.undoing import Undoing

SPELLINGS, NEAR_ROWS, FEW, FIRST_CELLS = 40, 40, 60, 4

HOW: dict[str, str | Promise] = {
    "key": gettext_lazy("by the key of our own file"),
    "nib": gettext_lazy("by NIB"),
    "nik": gettext_lazy("by NIK and name"),
    "phone": gettext_lazy("by telephone and name"),
    "name": gettext_lazy("by name in the same village"),
    "decided": gettext_lazy("as decided here"),
    "same": gettext_lazy("by what names them"),
}


def told(imported: Import, importer: Importer) -> dict:
    """The result of the last check or of the writing, as the template shows it."""
    found, counts = imported.told, totals(imported.told)
    known = counts[Outcome.UPDATED] + counts[Outcome.UNCHANGED]
    return {
        "counts": counts,
        "known": known,
        "to_write": counts[Outcome.CREATED] + counts[Outcome.UPDATED],
        "hows": [(HOW.get(how, how), count) for how, count in found.get("how", {}).items()],
        "changed": [(title_of(importer, name), one["count"], one["examples"]) for name, one in found.get("changed", {}).items()],
        "notes": found.get("notes", []),
        "more_notes": found.get("note_count", 0) - len(found.get("notes", [])),
        "is_moved_known": "moved" in found,
        "moved": moved(found.get("moved", {})),
    }


def decisions(imported: Import, importer: Importer) -> dict:
    """What was decided about the rows so far: spellings by column, cells left empty, rows named the same or mended."""
    decided = Decided.read(imported.decided)
    return {
        "said": [(title_of(importer, name), list(told.items())) for name, told in decided.said.items() if told],
        "dropped": [title_of(importer, one.partition(":")[0]) for one in decided.dropped],
        "same": len(decided.same),
        "outside": decided.outside == "text",
        "conflict": decided.conflict,
    }


def moved(days: dict[str, dict]) -> list[tuple]:
    """Which past figures an import moved, as lines: day, figure, before, after."""
    return [(date.fromisoformat(day), title, *values) for day, figures in days.items() for title, values in figures.items()]


def title_of(importer: Importer, name: str) -> str:
    """What people call the column; a fault of the whole row has none."""
    return str(importer.column(name).title) if name and name != MORE else ""


def causes(imported: Import, importer: Importer) -> list[dict]:
    """The causes, each with its one act and what that act needs."""
    decided = Decided.read(imported.decided)
    return [cause_of(imported, importer, number, one, decided) for number, one in enumerate(imported.told.get("causes", []))]


def cause_of(imported: Import, importer: Importer, number: int, one: dict, decided: Decided) -> dict:
    cause = {**one, "number": number, "name": f"{one['column']}:{one['cause']}", "title": title_of(importer, one["column"])}
    if "choose" in one["acts"]:
        cause["choices"] = importer.choices(one["column"]) or meanings_of(importer, one["column"])
        cause["has_few"] = len(cause["choices"]) <= FEW
        cause["spellings"] = [spelled(told, cause) for told in one["spellings"][:SPELLINGS]]
        cause["more"] = max(0, len(one["spellings"]) - SPELLINGS)
    if "same" in one["acts"]:
        cause["near"] = near_rows(imported, importer, one["cause"], decided)
        cause["more"] = max(0, one["count"] - len(cause["near"]))
    return cause


def spelled(told: dict, cause: dict) -> dict:
    """A spelling with what it may mean: what is near first, then everything else where that is a short list."""
    proposals = list(dict.fromkeys(told["proposals"]))
    others = [one for one in cause["choices"] if one not in proposals] if cause["has_few"] else []
    return {**told, "proposals": proposals, "others": others}


def meanings_of(importer: Importer, name: str) -> list[str]:
    """What a column of few choices may say."""
    meaning = importer.column(name).meaning()
    return list(dict.fromkeys(getattr(meaning, "first", {}).values()))


def near_rows(imported: Import, importer: Importer, cause: str, decided: Decided) -> list[dict]:
    """Rows that may be a business which is known, or another row: each is decided by a person."""
    found = []
    for row in imported.ledger.filter(outcome=Outcome.REFUSED).defer("cells").iterator():
        for problem in row.problems:
            if problem["cause"] == cause:
                same = next(iter(problem["proposals"]), "" if cause == "same-gone" else TWIN)
                decision = decided.same.get(str(row.number), "")
                found.append({"number": row.number, **problem, "same": same, "new": NEW, "decision": decision})
        if len(found) == NEAR_ROWS:
            break
    cells = {one.number: one for one in imported.ledger.filter(number__in=[row["number"] for row in found])}
    return [{**row, "summary": summary(cells[row["number"]], importer)} for row in found]


def summary(row: ImportedRow, importer: Importer) -> str:
    """The first cells of a row, as one says which one is meant; no personal number."""
    shown = [row.cells[one.name] for one in importer.columns if one.name in row.cells and not one.is_personal]
    return " · ".join(shown[:FIRST_CELLS])


def rows_of_cause(imported: Import, name: str) -> list[int]:
    """The numbers of all rows that can't be taken for a cause, which is named by its column and itself: "phone:phone-start"."""
    rows = imported.ledger.filter(outcome=Outcome.REFUSED).values_list("number", "problems")
    return [number for number, problems in rows if any(f"{one['column']}:{one['cause']}" == name for one in problems)]


def lines(rows: list[ImportedRow], imported: Import, importer: Importer) -> list[dict]:
    """Rows of the ledger, each with its record's name and address, its cells and what can be mended in them."""
    named = importer.named({row.record for row in rows if row.record})
    decided = Decided.read(imported.decided)
    told = [line(row, named.get(row.record), decided.mended.get(str(row.number), {}), imported, importer) for row in rows]
    return [{**one, "is_parted": decided.same.get(str(one["row"].number)) == NEW} for one in told]


def line(row: ImportedRow, record, mended: dict, imported: Import, importer: Importer) -> dict:
    faulty = [one["column"] for one in row.problems if one["column"]]
    mapped = [column.name for column in importer.columns if column.name in {*imported.mapping.values(), *row.cells}]
    fields = [cell(importer.column(name), row, mended, name in faulty) for name in mapped]
    return {
        "row": row,
        "record": record,
        "summary": summary(row, importer),
        "how": HOW.get(row.how, row.how),
        "problems": [{**one, "title": title_of(importer, one["column"])} for one in row.problems],
        "cells": [one for one in fields if one["text"]],
        "faulty": [one for one in fields if one["is_faulty"]],
        "others": [one for one in fields if not one["is_faulty"]],
        "is_waiting": any(row.cells.get(name, "") != text for name, text in mended.items()),
        "may_part": row.how in importer.overruled and row.outcome not in (Outcome.CREATED, Outcome.REFUSED),
    }


def cell(column, row: ImportedRow, mended: dict, is_faulty: bool) -> dict:
    """A cell as it may be shown, and as its field is filled: personal ones as a mask, their fields empty."""
    text = mended.get(column.name, row.cells.get(column.name, ""))
    shown = masked(text) if column.is_personal else text
    value = "" if column.is_personal else text
    told = {"name": column.name, "title": column.title, "text": shown, "value": value, "is_faulty": is_faulty}
    return {**told, "is_personal": column.is_personal}


def counted(imported: Import) -> list[tuple]:
    """The outcomes that occur, with how many rows have them."""
    counts = totals(imported.told)
    return [(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]]


def undoing(found: Undoing, importer: Importer) -> dict:
    """What undoing would take away and put back, by kind of record, and what stays since others touched it."""
    named = importer.named(found.touched)
    stays = [(*named.get(key, (str(key), "")), who) for key, who in found.touched.items()]
    return {
        "gone": [(model._meta.verbose_name_plural, len(keys)) for model, keys in found.delete.items() if keys],
        "put_back": [(model._meta.verbose_name_plural, len(keys)) for model, keys in found.put_back.items() if keys],
        "stays": stays[:FEW],
        "more_stay": max(0, len(stays) - FEW),
    }
