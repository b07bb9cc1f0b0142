"""What the context series say, as plain values for pages and paper: by year and place, each value with its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from django.utils.translation import gettext as _

from idaman.models import Region
from reports.context.models import ContextSeries, ContextValue
from reports.context.printed import agree, in_print

REGENCY = "64.02"  # the programme's own, by its Kemendagri code


@dataclass(frozen=True)
class Reading:
    """A value as one source gives it; `number` is the source's place in the table's list of sources."""

    place: str
    year: int
    value: Decimal
    status: str
    source: str
    number: int
    note: str
    is_contradicted: bool

    @property
    def printed(self) -> str:
        return in_print(self.value)


@dataclass(frozen=True)
class Table:
    """A series by year and place: `cells` has a tuple of readings for each year and place, empty where nothing is known."""

    code: str
    key: int
    title: str
    unit: str
    meaning: str
    years: Sequence[int]
    places: Sequence[str]
    readings: Sequence[Reading]
    sources: Sequence[str]

    @property
    def rows(self) -> list[tuple[int, list[tuple[Reading, ...]]]]:
        return [(year, [self.cell(place, year) for place in self.places]) for year in self.years]

    def cell(self, place: str, year: int) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if (one.place, one.year) == (place, year))

    @property
    def contradictions(self) -> list[str]:
        """A sentence for each place and year for which sources contradict each other."""
        cells = [cell for year in self.years for cell in (self.cell(place, year) for place in self.places) if cell]
        return [contradiction(cell) for cell in cells if len(cell) > 1 and cell[0].is_contradicted]


def tables(series: Iterable[str] | None = None, until_year: int | None = None) -> list[Table]:
    """The series of these codes (all of them unless named), with the values of years up to that one, in two queries."""
    wanted = ContextSeries.objects.all() if series is None else ContextSeries.objects.filter(code__in=series)
    values = ContextValue.objects.filter(series__in=wanted).select_related("place")
    if until_year is not None:
        values = values.filter(year__lte=until_year)
    by_series: dict[int, list[ContextValue]] = {}
    for value in values.order_by("year", "place__kemendagri_code", "pk"):
        by_series.setdefault(value.series_id, []).append(value)
    return [table(one, by_series.get(one.pk, [])) for one in wanted]


def table(series: ContextSeries, values: list[ContextValue]) -> Table:
    years = [value.year for value in values]
    places = {value.place.kemendagri_code: place_name(value.place) for value in values}
    sources = list(dict.fromkeys(value.source_text for value in values))
    return Table(
        code=series.code,
        key=series.pk,
        title=str(series),
        unit=series.unit_title,
        meaning=series.meaning_text,
        years=range(min(years), max(years) + 1) if years else (),
        places=[places[code] for code in sorted(places)],
        readings=[*readings(values, sources)],
        sources=sources,
    )


def readings(values: list[ContextValue], sources: list[str]) -> Iterable[Reading]:
    for (year, _code), group in groupby(values, lambda value: (value.year, value.place.kemendagri_code)):
        cell = list(group)
        differs = any(not agree(one.value, other.value) for one, other in combinations(cell, 2))
        for one in cell:
            yield Reading(
                place=place_name(one.place),
                year=year,
                value=one.value,
                status=one.get_status_display(),
                source=one.source_text,
                number=sources.index(one.source_text) + 1,
                note=one.note,
                is_contradicted=differs or one.status == ContextValue.Status.CONTRADICTED,
            )


def place_name(place: Region) -> str:
    return place.name.removeprefix("Kabupaten ")


def contradiction(cell: tuple[Reading, ...]) -> str:
    said = "; ".join(_("%(value)s according to %(source)s") % {"value": one.printed, "source": one.source} for one in cell)
    words = {"place": cell[0].place, "year": cell[0].year, "said": said}
    return _("%(place)s, %(year)d: the sources contradict each other, and all stay: %(said)s.") % words


@dataclass(frozen=True)
class Reach:
    """How many of the regency's MSMEs the programme assists, by one source's count of them."""

    assisted: int
    of: Decimal
    year: int
    source: str

    @property
    def of_printed(self) -> str:
        return in_print(self.of)

    @property
    def percent(self) -> str:
        return in_print((Decimal(self.assisted) * 100 / self.of).quantize(Decimal("0.01")))


def reach(assisted: int, until_year: int) -> list[Reach]:
    """By the newest count up to the year; one for each source that gives it, and none where nobody counted."""
    counted = ContextValue.objects.filter(series__code="msmes", place__kemendagri_code=REGENCY, year__lte=until_year)
    found = [one for one in counted.order_by("-year", "pk") if one.value > 0]
    return [Reach(assisted, one.value, one.year, one.source_text) for one in found if one.year == found[0].year]
