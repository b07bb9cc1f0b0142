"""Columns of counts and of rupiah, as offices type them: "1.250.000,00", "Rp9,150", "28,000" in thousands, "1,2 jt"."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.spreadsheets.typed import Cell, Faulty, Meaning, is_blank, number_text, spelling

TIMES = {
    **dict.fromkeys(("rb", "ribu", "rbu"), 1_000),
    **dict.fromkeys(("jt", "juta", "jta"), 1_000_000),
    **dict.fromkeys(("m", "miliar", "milyar", "miliard", "mlyr"), 1_000_000_000),
}
MONEY = re.compile(r"^(Rp|IDR)\s*[.:]?\s*|\s*(,-+|,–|,=|\.-+|rupiah|IDR)$", re.IGNORECASE)
WORDED = re.compile(rf"([0-9.,\s]*[0-9])\s*({'|'.join(sorted(TIMES, key=len, reverse=True))})\.?", re.IGNORECASE)
COUNTED = re.compile(r"\s*(orang|org|jiwa|pekerja|karyawan|unit|buah|bh|pcs)\.?$", re.IGNORECASE)
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
HUNDREDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")  # one and a quarter, or one thousand two hundred and fifty?
CLEAN = re.compile(r"(?:Rp\.? ?)?([1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){1,4}|(?:,[0-9]{3}){1,4})|[0-9]{1,15})")
MOST = 999_999_999_999_999  # a thousand times the state budget of a small country; beyond it keys slipped
SMALL = 100_000  # no yearly turnover or investment is that few rupiah
HEADED = {
    1_000: re.compile(
        r"(?i)rp\.?\s*[.x]?\s*000\b(?![.,]?000)|\(\s*000\s*\)|(?<![a-z])ribu(an)?(?![a-z])|x\s*1[.,]?000\b(?![.,]000)"
    ),
    1_000_000: re.compile(r"(?i)rp\.?\s*[.x]?\s*000[.,]000\b|(?<![a-z])(jt|juta(an)?)(?![a-z])|x\s*1[.,]?000[.,]?000\b"),
}


def number(text: str) -> Decimal:
    """The number that the text writes in Indonesian or English; one comma or dot before three digits sets thousands apart."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        return -number(text[1:-1])
    if text.startswith(("-", "−", "–")):
        return -number(text[1:])
    worded = WORDED.fullmatch(text)
    times = TIMES[worded[2].casefold()] if worded else 1
    if worded and HUNDREDS.fullmatch(worded[1].strip()):
        two = (int(re.sub("[.,]", "", worded[1])), Decimal(worded[1].strip().replace(",", ".")))
        sentence = _("“%(text)s” can be read in two ways; write the whole amount in digits.") % {"text": text}
        raise Faulty("amount-two-ways", sentence, tuple(str(int(one * times)) for one in two))
    if worded:
        return number(worded[1]) * times
    text = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", text) if " " in text else text
    if GROUPED.fullmatch(text):
        decimal = re.search(r"[.,](?=[0-9]*$)", text).group()
        whole = text if text.count(decimal) > 1 or len({*text} & {".", ","}) == 1 else text[: text.rindex(decimal)]
        cents = text[len(whole) + 1 :]
        return Decimal(whole.replace(".", "").replace(",", "") + "." + (cents or "0"))
    if PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise Faulty("amount-signs", _("This is not a number. Write digits only, like 1250000."))


class Whole(Meaning):
    """A count, such as employees; 3.0 is 3, and "3 orang" too."""

    def __init__(self, *, min: int = 0, max: int = 2_147_483_647, said=None):
        super().__init__(said=said)
        self.least, self.most = min, max

    def understood(self, cell):
        return self.within(self.whole(self.counted(cell)))

    def counted(self, cell) -> Decimal:
        if type(cell) is int:
            return Decimal(cell)
        if isinstance(cell, float):
            return exact(cell)
        return number(COUNTED.sub("", number_text(cell, "amount")))

    def whole(self, amount: Decimal) -> int:
        if amount != amount.to_integral_value():
            raise Faulty("amount-part", _("This must be a whole number."))
        return int(amount)

    def within(self, amount: int) -> int:
        if amount < self.least:
            raise Faulty("amount-small", _("This number is below %(least)d, the least that is possible.") % {"least": self.least})
        if amount > self.most:
            raise Faulty("amount-large", _("This number is above %(most)d, the most that is possible.") % {"most": self.most})
        return amount


