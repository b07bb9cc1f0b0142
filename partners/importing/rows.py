"""The rows of a file, which can be looked into before they are read."""

from collections.abc import Iterator

from idaman.spreadsheets import reading


class Rows:
    """Batches of numbered rows, read once; the first can be seen before, so that a large file isn't opened twice."""

    def __init__(self, path, sheet: str = ""):
        self.coming = reading.rows(path, sheet or None)
        self.seen: list = []

    def first(self, count: int) -> list:
        """At least so many rows from the top, or all there are."""
        while sum(map(len, self.seen)) < count and (batch := next(self.coming, None)):
            self.seen.append(batch)
        return [row for batch in self.seen for row in batch]

    def __iter__(self) -> Iterator[list]:
        yield from self.seen
        self.seen = []
        yield from self.coming
