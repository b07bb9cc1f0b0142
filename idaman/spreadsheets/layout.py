"""How a sheet is laid out: where its headings stand, where its list begins, and what in it is no row of the list."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from idaman.spreadsheets.notes import is_note, is_row_of_column_numbers
from idaman.spreadsheets.refused import Unreadable
from idaman.spreadsheets.reports import refuse_report
from idaman.spreadsheets.shapes import Cell, is_number, is_year, said

HEADING_WITHIN = 40  # rows from the top
HEADING_HEIGHT = 3  # rows of one heading
JOINT = " / "
COUNTED = re.compile(r" \(\d+\)$")  # as `told_apart` counts

TITLE = re.compile(
    r"(?i)^(data|daftar|rekap\w*|laporan|tabel|lampiran|form\w*|list|table|report|dinas|pemerintah|tahun|periode|bulan)\b"
)
MILLIONS = re.compile(r"(?i)\bjuta(an)?\b|\bjt\b|\bmillions?\b|(rp\.?|idr|[x×(])\s*[.,']?(1[.,])?000[.,]000(?![.,]?\d)")
THOUSANDS = re.compile(r"(?i)\bribu(an)?\b|\bthousands?\b|(rp\.?|idr|[x×(])\s*[.,']?(1[.,]?)?000(?![.,]?\d)")
MONEY = re.compile(
    r"(?i)\brp\b|rupiah|nilai|om[sz]et|investasi|modal|harga|penjualan|aset|pendapatan|"
    r"turnover|revenue|sales|capital|value|amount"
)


@dataclass(frozen=True)
class Layout:
    """The headings of a list, one for each column, and the row that its body begins with."""

    headings: list[str]  # "" over a column without one; the second of a name is "Name (2)"
    heading_rows: tuple[int, int]  # first and last, as Excel numbers them
    body_from: int
    units: dict[int, int] = field(default_factory=dict)  # column -> 1,000 or 1,000,000, where its heading says so

    def repeats(self, cells: list[Cell]) -> bool:
        """Whether a row of the body is the headings over again, as printed lists have them on every page."""
        filled = [(column, said(cell)) for column, cell in enumerate(cells) if cell is not None]
        names = [COUNTED.sub("", heading.casefold()).split(JOINT) for heading in self.headings]
        same = sum(column < len(names) and text.casefold() in names[column] for column, text in filled)
        return len(filled) > 1 and same * 4 >= len(filled) * 3


@dataclass(frozen=True)
class Block:
    """Rows that may be a heading: their place among the first rows, the joined names, and how many of them are known."""

    start: int
    stop: int
    names: list[str]
    known: int


def layout_of(first_rows: list[tuple[int, list[Cell]]], known: Callable[[str], bool]) -> Layout:
    """The layout of a sheet by its first rows; refuses a report, which is no list."""
    if not first_rows:
        raise Unreadable("empty")
    block = heading_block(first_rows, known)
    titles = " ".join(
        said(cell) for _number, cells in first_rows[: block.start if block else 0] for cell in cells if cell is not None
    )
    if block is None:
        refuse_report_without_headings(first_rows, known)
        raise Unreadable("no-headings", rows=HEADING_WITHIN)
    body = first_rows[block.stop :]
    while body and is_row_of_column_numbers(body[0][1]):
        body = body[1:]
    if not body:
        raise Unreadable("no-rows", row=first_rows[block.start][0])
    names = with_columns_of(block.names, [cells for _number, cells in body])
    filled = sum(map(bool, names))
    refuse_report(names, [cells for _number, cells in body if not is_note(cells, filled)], known)
    titles = " ".join(said(cell) for _number, cells in first_rows[: block.start] for cell in cells)
    rows = first_rows[block.start][0], first_rows[block.stop - 1][0]
    return Layout(told_apart(names), rows, body[0][0], units_of(names, titles))


def refuse_report_without_headings(first_rows, known) -> None:
    """A table of numbers whose headings nobody knows is told as such, not as a list without headings."""
    for start, (_number, cells) in enumerate(first_rows[:HEADING_WITHIN]):
        if could_be_heading(cells) and len([cell for cell in cells if cell is not None]) > 2:
            names = [said(cell) for cell in cells]
            body = [cells for _number, cells in first_rows[start + 1 :]]
            refuse_report(names, [cells for cells in body if not is_note(cells, len(names))], known)
            return


def heading_block(first_rows: list[tuple[int, list[Cell]]], known: Callable[[str], bool]) -> Block | None:
    """Of the rows that may be a heading those with the most known names, and of equals the first."""
    best = None
    for start, (number, cells) in enumerate(first_rows[:HEADING_WITHIN]):
        if not could_be_heading(cells):
            continue
        names, stop = [said(cell) for cell in cells], start + 1
        while stop < len(first_rows) and stop - start < HEADING_HEIGHT and first_rows[stop][0] == number + stop - start:
            if not goes_on(names, first_rows[stop][1], is_first=stop == start + 1):
                break
            names = joined(names, [said(cell) for cell in first_rows[stop][1]])
            stop += 1
        count = sum(bool(name) and is_known(name, known) for name in names)
        if count and (best is None or count > best.known):
            best = Block(start, stop, names, count)
    return best


def could_be_heading(cells: list[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    words = [cell for cell in filled if isinstance(cell, str) and not is_number(cell)]
    others = sum(not is_year(cell) for cell in filled) - sum(not is_year(word) for word in words)
    return bool(words) and others * 4 <= len(filled) and max(map(len, words)) < 200


def is_known(name: str, known: Callable[[str], bool]) -> bool:
    return known(name) or any(known(part) for part in name.split(JOINT))


def goes_on(names: list[str], below: list[Cell], *, is_first: bool) -> bool:
    """Whether the row below is a second row of the heading: it names the parts of what stands above, and no more.

    A row of the list would also fill the columns whose names are complete already.
    """
    if not all(cell is None or is_year(cell) or (isinstance(cell, str) and not is_number(cell)) for cell in below):
        return False
    under = [said(cell) for cell in below]
    width = max(len(names), len(under))
    names, under = names + [""] * (width - len(names)), under + [""] * (width - len(under))
    used = [column for column in range(width) if names[column] or under[column]]
    above = [column for column in used if names[column]]
    if is_first and len(above) == 1 and is_title(names[above[0]], above[0] == used[0], len(used)):
        return False
    gaps = [column for column in used if not names[column]]
    groups = [column for column in above if under[column] and column + 1 < width and not names[column + 1] and under[column + 1]]
    complete = [column for column in above if column not in groups]
    again = sum(bool(under[column]) for column in complete)
    if not groups and not gaps:
        return bool(again) and all(under[column].startswith("(") for column in used if under[column])
    return bool(gaps) and again * 2 <= len(complete)


def is_title(text: str, is_leftmost: bool, width: int) -> bool:
    return width > 1 and (is_leftmost or len(text.split()) > 3 or bool(TITLE.match(text)))


def joined(above: list[str], below: list[str]) -> list[str]:
    """Two rows of a heading as one: a name stands for all columns up to the next one that have a part below it."""
    width, names, group = max(len(above), len(below)), [], ""
    for column in range(width):
        over = above[column] if column < len(above) else ""
        under = below[column] if column < len(below) else ""
        group = over or (group if under else "")
        parts = [part for part in (over or (group if under else ""), under) if part]
        names.append(JOINT.join(dict.fromkeys(parts)))
    return names


def with_columns_of(names: list[str], body: list[list[Cell]]) -> list[str]:
    """The names, and one that is empty for each column beyond them that a third of the rows fill."""
    while names and not names[-1]:
        names = names[:-1]
    sample = body[:200]
    while sum(len(cells) > len(names) and cells[len(names)] is not None for cells in sample) * 3 > len(sample):
        names = [*names, ""]
    return names


def told_apart(names: list[str]) -> list[str]:
    """A name that stands over several columns gets their number from the second on."""
    seen, apart = {}, []
    for name in names:
        key = name.casefold()
        seen[key] = seen.get(key, 0) + bool(name)
        apart.append(f"{name} ({seen[key]})" if seen[key] > 1 else name)
    return apart


def unit_in(text: str) -> int | None:
    if MILLIONS.search(text):
        return 1_000_000
    return 1_000 if THOUSANDS.search(text) else None


def units_of(names: list[str], titles: str) -> dict[int, int]:
    """In what the sums of a column are counted, where its heading says so, or a title above for all that is money."""
    units = {column: unit for column, name in enumerate(names) if (unit := unit_in(name))}
    if unit := unit_in(titles):
        units = {column: unit for column, name in enumerate(names) if MONEY.search(name)} | units
    return units
