"""The name a file was handed in under, made harmless for showing and for downloading."""

import re
import unicodedata

from idaman.uploads.kinds import ENDINGS, Kind

LONGEST = 100
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, turns of direction, halves of characters
FORBIDDEN = re.compile(r'[<>:"|?*]')  # no file of Windows may bear these


def harmless(name: str, kind: Kind) -> str:
    """The last part of the name without anything that misleads or breaks; it ends in what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if one.isspace() else one for one in last if one.isspace() or visible(one))
    stem = " ".join(FORBIDDEN.sub("_", seen).split()).strip(" .")
    ending = stem.rpartition(".")[2].lower()
    if ending in ENDINGS[kind]:
        stem = stem[: -len(ending) - 1]
    else:
        ending = ENDINGS[kind][0]
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .') or 'file'}.{ending}"


def visible(one: str) -> bool:
    return unicodedata.category(one) not in INVISIBLE
