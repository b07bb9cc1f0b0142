"""Columns of words: free text, one of a few choices, yes or no, man or woman."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.spreadsheets.typed import LONGEST_NOTHING, Cell, Faulty, Meaning, near, spelling

SHOWN = 8


class Text(Meaning):
    """Words as they stand, on one line unless `lines`, at most `max_length` characters."""

    def __init__(self, *, max_length: int | None = None, lines: bool = False, said=None):
        super().__init__(said=said)
        self.max_length, self.lines = max_length, lines

    def tidy(self, text: str) -> str:
        if not self.lines:
            return spelling(text)
        return "\n".join(filter(None, map(spelling, text.splitlines())))

    def read_all(self, cells: list[Cell]) -> tuple[list, dict[int, Faulty]]:
        if self.said:
            return super().read_all(cells)
        values, faults = [], {}
        most = self.max_length or 32767
        for place, cell in enumerate(cells):
            if type(cell) is str and LONGEST_NOTHING < len(cell) <= most and cell[0].isalnum() and cell.isprintable():
                value = " ".join(cell.split()) if "  " in cell or cell[-1] == " " else cell
            else:
                value = self.attempt(cell) if cell is not None else None
                if type(value) is Faulty:
                    faults[place], value = value, None
            values.append(value)
        return values, faults

    def understood(self, cell):
        text = cell if isinstance(cell, str) else spelling(cell)
        if self.max_length and len(text) > self.max_length:
            raise Faulty(
                "text-long",
                _("This text has %(found)d characters; there is room for %(most)d.")
                % {"found": len(text), "most": self.max_length},
            )
        return text


def folded(text: str) -> str:
    """Only the letters and digits, small."""
    return re.sub(r"[\W_]+", "", text.casefold())


class OneOf(Meaning):
    """One of a few choices, each with the spellings that offices use for it."""

    def __init__(self, choices: dict[object, tuple[str, ...]], *, said=None):
        super().__init__(said=said)
        self.first = {value: spellings[0] for value, spellings in choices.items()}
        self.shown = {folded(one): spellings[0] for spellings in choices.values() for one in spellings}
        self.exact = {folded(one): value for value, spellings in choices.items() for one in spellings if folded(one)}
        self.exact |= {
            folded(value): value for value in choices if isinstance(value, str) and folded(value) not in {"", *self.exact}
        }
        self.signs = {one: value for value, spellings in choices.items() for one in spellings if not folded(one)}

    def marks_nothing(self, text: str) -> bool:
        return text not in self.signs and folded(text) not in self.exact and super().marks_nothing(text)

    def understood(self, cell):
        text = spelling(cell)
        if text in self.signs:
            return self.signs[text]
        key = folded(text)
        if key in self.exact:
            return self.exact[key]
        proposals = near(key, self.shown) if key else ()
        choices = list(self.first.values())
        wanted = (
            _(" or ").join([", ".join(choices[:-1]), choices[-1]]) if 1 < len(choices) <= SHOWN else ", ".join(choices[:SHOWN])
        )
        raise Faulty("choice-unknown", _("This is none of the choices. Expected: %(choices)s.") % {"choices": wanted}, proposals)

    def written(self, value) -> str:
        return "" if value is None else self.first[value]


class YesNo(OneOf):
    """Yes or no; a tick is yes, and here a dash or "tidak ada" is no."""

    CHOICES = {
        True: ("Ya", "Y", "Yes", "True", "Benar", "1", "V", "√", "✓", "✔", "☑", "Ada", "Sudah", "Iya"),
        False: ("Tidak", "T", "N", "No", "False", "Salah", "0", "Tdk", "Tidak Ada", "Tdk Ada", "Belum", *"-–—☐✗✘"),
    }

    def __init__(self, *, said=None):
        super().__init__(self.CHOICES, said=said)


WOMAN = ("Perempuan", "Pr", "Prp", "Wanita", "Wnt", "W", "F", "Female", "Woman")
MAN = ("Laki-laki", "L", "Lk", "Laki", "Laki2", "Lelaki", "Pria", "M", "Male", "Man")


class Sex(OneOf):
    """Man or woman. "P" is perempuan beside an L, but pria beside a W: there it is asked once."""

    unclear_once = ("p",)

    def __init__(self, *, p: str = "woman", said=None):
        super().__init__({"woman": (*WOMAN, *"P" * (p == "woman")), "man": (*MAN, *"P" * (p == "man"))}, said=said)

    @classmethod
    def asked(cls, cells: list[Cell], heading: str) -> dict[str, tuple]:
        letters = {spelling(cell).casefold().strip(" .") for cell in cells}
        if not {"p", "w"} <= letters:
            return {}
        text = gettext_lazy("P stands beside W in this column. What does P mean?")
        options = (("man", gettext_lazy("Pria, a man")), ("woman", gettext_lazy("Perempuan, a woman")))
        return {"p": (text, options, None if "l" in letters else "man")}
