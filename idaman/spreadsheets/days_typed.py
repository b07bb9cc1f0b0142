"""Columns of days and years: Excel's numbers, "12 Maret 2019", "Mar-19", "2019", and 03/04/2019 once its order is known."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.periods import FIRST_DAY, LAST_DAY, Period
from idaman.spreadsheets.typed import Cell, Faulty, Meaning, number_text, spelling

MONTHS = {
    name: place
    for place, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust ags agt agu aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAY = re.compile(
    r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(mon|tues|wednes|thurs|fri|satur|sun)day)\s*,\s*", re.IGNORECASE
)
ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\.[0-9]+)?)?")
NUMERIC = re.compile(
    r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{4}|[0-9]{2})(?: [0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?)?"
)
NAMED = re.compile(r"([0-9]{1,2})[-/. ]*([a-z]+)[-/., ]*([0-9]{4}|[0-9]{2})", re.IGNORECASE)
ENGLISH = re.compile(r"([a-z]+)[. ]+([0-9]{1,2})(?:st|nd|rd|th)?[, ]+([0-9]{4})", re.IGNORECASE)
MONTH = re.compile(r"(?:bulan )?([a-z]+)[-/., ]*([0-9]{4}|[0-9]{2})", re.IGNORECASE)
MONTH_NUMBER = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})|([0-9]{4})[-/. ]([0-9]{1,2})")
DAY_MONTH = re.compile(r"[0-9]{1,2}[-/. ]*[a-z]+\.?", re.IGNORECASE)
YEAR = re.compile(r"(?:(?:tahun|thn|th|year)\b[. ]*)?'?([0-9]{4})", re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-9]{2})")
EXCEL_BEGAN = date(1899, 12, 30)
SERIALS = range(3654, 109_572)  # 1910 to 2199; smaller numbers in a column of days are years, or slips
YEARS = range(FIRST_DAY.year, LAST_DAY.year + 1)


class PartialDay(NamedTuple):
    """A day known to the day, the month or the year: the first day it can be, and "day", "month" or "year"."""

    first: date
    precision: str = "day"

    @property
    def period(self) -> Period:
        """The days among which it is."""
        if self.precision == "year":
            return Period(self.first, self.first.replace(year=self.first.year + 1))
        if self.precision == "month":
            return Period(self.first, (self.first + timedelta(days=31)).replace(day=1))
        return Period(self.first, self.first + timedelta(days=1))

    def __str__(self):
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def full_year(digits: str) -> int:
    """Two digits are 1950 to 2049."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def unknown_day() -> Faulty:
    return Faulty("day-unknown", _("This is not a day in the calendar. Write it like 31/03/2019."))


def in_calendar(year: int, month: int, day: int = 1, precision: str = "day") -> PartialDay:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise unknown_day() from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Faulty("day-far", _("A day here lies between 1900 and 2199."))
    return PartialDay(found, precision)


class Day(Meaning):
    """A day, or the month or year it is known to; `order` ("dmy" or "mdy") says once how 03/04/2019 is meant."""

    unclear_once = ("order",)

    def __init__(self, *, order: str | None = None, to_the_day: bool = False, said=None):
        super().__init__(said=said)
        self.order, self.to_the_day = order, to_the_day

    def understood(self, cell):
        found = self.of_number(cell) if type(cell) in (int, float) else self.of_text(number_text(cell, "day"))
        if found and self.to_the_day and found.precision != "day":
            raise Faulty("day-partial", _("Here the day itself is needed, not only the month or the year."))
        return found

    def of_number(self, cell: int | float) -> PartialDay | None:
        if cell == 0:
            return None
        if cell in YEARS:
            return in_calendar(int(cell), 1, precision="year")
        if COMPACT.fullmatch(str(cell)):
            return self.of_text(str(cell))
        if not SERIALS.start <= cell < SERIALS.stop:
            raise unknown_day()
        return PartialDay(EXCEL_BEGAN + timedelta(days=int(cell)))

    def of_text(self, text: str) -> PartialDay | None:
        text = WEEKDAY.sub("", text)
        for form, read in self.FORMS:
            if found := form.fullmatch(text):
                return read(self, *found.groups())
        if text.isascii() and text.isdigit():
            return self.of_number(int(text))
        if DAY_MONTH.fullmatch(text):
            raise Faulty("day-no-year", _("The year is missing. Write the day like 31/03/2019."))
        raise unknown_day()

    def iso(self, year, month, day):
        return in_calendar(int(year), int(month), int(day))

    def numeric(self, first, second, year):
        day, month = int(first), int(second)
        if self.order == "mdy" or (self.order is None and day <= 12 < month):
            day, month = month, day
        if self.order is None and day != month and day <= 12 and month <= 12:
            raise Faulty(
                "day-order", _("This can be two days; say once for the column whether the day or the month comes first.")
            )
        return in_calendar(full_year(year), month, day)

    def named(self, day, month, year):
        return in_calendar(full_year(year), month_of(month), int(day))

    def english(self, month, day, year):
        return self.named(day, month, year)

    def month(self, month, year):
        return in_calendar(full_year(year), month_of(month), precision="month")

    def month_number(self, month, year, year_first, month_last):
        return in_calendar(int(year or year_first), int(month or month_last), precision="month")

    def year(self, year):
        return None if year == "0000" else in_calendar(int(year), 1, precision="year")

    FORMS = (
        (ISO, iso),
        (COMPACT, iso),
        (YEAR, year),
        (NUMERIC, numeric),
        (NAMED, named),
        (MONTH_NUMBER, month_number),
        (MONTH, month),
        (ENGLISH, english),
    )

    @classmethod
    def asked(cls, cells: list[Cell], heading: str) -> dict[str, tuple]:
        """Asked when a day can be meant in two ways; the other days of the column propose the answer."""
        if not any(fault.cause == "day-order" for fault in cls().read_all(cells)[1].values()):
            return {}
        numeric = [found for cell in cells if (found := NUMERIC.fullmatch(spelling(cell)))]
        month_first = any(int(found[2]) > 12 for found in numeric) and not any(int(found[1]) > 12 for found in numeric)
        text = gettext_lazy("In days like 03/04/2019 of this column, what comes first?")
        options = (("dmy", gettext_lazy("the day")), ("mdy", gettext_lazy("the month")))
        return {"order": (text, options, "mdy" if month_first else "dmy")}


def month_of(name: str) -> int:
    month = MONTHS.get(name.casefold())
    if month is None:
        raise Faulty("day-month", _("“%(name)s” is no month. Write the day like 31/03/2019.") % {"name": name})
    return month


class Year(Meaning):
    """A year; 0 stands for none, and of a whole day only its year is taken."""

    def __init__(self, *, min: int = YEARS.start, max: int = YEARS.stop - 1, said=None):
        super().__init__(said=said)
        self.least, self.most = min, max

    def understood(self, cell):
        text = number_text(cell, "year")
        if text.strip("0") == "":
            return None
        found = YEAR.fullmatch(text) or ISO.fullmatch(text)
        if not found:
            raise Faulty("year-unknown", _("A year has four digits, like 2019."))
        year = int(found[1])
        if not self.least <= year <= self.most:
            raise Faulty(
                "year-far",
                _("The year must lie between %(least)d and %(most)d.") % {"least": self.least, "most": self.most},
            )
        return year


def looks_like_day(cell: Cell) -> bool:
    """Whether the text is written as a day."""
    text = spelling(cell)
    named = NAMED.fullmatch(text)
    return bool(ISO.fullmatch(text) or NUMERIC.fullmatch(text) or (named and named[2].casefold() in MONTHS))
