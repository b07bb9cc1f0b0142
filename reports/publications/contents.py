"""What an edition holds, computed from the facts as they are: the figures for everybody, the rows behind them by key.

The public part is a list with an entry an indicator, in the order of the table, those `beside` another after it:

    code, variable, beside ("" for an indicator of the table itself), kind, unit
    title, definition, variable_title   {"id": …, "en": …}
    value, against, baseline            as of the day, of the day compared with, of the baseline; null: nobody can know
    known, whole                        of a share or a median: of `whole` things `known` are known; else null
    growth                              per cent with one decimal, null where there is none
    growth_words                        the same as people read it, {"id": …, "en": …}
    target                              in force for the day, null where none is set
    breakdowns                          [{code, title, is_personal, parts: [{key, label, count}]}]; a count that is
                                        null was hidden, because few people stand behind it

Every number is a decimal string, so that no reader of JSON changes it. The private part names for every code the kind of
row and its keys: {"model": "msmes.Msme", "keys": ["12", …]}.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from idaman.periods import Period, year_before
from reports.breakdowns import BREAKDOWNS, Breakdown
from reports.figures import Figure, figures
from reports.indicators import Indicator
from reports.small_cells import suppressed

LANGUAGES = ("id", "en")
PERSONAL = {"sex"}


@dataclass(frozen=True)
class Contents:
    """The figures for everybody, and by code the rows behind each."""

    figures: list[dict]
    rows: dict[str, dict]

    @property
    def by_code(self) -> dict[str, dict]:
        return {figure["code"]: figure for figure in self.figures}


def contents(*, period: Period) -> Contents:
    """The programme's figures as of the last day of the period, beside those of a year earlier."""
    day = period.last_day
    found = list(flattened(figures(day, year_before(day))))
    return Contents([told(figure, day) for figure in found], {one.indicator.code: rows_of(one.indicator, day) for one in found})


def flattened(some):
    """Each figure, then those beside it."""
    for figure in some:
        yield figure
        yield from flattened(figure.beside)


def told(figure: Figure, day: date) -> dict:
    """One figure as everybody may read it."""
    one = figure.indicator
    return {
        "code": one.code,
        "variable": one.variable,
        "beside": one.beside,
        "kind": one.kind,
        "unit": "",
        "variable_title": in_both(lambda: one.variable_title),
        "title": in_both(lambda: one.title),
        "definition": in_both(lambda: one.definition),
        "value": number(figure.value),
        "against": number(figure.against),
        "baseline": number(figure.baseline),
        "known": None,
        "whole": None,
        "growth": number(figure.growth),
        "growth_words": in_both(lambda: figure.growth_words),
        "target": None,
        "breakdowns": [told_apart(one, BREAKDOWNS[code], day) for code in one.breakdowns],
    }


def told_apart(indicator: Indicator, breakdown: Breakdown, day: date) -> dict:
    """The parts of a figure, in the order of their keys; of attributes of persons the small ones are hidden."""
    is_personal = breakdown.code in PERSONAL
    parts = {language: by_key(breakdown, indicator, day, language) for language in LANGUAGES}
    counts = {key: part.count for key, part in sorted(parts["id"].items())}
    shown = suppressed(counts) if is_personal else counts
    labels = {key: {language: parts[language][key].label for language in LANGUAGES} for key in counts}
    return {
        "code": breakdown.code,
        "title": in_both(lambda: breakdown.title),
        "is_personal": is_personal,
        "parts": [{"key": key, "label": labels[key], "count": number(count)} for key, count in shown.items()],
    }


def by_key(breakdown: Breakdown, indicator: Indicator, day: date, language: str) -> dict:
    with translation.override(language):
        return {part.key: part for part in breakdown.parts(indicator.rows(day), day)}


def rows_of(indicator: Indicator, day: date) -> dict:
    """Which rows the figure counts."""
    keys = indicator.rows(day).order_by("pk").values_list("pk", flat=True)
    return {"model": indicator.model._meta.label, "keys": [str(key) for key in keys]}


def in_both(words) -> dict[str, str]:
    """What the words are in each language."""
    return {language: translated(language, words) for language in LANGUAGES}


def translated(language: str, words) -> str:
    with translation.override(language):
        return str(words())


def number(value) -> str | None:
    """A decimal string; what nobody can know is None."""
    return None if value is None else str(value)
