"""Columns that name a village, with the district beside it or in the same cell."""

from django.utils.translation import gettext as _

from idaman.models import Region
from idaman.places import Places, named, title
from idaman.spreadsheets.typed import Cell, Faulty, Meaning, spelling


class Place(Meaning):
    """A village; `said` is about spellings of villages, alone or as "village, district"; `said_districts` of districts.

    Rows from outside the regency are refused, or with `takes_outside` left without a village.
    """

    def __init__(self, *, places: Places | None = None, said=None, said_districts=None, takes_outside: bool = False):
        super().__init__(said=said)
        self.places = places or Places()
        self.said_districts = {spelling(key): meant for key, meant in (said_districts or {}).items()}
        self.takes_outside = takes_outside

    def read(self, cell: Cell, district: Cell = None) -> Region | None:
        """The village, None where neither is named."""
        village, within = spelling(cell), spelling(district)
        within = self.said_districts.get(within, within)
        if within and f"{village}, {within}" in self.said:
            village, within = self.said[f"{village}, {within}"], ""
        elif village in self.said:
            village = self.said[village]
            within = within if village and "," not in village else ""
        village, within = named(village), named(within)
        try:
            return self.places.find(village, within) if village or within else None
        except Faulty as fault:
            if fault.cause == "outside" and self.takes_outside:
                return None
            raise

    def read_all(self, cells: list[Cell], districts: list[Cell] | None = None) -> tuple[list, dict[int, Faulty]]:
        """As for any column, with the districts of the same rows beside."""
        known, values, faults = {}, [], {}
        for place, pair in enumerate(zip(cells, districts or [None] * len(cells), strict=True)):
            try:
                value = known[pair]
            except KeyError:
                value = known[pair] = self.attempt_pair(*pair)
            if type(value) is Faulty:
                faults[place], value = value, None
            values.append(value)
        return values, faults

    def attempt_pair(self, village: Cell, district: Cell):
        try:
            return self.read(village, district)
        except Faulty as fault:
            return fault.alone()

    def decided_by(self, fault: Faulty, village: Cell, district: Cell = None) -> tuple[str, str]:
        """Which option, and which spelling in it, settles the fault for every row that has it."""
        within = spelling(district)
        if within and fault.cause in ("district-unknown", "outside"):
            return "said_districts", within
        within = self.said_districts.get(within, within)
        return "said", f"{spelling(village)}, {within}" if within else spelling(village)

    def written(self, value) -> str:
        return "" if value is None else title(value)

    def remark(self, cell: Cell, district: Cell = None) -> str:
        found = self.attempt_pair(cell, district)
        if isinstance(found, Region) and not spelling(district) and "," not in spelling(cell):
            return _("The district follows from the village: %(district)s.") % {"district": found.parent.name}
        return ""
