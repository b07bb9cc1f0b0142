"""Text files as tables: encoding and separator found out from what stands in them, broken quotes survived.

Runs in the child process: nothing of Django here.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 300
LINES_IN_A_CELL = 40  # a quoted cell that goes on longer was never closed

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(Exception):
    """Bytes that are no text in any encoding an office uses."""


def as_cp1252(error: UnicodeDecodeError):
    """One byte that is no UTF-8, as Windows means it; five bytes mean nothing there and stay as they are."""
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1


codecs.register_error("idaman-cp1252", as_cp1252)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark, else UTF-8, else Windows' cp1252 (also byte by byte within UTF-8)."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    start = data[:4096]
    if start.count(0) * 4 > len(start):
        return (data.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", "replace"), "utf-16")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "idaman-cp1252")
    mended = len(text.encode()) > len(data)
    strange = sum(character < " " and character not in "\t\n\r\0\f\v\x1a\x1b" for character in text[:4096])
    if strange * 50 > min(len(text), 4096):
        raise NotText
    return text, "cp1252" if mended else "utf-8"


def lines_of(data: bytes) -> tuple[list[str], str]:
    """The lines without their ends, and the encoding."""
    text, encoding = decoded(data)
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n"), encoding


def is_open(error: csv.Error) -> bool:
    """Whether the text ended within quotes."""
    return "unexpected end" in str(error)


def widths(lines: list[str], delimiter: str) -> Iterator[Counter]:
    """How many records have how many cells; and how many lines, should broken quotes make records of several."""
    records = Counter()
    try:
        for cells in csv.reader([line + "\n" for line in lines], delimiter=delimiter, strict=True, skipinitialspace=True):
            records[len(cells)] += bool(cells)
    except csv.Error as error:
        if not is_open(error):  # the sample may end within a record; else the quotes are broken
            records.clear()
    if records.total() * 10 > len(lines):  # else one was never closed
        yield records
    yield Counter(re.sub(r'"[^"]*"', "", line).count(delimiter) + 1 for line in lines if line.strip())


def separator(lines: list[str]) -> tuple[str, int]:
    """The character between cells, and how many cells a record usually has: what divides most of them into as many cells wins."""
    said = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)
    found = [(0, said[1] if said else DELIMITERS[0], 1)]
    for delimiter in said[1] if said else DELIMITERS:
        for counts in widths(lines[1 if said else 0 : SAMPLE_LINES], delimiter):
            usual, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
            found.append(((often / max(counts.total(), 1)) ** 2 * (usual - 1), delimiter, usual))
    _score, delimiter, usual = max(found, key=lambda choice: choice[0])
    return delimiter, usual


class Table:
    """The records of a text file; every line of it ends up in one of them."""

    def __init__(self, data: bytes):
        self.lines, self.encoding = lines_of(data)
        self.delimiter, self.usual = separator(self.lines)
        if self.lines[0][:4].lower() == "sep=":
            del self.lines[0]  # an instruction to Excel, which shows no row for it
        inner = re.escape(self.delimiter)
        self.stray_quote = re.compile(rf'(?<!^)(?<!{inner})(?<!{inner} )"(?! ?{inner}| ?$)')
        csv.field_size_limit(2**31 - 1)

    def parsed(self, text: str) -> list[str]:
        pieces = text.split("\n")
        lines = [piece + "\n" for piece in pieces[:-1]] + pieces[-1:]
        return next(csv.reader(lines, delimiter=self.delimiter, strict=True, skipinitialspace=True), [])

    def records(self) -> Iterator[list[str]]:
        """Every record as its cells; an empty line is an empty record, as Excel counts it."""
        delimiter, lines, position = self.delimiter, self.lines, 0
        while position < len(lines):
            line = lines[position]
            if '"' not in line:
                yield line.split(delimiter)
                position += 1
            else:
                cells, used = self.quoted(position)
                yield cells
                position += used

    def quoted(self, position: int) -> tuple[list[str], int]:
        """The cells of the record that begins here, and how many lines it takes."""
        line = self.lines[position]
        try:
            return self.parsed(line), 1
        except csv.Error as error:
            goes_on = is_open(error)
        if goes_on and (found := self.over_lines(position)):
            return found
        mended = self.stray_quote.sub('""', line)
        try:
            cells = self.parsed(mended)
            if len(cells) == self.usual:
                return cells, 1
        except csv.Error:
            pass  # not that mistake: the line is taken as it stands, below
        return line.split(self.delimiter), 1

    def is_record(self, line: str) -> bool:
        """Whether a line is a record of its own."""
        try:
            return len(self.parsed(line)) >= self.usual
        except csv.Error:
            return False

    def over_lines(self, position: int) -> tuple[list[str], int] | None:
        """A record with line breaks inside its cells; None if its quote was never meant to reach so far.

        A lost quote would swallow whole records up to the next one: a line inside that has as many cells as a
        record of its own is one.
        """
        if self.usual < 2:
            return None
        text = self.lines[position]
        first_is_whole = text.count(self.delimiter) + 1 >= self.usual
        for used, line in enumerate(self.lines[position + 1 : position + LINES_IN_A_CELL], 2):
            text += "\n" + line
            is_whole = line.count(self.delimiter) + 1 >= self.usual
            if '"' not in line:
                if is_whole:
                    return None
                continue
            try:
                cells = self.parsed(text)
            except csv.Error as error:
                if not is_open(error) or self.is_record(line):
                    return None
                continue
            return None if is_whole and first_is_whole else (cells, used)
        return None
