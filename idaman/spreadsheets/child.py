"""Reads a spreadsheet in a process of its own, within limits: `python -m idaman.spreadsheets.child ACTION KIND PATH [SHEET]`.

Whatever a file does to its reader, it does it here. Answers go to standard output as frames: four bytes of length, then
marshal. ACTION is `names` (the sheets), `heads` (them, and the first rows of each) or `rows`. Imports nothing of Django.
"""

import gc
import marshal
import resource
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

MEMORY_BYTES = 1024 * 1024 * 1024  # 200,000 rows of 20 columns take about 400 MB; an honest file never gets here
CPU_SECONDS = 60  # 54,414 rows take about 1.3
BATCH = 1000
ROWS = 200_000
HEAD_ROWS = 1000
EXACT = 2**53  # beyond it a number of a spreadsheet is no longer exact

SPACES = {ord(space): " " for space in "\u00a0\u2007\u202f"} | dict.fromkeys(map(ord, "\u200b\ufeff"))


class Refused(Exception):
    """A file that is told to be unreadable: by a code, and what its sentence needs."""

    def __init__(self, code: str, **details):
        super().__init__(code, details)


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


def text(value: str) -> str | None:
    """The text without NUL bytes, with ordinary spaces only and none at its ends; a cell that is left empty is None."""
    if "\0" in value:
        value = value.replace("\0", "")
    if not value.isascii():
        value = value.translate(SPACES)
    return value.strip() or None


def moment(value: datetime) -> str:
    said = value.isoformat(" ", "minutes")
    return said[:10] if said.endswith(" 00:00") else said


def duration(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


OTHERS = {
    datetime: moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("minutes"),
    timedelta: duration,
    bool: bool,
    int: int,
}


def cleaned(cells: list) -> list:
    """The cells as plain values, cut after the last that is filled."""
    row = [
        ((value.strip() or None) if value.isascii() and "\0" not in value else text(value))
        if (kind := value.__class__) is str
        else (int(value) if value.is_integer() and -EXACT < value < EXACT else value)
        if kind is float
        else OTHERS[kind](value)
        for value in cells
    ]  # a million cells: what is plain text needs no call
    while row and row[-1] is None:
        row.pop()
    return row


def numbered(raw: Iterator[list], left: int = 0) -> Iterator[tuple[int, list]]:
    """The rows that have something in them, under the numbers that Excel shows."""
    before, blank = [None] * left, []
    for number, cells in enumerate(raw, 1):
        if cells == blank:
            continue  # sheets go on for a million rows of nothing
        if row := cleaned(cells):
            yield number, before + row if left else row
        else:
            blank = cells


class Workbook:
    """A file that Excel writes; its name ends as its content demands, for calamine goes by that."""

    def __init__(self, path: str):
        import python_calamine

        self.book = python_calamine.CalamineWorkbook.from_path(path)
        kind = python_calamine.SheetTypeEnum.WorkSheet
        self.sheets = [sheet.name for sheet in self.book.sheets_metadata if sheet.typ == kind]
        self.encoding = self.delimiter = ""

    def rows(self, name: str) -> Iterator[tuple[int, list]]:
        sheet = self.book.get_sheet_by_name(name)
        return numbered(sheet.iter_rows(), sheet.start[1]) if sheet.start else iter(())


class TextFile:
    """A file of lines; it has one sheet without a name."""

    def __init__(self, path: str):
        from idaman.spreadsheets.text_files import NotText, Table

        with open(path, "rb") as file:
            data = file.read()
        try:
            self.table = Table(data)
        except NotText:
            raise Refused("not-a-spreadsheet") from None
        self.sheets = [""]
        self.encoding, self.delimiter = self.table.encoding, self.table.delimiter

    def rows(self, name: str) -> Iterator[tuple[int, list]]:
        return numbered(self.table.records())


def names(book) -> Iterator[tuple]:
    yield "names", book.sheets, book.encoding, book.delimiter


def heads(book) -> Iterator[tuple]:
    """How long a sheet is matters only where there is another."""
    yield from names(book)
    for name in book.sheets:
        rows = book.rows(name)
        first = list(islice(rows, HEAD_ROWS))
        yield "head", name, first, len(first) + (sum(1 for row in rows) if len(book.sheets) > 1 else 0)


def rows(book, name: str = "") -> Iterator[tuple]:
    if name and name not in book.sheets:
        raise Refused("no-such-sheet", sheet=name, sheets=", ".join(book.sheets))
    found = book.rows(name or book.sheets[0]) if book.sheets else iter(())
    read = 0
    while batch := list(islice(found, BATCH)):
        read += len(batch)
        if read > ROWS:
            raise Refused("too-many-rows")
        yield "rows", batch
    if not read:
        raise Refused("empty")


def answers(action: str, kind: str, path: str, *sheet: str) -> Iterator[tuple]:
    """What is asked of the file, frame by frame; the last says that it is the end, or why there is no more."""
    import python_calamine

    try:
        book = TextFile(path) if kind == "csv" else Workbook(path)
        yield from {"names": names, "heads": heads, "rows": rows}[action](book, *sheet)
        yield ("end",)
    except Refused as why:
        yield "refused", *why.args
    except MemoryError:
        yield "refused", "memory", {}
    except python_calamine.PasswordError:
        yield "refused", "password", {}
    except python_calamine.CalamineError as error:
        yield "refused", "password" if "password" in str(error).lower() else "broken", {}
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a file that the reader's own language did not foresee
            raise
        yield "refused", "broken", {}


def main(arguments: list[str]) -> None:
    limited()
    gc.disable()  # rows refer to nothing that refers back
    out = sys.stdout.buffer
    for frame in answers(*arguments):
        data = marshal.dumps(frame)
        out.write(struct.pack("<I", len(data)))
        out.write(data)
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
