"""Spreadsheets opened and read: XLSX, XLS and CSV, each in a child process that may not take too much."""

import contextlib
import logging
import marshal
import mmap
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import filetype

from idaman.spreadsheets import child
from idaman.spreadsheets.archives import hold_to_its_word, looked_through
from idaman.spreadsheets.layout import Cell, layout_of
from idaman.spreadsheets.refused import Unreadable

WALL_SECONDS = 120  # of waiting for the child; what the reader does between two batches isn't counted
PIPE_BYTES = 1024 * 1024  # the child reads on while a batch is worked on
ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)

Row = tuple[int, list[Cell]]

OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04")  # before 1997, without a container
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<style", b"<meta", b"<script", b"<div", b"<head")


@dataclass(frozen=True)
class Book:
    """What a file turned out to be; a text file has one sheet without a name."""

    kind: str  # "xlsx", "xls" or "csv"
    sheets: list[str]
    encoding: str = ""
    delimiter: str = ""
    has_macros: bool = False


def opened(path) -> Book:
    """Finds out by its content what a file is and which sheets it has, hidden ones too; macros are never run."""
    kind, has_macros = kind_of(Path(path))
    for _name, sheets, encoding, delimiter in frames("names", kind, Path(path)):
        return Book(kind, sheets, encoding, delimiter, has_macros)
    raise Unreadable("broken")


def rows(path, sheet: str | None = None) -> Iterator[list[Row]]:
    """The rows of a sheet (else the first) in batches of up to a thousand, under the numbers that Excel shows.

    Rows without anything in them are left out, and so are the empty cells at the end of a row.
    """
    kind, _has_macros = kind_of(Path(path))
    with contextlib.closing(frames("rows", kind, Path(path), sheet or "")) as found:
        for _name, batch in found:
            yield batch


@dataclass(frozen=True)
class Look:
    """A file looked into once: what it is, and of each sheet its name, its first rows and how many there are."""

    book: Book
    heads: list[tuple[str, list[Row], int]]

    def head(self, sheet: str) -> list[Row]:
        """The first rows of the sheet; raises Unreadable where the file has no such sheet."""
        found = [first for name, first, _length in self.heads if name == sheet]
        if not found:
            raise refusal("no-such-sheet", sheet=sheet, sheets=", ".join(self.book.sheets))
        return found[0]

    def best_sheet(self, known: Callable[[str], bool]) -> str:
        """The sheet that is a list, by the number of headings that are known and then by its length."""
        if len(self.heads) == 1:
            return self.book.sheets[0]
        lists, refusals = [], []
        for sheet, first_rows, length in self.heads:
            try:
                layout = layout_of(first_rows, known)
            except Unreadable as why:
                if first_rows:
                    refusals.append((length, sheet, why))
            else:
                lists.append((sum(map(known, layout.headings)), length, sheet))
        if lists:
            return max(lists, key=lambda choice: choice[:2])[2]
        if not refusals:
            raise Unreadable("empty")
        _length, sheet, why = max(refusals, key=lambda choice: choice[0])
        raise Unreadable("no-list", count=len(self.book.sheets), sheet=sheet, why=why)


def looked_into(path) -> Look:
    """The file opened and read once, as far as it takes to know what it is and how it is laid out."""
    kind, has_macros = kind_of(Path(path))
    with contextlib.closing(frames("heads", kind, Path(path))) as found:
        _names, sheets, encoding, delimiter = next(found)
        return Look(Book(kind, sheets, encoding, delimiter, has_macros), [frame[1:] for frame in found])


def best_sheet(path, known: Callable[[str], bool]) -> str:
    """The same of a file that is read for nothing else."""
    return looked_into(path).best_sheet(known)


