"""The file of a backup: a zip of tables and uploads with a manifest, from which every part of it is checked."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

FORMAT = 1
KIND = "I-DAMAN backup"
MANIFEST = "manifest.json"
PIECE = 2**20


class UnfitError(Exception):
    """The file can't be taken for a backup, or not here; the message says why."""


@dataclass
class Manifest:
    """What a backup says of itself: its parts with their sums, and what a place must have in common with it."""

    made_at: str
    engine: str
    migrations: list[str]
    keys: dict[str, list[str]]
    last_ids: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    kind: str = KIND
    format: int = FORMAT

    @property
    def files(self) -> list[str]:
        """The uploads, by their place among the files."""
        return [name.removeprefix("files/") for name in self.sums if name.startswith("files/")]


def table_member(table: str) -> str:
    return f"tables/{table}.jsonl"


class Writer:
    """Writes a backup part by part, keeping no part in memory; the manifest comes last, when all went well."""

    def __init__(self, file: BinaryIO, manifest: Manifest):
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self.manifest = manifest

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        with self.zip:
            if not error:
                self.zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1))

    def add(self, name: str, pieces: Iterator[bytes]):
        total = hashlib.sha256()
        with self.zip.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                total.update(piece)
                member.write(piece)
        self.manifest.sums[name] = total.hexdigest()


class Reader:
    """A backup that says it is one; raises UnfitError in words where it isn't."""

    def __init__(self, file: Path | BinaryIO):
        try:
            self.zip = zipfile.ZipFile(file)
            said = json.loads(self.zip.read(MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
            raise UnfitError(_("This file is not a backup of I-DAMAN, or is cut off.")) from error
        self.manifest = understood(said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.zip.close()

    def check(self, on_bytes):
        """Every part is there, nothing else is, and each is what was written."""
        names = [info.filename for info in self.zip.infolist()]
        if sorted(names) != sorted([*self.manifest.sums, MANIFEST]) or not all(map(is_inside, names)):
            raise UnfitError(_("The file is damaged: its parts are not those it lists."))
        for name, wanted in self.manifest.sums.items():
            if self.sum(name, on_bytes) != wanted:
                raise UnfitError(_("The file is damaged: %s is not what was written.") % name)

    def sum(self, name: str, on_bytes) -> str | None:
        """The part's sum; None when it can't be read."""
        total = hashlib.sha256()
        try:
            with self.zip.open(name) as member:
                while piece := member.read(PIECE):
                    total.update(piece)
                    on_bytes(len(piece))
        except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, OSError):
            return None
        return total.hexdigest()

    @property
    def size(self) -> int:
        """Bytes of the parts that are checked, unpacked."""
        return sum(info.file_size for info in self.zip.infolist() if info.filename != MANIFEST)

    def rows(self, table: str) -> Iterator[list]:
        with self.zip.open(table_member(table)) as member:
            yield from map(json.loads, member)


def is_inside(name: str) -> bool:
    """Unpacked, the part would stay in its folder."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def understood(said) -> Manifest:
    """The manifest, when it is one and not of a later format than ours."""
    if not isinstance(said, dict) or said.get("kind") != KIND:
        raise UnfitError(_("This file is not a backup of I-DAMAN."))
    if said.get("format") != FORMAT:
        words = {"its": said.get("format"), "ours": FORMAT}
        raise UnfitError(_("The backup is of format %(its)s, this code reads format %(ours)s.") % words)
    return Manifest(**said)
