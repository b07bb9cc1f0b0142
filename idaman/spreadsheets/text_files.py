"""Text files as tables: encoding and separator found out from what stands in them, broken quotes survived.

Runs in the child process: nothing of Django here.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_CHARACTERS = 256 * 1024
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


def separator(lines: list[str]) -> tuple[str, int]:
    """The character between cells, and how many cells a line usually has: what divides most lines into as many cells wins."""
    if lines and (said := re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)):
        delimiter = said[1]
        counts = Counter(line.count(delimiter) for line in lines[1:SAMPLE_LINES] if line.strip())
        return delimiter, max(counts, key=counts.get, default=0) + 1
    sample = [re.sub(r'"[^"]*"', "", line) for line in lines[:SAMPLE_LINES] if line.strip()]
    best = (0, ",", 1)
    for delimiter in DELIMITERS:
        counts = Counter(number for line in sample if (number := line.count(delimiter)))
        if counts:
            number, often = max(counts.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (often * often * number, delimiter, number + 1), key=lambda choice: choice[0])
    return best[1], best[2]


class Table:
    """The records of a text file; every line of it ends up in one of them."""

    def __init__(self, data: bytes):
        self.lines, self.encoding = lines_of(data)
        self.delimiter, self.usual = separator(self.lines)
        if self.lines and self.lines[0][:4].lower() == "sep=":
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
            is_open = "unexpected end" in str(error)
        if is_open and (found := self.over_lines(position)):
            return found
        mended = self.stray_quote.sub('""', line)
        try:
            cells = self.parsed(mended)
            if len(cells) == self.usual:
                return cells, 1
        except csv.Error:
            pass  # not that mistake: the line is taken as it stands, below
        return line.split(self.delimiter), 1

    def over_lines(self, position: int) -> tuple[list[str], int] | None:
        """A record with line breaks inside its cells; None if its quote was never meant to reach so far.

        A lost quote would swallow whole records up to the next one: a line inside that has as many cells as a
        record of its own is one.
        """
        text = self.lines[position]
        first_is_whole = text.count(self.delimiter) + 1 >= self.usual
        for used, line in enumerate(self.lines[position + 1 : position + LINES_IN_A_CELL], 2):
            text += "\n" + line
            is_whole = line.count(self.delimiter) + 1 >= self.usual > 1
            if '"' not in line:
                if is_whole:
                    return None
                continue
            try:
                cells = self.parsed(text)
            except csv.Error as error:
                if "unexpected end" in str(error) and not is_whole:
                    continue
                return None
            return None if is_whole and first_is_whole else (cells, used)
        return None
