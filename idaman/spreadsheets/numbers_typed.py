"""Columns of numbers that name somebody or something: telephone, NIB, NIK, NPWP, KBLI; by the same rules as the forms."""

import re
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from idaman import identifiers
from idaman.spreadsheets.typed import Cell, Faulty, Meaning, is_blank, number_text, refused, spelling

EXACT = 2**53  # whole numbers above it are no longer told apart in a spreadsheet
FIFTEEN_DIGITS = 10**15
NOT_DIGITS = "?"  # refused by every rule, in its own words
KEPT_DIGITS = 15  # Excel keeps that many of a number and makes the rest zeros


class Number(Meaning):
    """A number of fixed length, kept as text; a clean cell is taken on a short way, any other is looked at closely."""

    kind = ""
    lengths: tuple[int, ...] = ()  # of which it is clean
    counts: tuple[int, ...] = ()  # of digits that the number can have

    def __init__(self, *, said=None):
        super().__init__(said=said)
        self.wrong_counts: dict[int, Faulty] = {}  # a whole column may be wrong in one way, and words cost time

    def marks_nothing(self, text: str) -> bool:
        return is_blank(text) or not text.strip("0'. ")

    def understood(self, cell):
        if cell == 0 and cell is not False:
            return None
        part = isinstance(cell, float) and not cell.is_integer()
        text = NOT_DIGITS if part else number_text(cell, self.kind)
        if isinstance(cell, (int, float)) and len(text) > KEPT_DIGITS:
            raise self.lost_digits(cell, text)
        number = identifiers.squeezed(text)
        if len(number) + 1 in self.counts and len(number) not in self.counts and self.passes("0" + number):
            raise self.lost_zero("0" + number)
        if known := self.wrong_counts.get(len(number)) if number.isascii() and number.isdigit() else None:
            raise Faulty(known.cause, known.sentence)
        try:
            return self.checked(text)
        except ValidationError as error:
            fault = refused(self.kind, error)
            if error.code == "digits":
                self.wrong_counts[len(number)] = fault
            raise fault from error

    def checked(self, text: str) -> str:
        """The number as it is kept, or ValidationError."""
        raise NotImplementedError

    def passes(self, text: str) -> bool:
        try:
            return bool(self.checked(text))
        except ValidationError:
            return False

    def lost_digits(self, cell, text: str) -> Faulty:
        sentence = _(
            "This is stored as a number, and Excel keeps only its first 15 digits; "
            "set the column to Text and type it again from the paper."
        )
        whole = isinstance(cell, int) and cell < EXACT and cell % 10 and self.passes(text)
        return Faulty("digits-lost", sentence, (text,) if whole else ())

    @cached_property
    def dropped_zero(self) -> str:
        return _("A digit is missing; Excel may have dropped a zero at the front: %(number)s. Compare it with the paper.")

    def lost_zero(self, number: str) -> Faulty:
        return Faulty(f"{self.kind}-zero", self.dropped_zero % {"number": number}, (number,))

    def read_all(self, cells: list[Cell]) -> tuple[list, dict[int, Faulty]]:
        values, faults = [], {}
        add, short_way = values.append, self.short_way
        for place, cell in enumerate(cells):
            if cell is None:
                add(None)
            elif value := short_way(cell):
                add(value)
            else:
                value = self.attempt(cell)
                if type(value) is Faulty:
                    faults[place], value = value, None
                add(value)
        return values, faults

    def short_way(self, cell: Cell) -> str | None:
        """The number of a clean cell; None leaves it to the careful way."""
        if type(cell) is int and cell < FIFTEEN_DIGITS:
            cell = str(cell)
        elif type(cell) is not str:
            return None
        clean = len(cell) in self.lengths and cell.isdigit() and cell.isascii() and not self.said and self.is_clean(cell)
        return cell if clean else None

    def is_clean(self, text: str) -> bool:
        """Whether digits of the right length are kept as they stand."""
        return False


