"""What surrounds the programme and is never its outcome, as it was recorded when an edition was published.

notes       [{"id": …, "en": …}], what must be said: that it is no outcome, how little the programme reaches, contradictions
series      [{code, title, unit, meaning, values: [{place, year, value, status, source, note, is_contradicted}]}]
"""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from idaman.amounts import grouped
from idaman.periods import Period
from reports.context.reading import Reading, Table, reach, tables
from reports.publications.bilingual import LANGUAGES, in_both

READ = ("place", "status", "source")


def surroundings(figures: list[dict], period: Period) -> dict:
    """Every value of years up to that of the period's last day, with its source."""
    year = period.last_day.year
    found, contradicted = zip(*(tables_in(language, year) for language in LANGUAGES), strict=True)
    notes = [in_both(no_outcome), *reached(figures, year), *map(words, zip(*contradicted, strict=True))]
    return {"notes": notes, "series": [told(one) for one in zip(*found, strict=True)]}


def no_outcome() -> str:
    return _(
        "These numbers tell of the whole regency. They are context and no outcome of the programme: what it does for some of "
        "its businesses cannot be read from them."
    )


def reached(figures: list[dict], year: int) -> list[dict]:
    """How few of the regency's MSMEs the programme assists, by each source's count of them."""
    value = next((one["value"] for one in figures if one["code"] == "assisted-msmes"), None)
    return [in_both(lambda one=one: reach_words(one)) for one in reach(int(value), year)] if value else []


def reach_words(one) -> str:
    about = {"assisted": grouped(one.assisted), "of": one.of_printed, "year": one.year, "percent": one.percent}
    return _(
        "The programme assists %(assisted)s of the regency's %(of)s MSMEs (%(year)d), %(percent)s %%. So few cannot have moved "
        "a number of the whole regency, such as its poverty rate. Source of the number of MSMEs: %(source)s."
    ) % {**about, "source": one.source}


def tables_in(language: str, year: int) -> tuple[list[Table], list[str]]:
    """The series that have values, and the sentences on sources that contradict each other."""
    with translation.override(language):
        some = [one for one in tables(until_year=year) if one.readings]
        return some, [sentence for one in some for sentence in one.contradictions]


def words(pair) -> dict[str, str]:
    return dict(zip(LANGUAGES, map(str, pair), strict=True))


def told(one: tuple[Table, ...]) -> dict:
    about = {name: words(getattr(table, name) for table in one) for name in ("title", "unit", "meaning")}
    values = [value(pair) for pair in zip(*(table.readings for table in one), strict=True)]
    return {"code": one[0].code, **about, "values": values}


def value(pair: tuple[Reading, ...]) -> dict:
    first = pair[0]
    read = {name: words(getattr(one, name) for one in pair) for name in READ}
    same = {"note": first.note, "is_contradicted": first.is_contradicted}
    return {**read, **same, "year": str(first.year), "value": format(first.value, "f")}


def table_of(told_before: dict, language: str) -> Table:
    """The series again as its page reads it, in one language: from what was published, whatever is recorded today."""
    values = told_before["values"]
    sources = list(dict.fromkeys(one["source"][language] for one in values))
    years = [int(one["year"]) for one in values]
    return Table(
        code=told_before["code"],
        key=0,
        **{name: told_before[name][language] for name in ("title", "unit", "meaning")},
        years=range(min(years), max(years) + 1),
        places=list(dict.fromkeys(one["place"][language] for one in values)),
        readings=[reading_of(one, language, sources) for one in values],
        sources=sources,
    )


def reading_of(one: dict, language: str, sources: list[str]) -> Reading:
    read = {name: one[name][language] for name in READ}
    same = {name: one[name] for name in ("note", "is_contradicted")}
    return Reading(**read, **same, year=int(one["year"]), value=Decimal(one["value"]), number=sources.index(read["source"]) + 1)
