"""What a cell looks like, before anybody knows what it means."""

import re

Cell = None | str | int | float | bool

NUMBER = re.compile(r"^\(?(rp|idr)?\.?\s*[-+]?\d[\d.,\s]*%?\)?$|^-+$", re.IGNORECASE)
DATE = re.compile(r"^\d{4}-\d\d-\d\d|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$")
DIGITS_OF_AN_ID = 9  # telephone, NIB, NIK, NPWP; sums as long have separators or stand as numbers


def said(cell: Cell) -> str:
    """The cell as text on one line."""
    return "" if cell is None else " ".join(str(cell).split())


def is_date(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(DATE.match(cell))


def is_identifier(cell: Cell) -> bool:
    """Digits that name something and count nothing."""
    if isinstance(cell, str):
        return sum(map(str.isdigit, cell)) >= DIGITS_OF_AN_ID and not re.search(r"[.,]\d{3}([.,]|$)|[A-Za-z]{3}|\d\.\d+$", cell)
    return isinstance(cell, int) and len(str(cell)) >= 12


def is_number(cell: Cell) -> bool:
    """A number, also as offices write one: 28,000, Rp9,150 or a dash for nothing."""
    if isinstance(cell, str):
        return bool(NUMBER.match(cell)) and not is_date(cell)
    return cell is not None


def is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", said(cell)))


def has_letters(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell)) and not is_number(cell)