class Nib(Number):
    """A business's number: 13 digits."""

    kind, lengths, counts = "nib", (13,), (13,)

    def checked(self, text):
        return identifiers.nib(text)

    def is_clean(self, text):
        return text != "0000000000000"


class Nik(Number):
    """A person's number: 16 digits with a birth day that lies before `on`."""

    kind, lengths, counts = "nik", (16,), (16,)

    def __init__(self, *, on: date, said=None):
        super().__init__(said=said)
        self.on = on
        self.regions = identifiers.region_codes()
        self.births: dict[str, bool] = {}

    def checked(self, text):
        return identifiers.nik(text, on=self.on)

    def is_clean(self, text):
        birth = text[6:12]
        known = self.births.get(birth)
        if known is None:
            known = self.births[birth] = self.passes("640201" + birth + "0001")
        return known and text[:2] in self.regions and text[12:] != "0000"


class Npwp(Number):
    """A tax number: 15 digits of the old kind, or 16."""

    kind, lengths, counts = "npwp", (16,), (15, 16)

    def __init__(self, *, on: date, said=None):
        super().__init__(said=said)
        self.on = on
        self.persons = Nik(on=on)

    def checked(self, text):
        return identifiers.npwp(text, on=self.on)

    def is_clean(self, text):
        return identifiers.is_personal_npwp(text) and self.persons.is_clean(text)


PULLED_DOWN = 5  # rows; four codes in a row do follow each other in sorted lists
CODE_AND_NAME = re.compile(r"([0-9]{5})\s*[-–:.]?\s*[^\W\d][^0-9]*")


class Kbli(Number):
    """An activity code of a named version, 2020 or 2025; its name may stand behind it in the cell."""

    kind, counts = "kbli", (5,)

    def __init__(self, *, version: int = 2020, said=None):
        super().__init__(said=said)
        self.version = version

    def tidy(self, text):
        text = re.sub(r"(?i)^KBLI\b[\s:.]*", "", spelling(text))
        named = CODE_AND_NAME.fullmatch(text)
        return named[1] if named else text

    def understood(self, cell):
        several = re.findall(r"(?<![0-9])[0-9]{5}(?![0-9])", cell) if isinstance(cell, str) else ()
        if len(several) > 1:
            sentence = _("There are several activity codes in this cell; choose the main one.")
            raise Faulty("kbli-several", sentence, tuple(dict.fromkeys(several)))
        return super().understood(cell)

    def checked(self, text):
        return identifiers.kbli(text, version=self.version)

    def read_all(self, cells):
        """Few codes, many times; where each row is one more than the row above, somebody pulled the cell down."""
        values, faults = Meaning.read_all(self, cells)
        run: list[int] = []
        for place, value in enumerate([*values, None]):
            if run and value and int(self.code_of(value)) == int(self.code_of(values[run[-1]])) + 1:
                run.append(place)
                continue
            if len(run) >= PULLED_DOWN:
                self.refuse_run(run, values, faults)
            run = [place] if value else []
        return values, faults

    def code_of(self, value) -> str:
        """By which code a row is compared with the row above."""
        return value

    def refuse_run(self, run: list[int], values: list, faults: dict[int, Faulty]):
        first = self.code_of(values[run[0]])
        sentence = _("From %(code)s on, each code is one more than in the row above, %(count)d times: pulled down in Excel?")
        fault = Faulty("kbli-pulled", sentence % {"code": first, "count": len(run) - 1}, (first,))
        for place in run[1:]:
            if self.code_of(values[place]) not in self.said.values():
                faults[place], values[place] = fault, None


LABEL = re.compile(
    r"(?i)^(?:no(?:mor)?\b[. ]*)?(?:hp|telp|tlp|tel|telepon|telpon|wa|whatsapp|fax|phone|kantor|rumah)?\b[\s.:]+(?=[0-9+(])"
)
NAME = re.compile(r"\s*\([^0-9()]*\)\s*$|\s+[^\W\d][^0-9]*$")
BETWEEN = re.compile(r"[/,;|&\n]+|\b(?:atau|dan|or|and)\b|\s+(?=(?:\+62|08|05[1-6])[0-9])")
WITHOUT_ZERO = re.compile(r"8[0-9]{8,11}|5[1-6][0-9]{7,9}|21[0-9]{7,8}")  # mobile, Kalimantan's area codes, Jakarta's
DECIMAL = re.compile(r"(5[1-6][0-9]|21)\.([0-9]{3,})")  # an area code without its 0 and a dot: taken for a decimal
LOCAL_DIGITS = 6


