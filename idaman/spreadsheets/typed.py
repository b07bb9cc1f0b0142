"""What every meaning of a column shares: markers for nothing, faults in words, and what the person has decided."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from idaman.cells import FORMULA_SIGNS

Cell = None | str | int | float | bool
NOTHING = {"n/a", "nihil", "kosong", "tidak ada", "tdk ada", "tak ada", "belum ada", "null", "none", "nan"}
LONGEST_NOTHING = max(map(len, NOTHING))
DASHES = re.compile(r"[-–—−_.\s]*")
EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
DROPPED_ZERO = re.compile(r"([0-9]+)\.00?")  # how some programs write a whole number
LONGEST_NUMBER = 100  # characters; nothing longer is a number, a day or a code


class Faulty(Exception):
    """A cell that means nothing regular: a short stable cause, a sentence for the person, and what it may mean."""

    def __init__(self, cause: str, sentence: str, proposals: tuple[str, ...] = ()):
        super().__init__(sentence)
        self.cause, self.sentence, self.proposals = cause, sentence, proposals

    def alone(self) -> "Faulty":
        """The same without the way it came, which thousands of them would keep in memory."""
        return Faulty(self.cause, self.sentence, self.proposals)

    def __eq__(self, other):
        return isinstance(other, Faulty) and vars(self) == vars(other)

    def __hash__(self):
        return hash((self.cause, self.sentence, self.proposals))


def spelling(cell: Cell) -> str:
    """The cell as text on one line, as it is shown and as decisions about it are kept."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else " ".join(str(cell).replace("\0", " ").split())


def without_mark(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from counting with it."""
    if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA_SIGNS):
        return text[1:].strip()
    return text


def is_blank(text: str) -> bool:
    """Whether the text is only a marker for nothing: "-", "n/a", "tidak ada"."""
    return text.casefold().strip("()[] ") in NOTHING or DASHES.fullmatch(text) is not None


def shortened() -> Faulty:
    return Faulty("scientific", _("Excel has shortened this number; set the column to Text and type it again."))


def near(text: str, choices: dict[str, str], *, at_least: int = 75, most: int = 5) -> tuple[str, ...]:
    """What the text may be a misspelling of; choices from how they are compared to how they are shown."""
    found = process.extract(text, list(choices), scorer=fuzz.ratio, score_cutoff=at_least, limit=most)
    return tuple(dict.fromkeys(choices[key] for key, _score, _place in found))


class Meaning:
    """How the cells of one column become values.

    `said` maps a spelling of the file to what the person decided that it means ("" = leave empty).
    """

    unclear_once: tuple[str, ...] = ()  # options that are asked once for a column, see `columns.questions`
    marks_nothing = staticmethod(is_blank)

    def __init__(self, *, said: dict[str, str] | None = None):
        self.said = {spelling(key): meant for key, meant in (said or {}).items()}

    def read(self, cell: Cell):
        """The value, None for an empty cell, or raises Faulty."""
        if self.said and (key := spelling(cell)) in self.said:
            cell = self.said[key]
        if cell is None or cell != cell:  # "not a number", as some programs write nothing
            return None
        if isinstance(cell, str):
            cell = without_mark(self.tidy(cell))
            if EXCEL_ERROR.fullmatch(cell):
                raise Faulty("excel-error", _("Excel could not work this cell out; type the value itself."))
            if self.marks_nothing(cell):
                return None
        return self.understood(cell)

    def tidy(self, text: str) -> str:
        return spelling(text)

    def understood(self, cell: str | int | float | bool):
        """The value of a cell in which something stands."""
        raise NotImplementedError

    def read_all(self, cells: list[Cell]) -> tuple[list, dict[int, Faulty]]:
        """The values (None where faulty) and the faults by place in the list; equal cells are understood once."""
        known, values, faults = {None: None}, [], {}
        add = values.append
        for place, cell in enumerate(cells):
            try:
                value = known[cell] if cell is not True and cell is not False else self.attempt(cell)
            except KeyError:
                value = known[cell] = self.attempt(cell)
            if type(value) is Faulty:
                faults[place] = value
                value = None
            add(value)
        return values, faults

    def attempt(self, cell: Cell):
        """The value, or the fault itself."""
        try:
            return self.read(cell)
        except Faulty as fault:
            return fault.alone()

    def written(self, value) -> str:
        """The value as text that reads as the same value again."""
        return "" if value is None else str(value)

    def remark(self, cell: Cell) -> str:
        """What was done to the cell beyond taking it, in words; empty for nothing."""
        return ""


def number_text(cell: str | int | float | bool, kind: str) -> str:
    """A cell that ought to hold a number, as short text without Excel's traces; `kind` begins the cause of a fault."""
    if isinstance(cell, bool):
        raise Faulty(f"{kind}-signs", _("This is yes or no, not a number."))
    text = str(cell).lstrip("'").strip()
    if len(text) > LONGEST_NUMBER:
        raise Faulty(f"{kind}-signs", _("This text is too long to be a number."))
    if SCIENTIFIC.fullmatch(text):
        raise shortened()
    dropped = DROPPED_ZERO.fullmatch(text)
    return dropped[1] if dropped else text


def refused(kind: str, error: ValidationError, proposals: tuple[str, ...] = ()) -> Faulty:
    """The refusal of a form's rule, as a fault of a cell."""
    return Faulty(f"{kind}-{error.code or 'wrong'}", " ".join(error.messages), proposals)
