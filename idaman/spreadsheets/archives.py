"""The directory of a zip file, read before anything in it is: how much it says it unpacks to, and whether that is true."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from idaman.spreadsheets.refused import Unreadable

MEMBERS = 5_000  # a workbook of eleven sheets with pictures has about a hundred
UNPACKED_BYTES = 1_000_000_000  # 200,000 rows of 20 columns unpack to about 200 MB
RATIO = 150  # sheets unpack to about ten times, empty formatted ones to thirty times their size
HARMLESS_BYTES = 20_000_000  # so little may be packed as tightly as it likes
CHUNK = 1024 * 1024

OTHER_OFFICE = ("mimetype", "content.xml", "word/document.xml", "ppt/presentation.xml", "xl/workbook.bin")


@dataclass(frozen=True)
class Archive:
    """A workbook's zip file whose directory is in order."""

    path: Path
    members: list[zipfile.ZipInfo]

    @property
    def has_macros(self) -> bool:
        return any(member.filename.lower().endswith("vbaproject.bin") for member in self.members)


def looked_through(path: Path, rows: int) -> Archive:
    """The archive, if its directory says nothing that speaks against opening it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise Unreadable("broken") from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = {member.filename.lower().lstrip("/") for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("password")
    if len(members) > MEMBERS or (unpacked > HARMLESS_BYTES and unpacked > RATIO * max(packed, 1)):
        raise Unreadable("bomb")
    if unpacked > UNPACKED_BYTES:
        raise Unreadable("too-large", megabytes=UNPACKED_BYTES // 1_000_000, rows=f"{rows:,}")
    if "xl/workbook.xml" not in names:
        raise Unreadable("other-office" if names.intersection(OTHER_OFFICE) else "archive")
    return Archive(path, members)


def hold_to_its_word(archive: Archive) -> None:
    """Unpacks every member and keeps nothing of it: none may be longer than the directory says."""
    with archive.path.open("rb") as file:
        for member in archive.members:
            if member.compress_type == zipfile.ZIP_DEFLATED:
                check_length(file, member)
            elif member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
                raise Unreadable("broken")


def check_length(file, member: zipfile.ZipInfo) -> None:
    """Refuses a member that goes on after the length its directory says, or ends before it."""
    file.seek(member.header_offset + 26)
    file.seek(sum(struct.unpack("<HH", file.read(4).ljust(4, b"\0"))), 1)
    inflating, left, length = zlib.decompressobj(-zlib.MAX_WBITS), member.compress_size, 0
    try:
        while not inflating.eof and length <= member.file_size:
            packed = inflating.unconsumed_tail
            if not packed:
                packed = file.read(min(CHUNK, left))
                left -= len(packed)
            piece = inflating.decompress(packed, CHUNK)
            length += len(piece)
            if not packed and not piece:
                break
    except zlib.error as error:
        raise Unreadable("broken") from error
    if length > member.file_size:
        raise Unreadable("bomb")
    if length < member.file_size or not inflating.eof:
        raise Unreadable("broken")
