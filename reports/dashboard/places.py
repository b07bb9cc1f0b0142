"""Where: one figure by district on a map, and which districts gained or lost since the day compared with."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from idaman.amounts import DASH, MINUS, grouped
from idaman.models import Region
from reports import registry
from reports.boundaries import Boundaries
from reports.breakdowns import BREAKDOWNS
from reports.facts import Memory
from reports.maps import district_map, legend
from reports.measuring import Indicator, When, last_day
from reports.questions import Question
from reports.remarks import missing_words
from reports.scopes import Scope
from reports.targets.parts import REGENCY

USUAL = "assisted-msmes"


@dataclass(frozen=True)
class Place:
    """A district with the figure on both days; None where nobody can know it. `key` "" is all whose district isn't known."""

    key: str
    code: str
    now: int | None
    then: int | None

    @property
    def name(self) -> str:
        return self.key or _("not known")

    @property
    def part(self) -> str:
        """How an address asks for its rows."""
        return urlencode({"by": "district", "part": self.key})

    @property
    def change(self) -> int | None:
        return None if None in (self.now, self.then) else self.now - self.then

    @property
    def change_words(self) -> str:
        """With its sign; a dash where one of the days has no figure."""
        if self.change is None:
            return DASH
        return ("+" if self.change > 0 else MINUS if self.change else "") + grouped(abs(self.change))


@dataclass(frozen=True)
class Where:
    """One figure by district, the figures that can be chosen for it, and those that can't be told apart so."""

    indicator: Indicator | None = None
    offered: list[Indicator] = field(default_factory=list)
    others: list[Indicator] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    page: str = ""
    map: SafeString | str = ""
    legend: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    refusal: str = ""

    @property
    def others_words(self) -> str:
        return ", ".join(str(one.title) for one in self.others)

    @property
    def moved(self) -> list[Place]:
        """The districts that changed, the most first."""
        some = [place for place in self.places if place.change]
        return sorted(some, key=lambda place: (-abs(place.change), -place.change, place.name))


def where(question: Question, code: str, memory: Memory) -> Where:
    """The figure by district on the two days; nothing for a district's own dashboard, nor before the programme."""
    headline = registry.headline(question.scope)
    offered = [one for one in headline if "district" in one.breakdowns]
    if question.scope.kind == "district" or missing_words(question.day) or not offered:
        return Where()
    others = [one for one in headline if one not in offered]
    indicator = next((one for one in offered if one.code == (code or USUAL)), None)
    if indicator is None:
        return Where(offered=offered, others=others, refusal=_("“%(code)s” can't be told apart by district.") % {"code": code})
    places, page = places_of(indicator, question, memory), reverse("figure", args=[question.scope, indicator.code])
    return Where(indicator, offered, others, places, page, **drawn(indicator, question, places, page))


def places_of(indicator: Indicator, question: Question, memory: Memory) -> list[Place]:
    """Every district of the regency, and what lies in none of them, by name."""
    now, then = (counts(indicator, when, question.scope, memory) for when in (question.when, question.when_against))
    codes = dict(Region.objects.districts().filter(kemendagri_code__startswith=REGENCY).values_list("name", "kemendagri_code"))
    keys = sorted({*codes, *(now or {}), *(then or {})}, key=lambda key: (not key, key))
    return [Place(key, codes.get(key, ""), known(now, key), known(then, key)) for key in keys]


def counts(indicator: Indicator, when: When, scope: Scope, memory: Memory) -> dict[str, int] | None:
    """By district, how many; None before the programme."""
    if missing_words(when):
        return None

    def work():
        return {part.key: part.count for part in BREAKDOWNS["district"].parts(indicator.rows(when, scope), last_day(when))}

    return memory.of(("district", indicator.code, when, scope.kind, scope.key), work)


def known(counted: dict[str, int] | None, key: str) -> int | None:
    return None if counted is None else counted.get(key, 0)


def drawn(indicator: Indicator, question: Question, places: list[Place], page: str) -> dict:
    """The map with its legend; a district opens its rows."""
    boundaries = Boundaries.read()
    numbers = {place.key: place.now for place in places if place.key}
    words = {"title": indicator.title, "day": date_format(question.day, "DATE_FORMAT")}
    drawing = district_map(
        numbers,
        title=_("%(title)s by district") % words,
        description=_("%(title)s by district on %(day)s; the table tells the same.") % words,
        address=lambda name: f"{page}?{question.days}&{urlencode({'by': 'district', 'part': name})}#rows",
        names=boundaries.names,
    )
    told = {"notes": boundaries.notes(question.earliest), "unmapped": boundaries.unmapped(numbers)}
    return {"map": drawing, "legend": legend(numbers), **told}
