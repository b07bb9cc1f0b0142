"""A line for every row of a file: what became of it, and why."""

from partners.importing.importers import Batch
from partners.importing.models import Import, Outcome


def ledger(imported: Import, batch: Batch) -> dict[str, list]:
    """The lines of a batch, as columns."""
    places = range(len(batch))
    return {
        "imported_id": [imported.pk] * len(batch),
        "number": batch.numbers,
        "outcome": [str(outcome) for outcome in batch.settled],
        "record": batch.records,
        "how": [batch.how.get(place, "") for place in places],
        "problems": [told(batch, place) for place in places],
        "cells": [batch.kept_cells.get(place, {}) for place in places],
    }


def told(batch: Batch, place: int) -> list[dict]:
    if place in batch.twins:
        return [{"column": "", "cause": "joined" if place in batch.joined else "twin", "row": batch.twins[place]}]
    return [problem.as_json() for problem in batch.problems.get(place, ())]


def totals(told: dict) -> dict[str, int]:
    """Rows by outcome, each outcome named, none left out; together they are all rows of the file."""
    return {str(outcome): told.get("counts", {}).get(str(outcome), 0) for outcome in Outcome}
