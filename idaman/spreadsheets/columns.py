"""Which column of a file is which, from its heading and its contents, and what must be asked once about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from django.utils.functional import Promise
from rapidfuzz import fuzz

from idaman.spreadsheets.typed import Cell, Meaning, is_blank, spelling

SHORT = {
    "tgl": "tanggal", "th": "tahun", "thn": "tahun", "kec": "kecamatan", "kel": "kelurahan", "kab": "kabupaten",
    "telp": "telepon", "tlp": "telepon", "tlpn": "telepon", "tel": "telepon", "telpon": "telepon", "no": "nomor", "nmr": "nomor",
    "jml": "jumlah", "jmlh": "jumlah", "nm": "nama", "almt": "alamat", "jln": "jalan", "jl": "jalan", "jns": "jenis",
    "thp": "tahap", "ket": "keterangan", "lp": "l p", "jk": "jenis kelamin",
}  # fmt: skip
FILLER = {"nomor", "kode", "lengkap", "l", "p", "rp", "000", "usaha", "umkm", "ikm", "ukm", "data"}
EXACT, PART, ENOUGH = 100, 90, 76
LOOKS_ENOUGH, FEWEST = 0.8, 3
LONGEST = 200  # characters of a heading
BY_LOOKS = 50  # any heading that is recognised comes before contents alone


@dataclass(frozen=True)
class Column:
    """A column that an import knows: how offices head it, what its cells mean, and how its contents look."""

    name: str
    title: str | Promise
    synonyms: tuple[str, ...]
    meaning: Callable[..., Meaning]
    is_required: bool = False
    is_personal: bool = False
    looks: Callable[[Cell], bool] | None = None


@dataclass(frozen=True)
class Question:
    """What a person is asked once about a column; `proposed` is the likely answer, None where nothing speaks for one."""

    name: str
    text: str | Promise
    options: tuple[tuple[str, str | Promise], ...]
    proposed: str | None


def questions(meaning: Callable[..., Meaning], cells: list[Cell], heading: str) -> list[Question]:
    """The options of the meaning that nobody can know from the cells; the answers are its keyword arguments."""
    while isinstance(meaning, partial):
        meaning = meaning.func
    asked = meaning.asked(cells, spelling(heading)) if meaning.unclear_once else {}
    return [Question(name, *about) for name, about in asked.items()]


@lru_cache(maxsize=4096)
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading, small, written out."""
    found = re.findall(r"[^\W_]+", heading.casefold())
    return tuple(" ".join(SHORT.get(word, word) for word in found).split())


def likeness(heading: str, synonym: str) -> float:
    """How much the heading says the synonym: 100 for the same words, less for more words or a slip of the keys, else 0."""
    whole, wanted = words(heading), words(synonym)
    if not whole or not wanted:
        return 0
    if whole == wanted or "".join(whole) == "".join(wanted):
        return EXACT
    if any(words(lower) == wanted for lower in parts_below(heading)):
        return EXACT - 2
    more = [word for word in whole if word not in wanted]
    if set(wanted) <= set(whole) and (len(wanted) > 1 or FILLER.issuperset(more)):
        return PART - 2 * len(more)
    if FILLER.isdisjoint(wanted) and any(words(part) == wanted for part in re.split(r"[/,(;]", heading)):
        return PART - 5
    if len(wanted[-1]) == 1 and len(wanted) > 1:
        return 0  # all hangs on that one letter
    alike = fuzz.ratio(" ".join(whole), " ".join(wanted))
    return alike - 8 if alike >= 85 and min(len("".join(whole)), len("".join(wanted))) > 4 else 0


def parts_below(heading: str) -> list[str]:
    """What a heading of two or three rows says without its upper rows."""
    parts = heading.split(" / ")[-3:]
    return [" / ".join(parts[place:]) for place in range(1, len(parts))]


def by_heading(heading: str, column: Column) -> float:
    heading = spelling(heading)[:LONGEST]
    named = max(likeness(heading, synonym) for synonym in (str(column.title), column.name.replace("_", " "), *column.synonyms))
    return named if named >= ENOUGH else 0


def recognised(columns: list[Column]) -> Callable[[str], bool]:
    """Says whether a heading is one that the columns know."""
    return lru_cache(maxsize=4096)(lambda heading: any(by_heading(heading, column) for column in columns))


def by_contents(cells: list[Cell], column: Column) -> float | None:
    """Which part of the cells looks like the column; None where nothing can be told."""
    filled = [cell for cell in cells if cell is not None and not is_blank(spelling(cell))]
    if column.looks is None or not filled:
        return None
    return sum(map(bool, map(column.looks, filled))) / len(filled) if len(filled) >= FEWEST or column.looks(filled[0]) else None


def proposed(headings: list[str], samples: list[list[Cell]], columns: list[Column]) -> dict[int, str]:
    """Which column of the file is which of ours: by heading first; contents decide between equals and where it is silent."""
    marks = []
    for place, heading in enumerate(headings):
        cells = samples[place] if place < len(samples) else []
        for rank, column in enumerate(columns):
            if mark := likelihood(heading, cells, column):
                marks.append((-mark, place, rank))
    chosen: dict[int, str] = {}
    for _mark, place, rank in sorted(marks):
        name = columns[rank].name
        if place not in chosen and name not in chosen.values():
            chosen[place] = name
    return dict(sorted(chosen.items()))


def likelihood(heading: str, cells: list[Cell], column: Column) -> float:
    named, looking = by_heading(heading, column), by_contents(cells, column)
    if named:
        return named + (0 if looking is None else 30 * looking - 15)
    enough = sum(cell is not None for cell in cells) >= FEWEST
    return BY_LOOKS * looking if looking is not None and looking >= LOOKS_ENOUGH and enough else 0