def kind_of(path: Path) -> tuple[str, bool]:
    """What the content says the file is, and whether macros are in it."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError as error:
        raise Unreadable("missing") from error
    if not start.strip(b"\0\r\n\t \xef\xbb\xbf\xfe\xff,;") and path.stat().st_size <= len(start):
        raise Unreadable("empty")
    if start.startswith(b"PK"):
        return "xlsx", looked_through(path, child.ROWS).has_macros
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls", has_macros_in_old(path)
    if code := other_kind(start):
        raise Unreadable(code)
    return "csv", False


def other_kind(start: bytes) -> str | None:
    """Why a file that begins so is no table, whatever its name says."""
    if start.startswith(OLD_EXCEL):
        return "other-office"
    if start.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(WEB_PAGE):
        return "web-page"
    found = filetype.guess(start)
    if not found or (b"\0" not in start and not start.startswith((b"%PDF", b"{\\rtf"))):
        return None  # two letters such as BM don't make a text a picture
    if found.mime == "application/pdf":
        return "pdf"
    if found.mime == "application/rtf":
        return "other-office"
    return "picture" if found.mime.startswith("image/") else "not-a-spreadsheet"


def has_macros_in_old(path: Path) -> bool:
    """Whether an old Excel file carries macros; the names of its parts stand in it as UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def has(name: str) -> bool:
            return content.find(name.encode("utf-16-le")) >= 0

        if has("EncryptedPackage"):
            raise Unreadable("password")
        if not has("Workbook") and not has("Book"):
            raise Unreadable("other-office" if len(content) > 4096 else "broken")
        return has("_VBA_PROJECT")


@contextlib.contextmanager
def named_for(kind: str, path: Path) -> Iterator[Path]:
    """The file under a name that ends as its content demands."""
    if kind == "csv" or path.suffix.lower() == f".{kind}":
        yield path.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="idaman-") as folder:
        link = Path(folder) / f"book.{kind}"
        link.symlink_to(path.absolute())
        yield link


def frames(action: str, kind: str, path: Path, sheet: str = "") -> Iterator[tuple]:
    """What the child answers; it ends with this iterator, at the latest."""
    with named_for(kind, path) as named:
        yield from answers([action, kind, str(named), *([sheet] if action == "rows" else [])], kind, path)


def answers(asked: list[str], kind: str, path: Path) -> Iterator[tuple]:
    process = subprocess.Popen(
        [sys.executable, "-m", "idaman.spreadsheets.child", *asked],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        pipesize=PIPE_BYTES,
    )
    try:
        if kind == "xlsx":
            hold_to_its_word(looked_through(path, child.ROWS))  # while the child begins to read
        pipe = Pipe(process.stdout.fileno())
        while frame := pipe.frame():
            if frame[0] == "end":
                return
            if frame[0] == "refused":
                raise refusal(frame[1], **frame[2])
            yield frame
        raise end_of(process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


class Pipe:
    """The child's answers as they come, for so long as one may wait for them."""

    def __init__(self, descriptor: int):
        self.descriptor = descriptor
        self.patience = WALL_SECONDS
        self.poll = select.poll()
        self.poll.register(descriptor, select.POLLIN)

    def frame(self) -> tuple | None:
        """The next answer; None when the child ended without one."""
        length = self.read(4)
        data = self.read(struct.unpack("<I", length)[0]) if length else None
        return marshal.loads(data) if data else None

    def read(self, length: int) -> bytes | None:
        data = bytearray()
        while len(data) < length:
            since = time.monotonic()
            is_there = self.poll.poll(max(self.patience, 0) * 1000)
            self.patience -= time.monotonic() - since
            if not is_there:
                raise Unreadable("time")
            piece = os.read(self.descriptor, min(length - len(data), PIPE_BYTES))
            if not piece:
                return None
            data += piece
        return bytes(data)


def end_of(process: subprocess.Popen) -> Unreadable:
    """Why a child ended that did not say so itself."""
    said = process.stderr.read().decode(errors="replace")
    code = process.wait()
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        return Unreadable("time")
    if code == -signal.SIGKILL or (code == -signal.SIGABRT and "alloc" in said):
        return refusal("memory")
    log.error("Reading a spreadsheet ended with %s: %s", code, said[-4000:])
    return Unreadable("broken")


def refusal(code: str, **details) -> Unreadable:
    return Unreadable(code, rows=f"{child.ROWS:,}", **details)