class Phone(Number):
    """A telephone number as E.164; a lost 0 is put back, and of two numbers the first is taken and the other told."""

    kind = "phone"

    def tidy(self, text):
        return text.replace("\0", " ").strip()

    def understood(self, cell):
        return self.taken(cell)[0] if cell != 0 else None

    def taken(self, cell) -> tuple[str, tuple[str, ...]]:
        """The number of the cell, and whatever else stands in it."""
        text = self.bare(cell)
        try:
            return self.checked(text), ()
        except ValidationError as error:
            parts = [part.strip(" .-:") for part in BETWEEN.split(text)]
            parts = [part for part in parts if part and is_blank(part) is False]
            if len(parts) > 1 and (first := next(filter(self.passes, parts), None)):
                return self.checked(first), tuple(part for part in parts if part != first)
            raise refused(self.kind, error) from error

    def bare(self, cell) -> str:
        if isinstance(cell, str) and len(cell) > 100 or isinstance(cell, bool):
            return NOT_DIGITS
        text = number_text(cell, self.kind)
        if isinstance(cell, float) or ((found := DECIMAL.fullmatch(text)) and len(found[2]) < LOCAL_DIGITS):
            number = "0" + text.replace(".", "")
            sentence = _(
                "Excel took this telephone number for a decimal number, and zeros at its end may be lost; "
                "set the column to Text and type it again."
            )
            raise Faulty("phone-decimal", sentence, (number,) if self.passes(number) else ())
        return NAME.sub("", LABEL.sub("", text))

    def checked(self, text):
        digits = re.sub(r"[()]", "", identifiers.squeezed(text))
        return identifiers.phone("0" + digits if WITHOUT_ZERO.fullmatch(digits) else text)

    def remark(self, cell) -> str:
        try:
            value = self.read(cell)
            others = self.taken(self.tidy(cell) if isinstance(cell, str) else cell)[1] if value else ()
        except Faulty:
            return ""
        if others:
            return _("The first number was taken; also in the cell: %(others)s.") % {"others": ", ".join(others)}
        if value and WITHOUT_ZERO.match(identifiers.squeezed(str(cell))):
            return _("The 0 at the front was put back.")
        return ""

    def short_way(self, cell):
        if type(cell) is int:
            cell = str(cell) if 0 < cell < FIFTEEN_DIGITS else ""
        elif type(cell) is not str:
            return None
        digits = cell if cell.isdigit() else cell.replace(" ", "").replace("-", "")
        if self.said or not (digits.isdigit() and digits.isascii()):
            return None
        if digits[:2] == "08" and 10 <= len(digits) <= 13:
            return "+62" + digits[1:]
        return "+62" + digits if digits[0] == "8" and 9 <= len(digits) <= 12 else None


def looks_like_nib(cell: Cell) -> bool:
    return re.fullmatch(r"[0-9]{13}", identifiers.squeezed(spelling(cell))) is not None


def looks_like_nik(cell: Cell) -> bool:
    return re.fullmatch(r"[1-9][0-9]{5}[0-7][0-9][01][0-9]{7}", identifiers.squeezed(spelling(cell))) is not None


def looks_like_kbli(cell: Cell) -> bool:
    return re.fullmatch(r"[0-9]{5}", spelling(cell)) is not None


def looks_like_phone(cell: Cell) -> bool:
    return re.match(r"(\+?62|0)?8[1-9][0-9]{7,10}$|0[2-9][0-9]{7,10}$", identifiers.squeezed(spelling(cell))) is not None