class Rupiah(Whole):
    """Whole rupiah; `unit` says once for the column that its bare numbers are thousands or millions."""

    unclear_once = ("unit",)

    def __init__(self, *, unit: int = 1, min: int = 0, max: int = MOST, said=None):
        super().__init__(min=min, max=max, said=said)
        self.unit = int(unit)

    def understood(self, cell):
        if type(cell) is int:
            return self.within(cell * self.unit)
        if isinstance(cell, float):
            return self.within(self.whole(exact(cell) * self.unit))
        text = number_text(cell, "amount")
        if text.isascii() and text.isdigit():
            return self.within(int(text) * self.unit)
        while (bare := MONEY.sub("", text).strip()) != text:
            text = bare
        if is_blank(text):
            return None
        worded = WORDED.fullmatch(text.strip("()-−– "))
        return self.within(self.whole(number(text) * (1 if worded else self.unit)))

    def read_all(self, cells: list[Cell]) -> tuple[list, dict[int, Faulty]]:
        values, faults, unit, top = [], {}, self.unit, min(self.most, MOST) if self.least <= 0 and not self.said else -1
        for place, cell in enumerate(cells):
            amount = None
            if type(cell) is int:
                amount = cell * unit
            elif type(cell) is str and (found := CLEAN.fullmatch(cell)):
                amount = int(found[1].replace(".", "").replace(",", "")) * unit
            if amount is None or not 0 <= amount <= top:
                amount = self.attempt(cell)
                if type(amount) is Faulty:
                    faults[place], amount = amount, None
            values.append(amount)
        return values, faults

    def written(self, value) -> str:
        """In the column's unit, so that it reads as the same amount again."""
        if value is None:
            return ""
        amount = (Decimal(value) / self.unit).normalize()
        return f"{amount:f}" if amount.as_tuple().exponent != -3 else f"{amount:f}0"

    @classmethod
    def asked(cls, cells: list[Cell], heading: str) -> dict[str, tuple]:
        said = next((unit for unit, words in reversed(HEADED.items()) if words.search(heading)), None)
        if said is None and not cls.look_small(cells):
            return {}
        text = gettext_lazy("Are the amounts in this column rupiah, thousands or millions of rupiah?")
        options = (("1", gettext_lazy("rupiah")), ("1000", gettext_lazy("thousands of rupiah")))
        options += (("1000000", gettext_lazy("millions of rupiah")),)
        return {"unit": (text, options, said and str(said))}

    @classmethod
    def look_small(cls, cells: list[Cell]) -> bool:
        """Whether every amount in the column is too small to be rupiah."""
        amounts = cls(min=-MOST).read_all(cells)[0]
        worded = any(isinstance(cell, str) and WORDED.search(cell) for cell in cells)
        amounts = [amount for amount in amounts if amount]
        return bool(amounts) and not worded and all(abs(amount) < SMALL for amount in amounts)


def exact(cell: float) -> Decimal:
    """A number that Excel worked out, without the noise of its last places."""
    if cell != cell or cell in (float("inf"), float("-inf")):
        raise Faulty("amount-signs", _("This is not a number. Write digits only, like 1250000."))
    return Decimal(int(cell)) if cell.is_integer() else round(Decimal(str(cell)), 6)


def looks_like_amount(cell: Cell) -> bool:
    """Whether the cell is plainly money: with Rp, thousands set apart, or a word like juta."""
    text = spelling(cell)
    return not is_blank(text) and bool(re.match(r"(?i)rp", text) or GROUPED.fullmatch(text) or WORDED.fullmatch(text))
