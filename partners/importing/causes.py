"""The faults of a file by cause, so that one act mends many rows."""

from collections import Counter

from partners.importing.importers import Batch, Importer

SPELLINGS, ROWS = 300, 5
BY_ROW = {"near-row", "near-name", "same-gone"}  # decided row by row: the same business or another
CHOOSING = ("-unknown", "-twice", "-elsewhere")


class Causes:
    """Faults as they come, gathered by column and cause: how many, examples, spellings with what each may mean."""

    def __init__(self, importer: Importer):
        self.importer = importer
        self.found: dict[tuple[str, str], dict] = {}

    def add(self, batch: Batch) -> None:
        for place, problems in batch.problems.items():
            for problem in {(one.column, one.cause): one for one in problems}.values():
                self.count(batch.numbers[place], problem)

    def count(self, number: int, problem) -> None:
        """One row more that has it, so that its number is the length of the list of its rows."""
        empty = {"count": 0, "reason": problem.reason, "rows": [], "spellings": Counter(), "proposals": {}}
        cause = self.found.setdefault((problem.column, problem.cause), empty)
        cause["count"] += 1
        if len(cause["rows"]) < ROWS:
            cause["rows"].append(number)
        if len(cause["spellings"]) < SPELLINGS or problem.value in cause["spellings"]:
            cause["spellings"][problem.value] += 1
            cause["proposals"].setdefault(problem.value, list(problem.proposals))

    def told(self) -> list[dict]:
        """The causes, the most frequent first, as the page and the terminal show them."""
        ordered = sorted(self.found.items(), key=lambda item: -item[1]["count"])
        return [self.one(column, cause, found) for (column, cause), found in ordered]

    def one(self, column: str, cause: str, found: dict) -> dict:
        spelled = [
            {"value": value, "count": count, "proposals": found["proposals"][value]}
            for value, count in found["spellings"].most_common()
            if value
        ]
        told = {"column": column, "cause": cause, "count": found["count"], "reason": found["reason"], "rows": found["rows"]}
        return {**told, "spellings": spelled, "acts": self.acts(column, cause)}

    def acts(self, column: str, cause: str) -> list[str]:
        """What mends all of it at once: choosing what spellings mean, emptying cells, one choice."""
        if cause in ("outside", "conflict"):
            return [cause]
        if cause in BY_ROW or not column or cause == "missing":
            return ["same"] if cause in BY_ROW else ["mend"]
        optional = [] if self.importer.column(column).is_required else ["drop"]
        return ["choose", *optional] if cause.endswith(CHOOSING) else optional or ["mend"]
