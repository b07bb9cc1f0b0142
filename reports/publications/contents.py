"""What an edition holds, computed from the facts as they are: the figures for everybody, the rows behind them by key.

The public part is a list with an entry an indicator, in the order of the table, those `beside` another after it:

    code, variable, kind, beside        `beside`: the code of the indicator it is shown with, "" for one of the table itself
    title, definition, unit, variable_title                     {"id": …, "en": …}
    value                               as of the last day; of a flow, in the period; null: not known, or hidden
    count                               how many rows stand behind it; of a share those of its numerator
    known, whole                        of a share or a median: of `whole` things `known` are known; else null
    against, baseline                   the value a year earlier, and at the baseline (null for a flow)
    growth                              per cent with one decimal, of a share percentage points; null where there is none
    growth_words                        the same as people read it, {"id": …, "en": …}
    remarks                             [{code, words}], what must be said beside it
    target                              for the period, in force on its last day; null where none was
    target_decided_on                   the day on which that value was decided
    target_revised_from                 the value that it replaced; null where it is the first
    expected                            what the straight line to the target says for the last day
    achievement                         the figure as a share of its target (capaian), per cent with one decimal
    series                              {"month": [{day, value}], "year": [{day, value}]} of one of the table itself: the months
                                        of the period and the years of the programme, each told by its last day
    is_hidden                           true where few people stand behind it, so that its numbers are null
    breakdowns                          [{code, title, is_personal, parts: [{key, label, count}]}]; a count that is
                                        null was hidden, because few people stand behind it

Every number is a decimal string, so that no reader of JSON changes it. The private part names for every code the kind of
row and its keys, of a share also those it is a share of: {"model": "msmes.Msme", "keys": ["12", …], "of": ["12", …]}.
"""

from dataclasses import dataclass, field

from django.utils import translation

from idaman.periods import ONE_DAY, Period, year_before
from reports.breakdowns import BREAKDOWNS, Breakdown
from reports.figures import Figure, figures
from reports.measuring import Indicator
from reports.publications.aims import NO_AIM, aims
from reports.publications.bilingual import LANGUAGES, in_both
from reports.publications.canonical import number
from reports.publications.hiding import hidden_words, public_breakdowns, tells_of_few
from reports.publications.over_time import NO_SERIES, series
from reports.publications.surroundings import surroundings
from reports.remarks import remarks
from reports.small_cells import is_small, suppressed


@dataclass(frozen=True)
class Contents:
    """The figures for everybody, by code the rows behind each, and what surrounds the programme."""

    figures: list[dict]
    rows: dict[str, dict]
    context: dict = field(default_factory=dict)

    @property
    def by_code(self) -> dict[str, dict]:
        return {figure["code"]: figure for figure in self.figures}


def contents(*, period: Period) -> Contents:
    """The programme's figures of the period and as of its last day, beside those of a year earlier."""
    found = list(flattened(figures(period, year_earlier(period))))
    rows = {figure.indicator.code: rows_of(figure.indicator, period) for figure in found}
    aimed = aims([figure.indicator for figure in found], period)
    told_all = [told(figure, period, aimed.get(figure.indicator.code, NO_AIM)) for figure in found]
    return Contents(told_all, rows, surroundings(told_all, period))


def year_earlier(period: Period) -> Period:
    """The same days of the year before."""
    return Period(year_before(period.start), year_before(period.last_day) + ONE_DAY)


def flattened(some):
    """Each figure, then those beside it."""
    for figure in some:
        yield figure
        yield from flattened(figure.beside)


def told(figure: Figure, period: Period, aim: dict) -> dict:
    """One figure as everybody may read it; of a hidden one not how far it came, which would tell it."""
    one, is_hidden = figure.indicator, tells_of_few(figure.indicator, figure.now)
    return {
        **words_of(one),
        **numbers_of(figure, is_hidden),
        **({**aim, "achievement": None} if is_hidden else aim),
        "series": NO_SERIES if is_hidden or one.beside else series(one, period),
        "is_hidden": is_hidden,
        "growth_words": in_both(lambda: hidden_words() if is_hidden else figure.growth_words),
        "remarks": [] if is_hidden else remarks_of(figure),
        "breakdowns": [] if is_hidden else [told_apart(one, BREAKDOWNS[code], period) for code in public_breakdowns(one)],
    }


def words_of(one: Indicator) -> dict:
    """What the figure is."""
    names = ("title", "definition", "unit", "variable_title")
    words = {name: in_both(lambda name=name: getattr(one, name)) for name in names}
    return {"code": one.code, "variable": one.variable, "kind": one.kind, "beside": one.beside, **words}


def numbers_of(figure: Figure, is_hidden: bool) -> dict[str, str | None]:
    """Its numbers; one that tells of few people is None, and so is what would be compared with it."""
    one, now = figure.indicator, figure.now
    then, start = (None if tells_of_few(one, other) else other.value for other in (figure.then, figure.start))
    growth = None if is_hidden or then is None else figure.growth
    found = {"value": now.value, "count": now.count, "known": now.known, "whole": now.whole, "growth": growth}
    found = dict.fromkeys(found) if is_hidden else found
    found |= {"against": then, "baseline": None if one.kind == "flow" else start}
    return {name: number(value) for name, value in found.items()}


def remarks_of(figure: Figure) -> list[dict]:
    """What must be said beside it, in both languages."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            for remark in remarks(figure):
                found.setdefault(remark.code, {})[language] = str(remark)
    return [{"code": code, "words": words} for code, words in found.items()]


def told_apart(one: Indicator, breakdown: Breakdown, period: Period) -> dict:
    """The parts of a figure, in the order of their keys; of attributes of persons the small ones are hidden.

    Where few people are told apart at all, even which parts there are would tell of them.
    """
    parts = sorted(breakdown.parts(one.rows(period), period.last_day), key=lambda part: part.key)
    if breakdown.is_personal:
        parts = [] if is_small(sum(part.count for part in parts)) else suppressed(parts)
    labels = {language: labels_in(language, breakdown, parts) for language in LANGUAGES}
    return {
        "code": breakdown.code,
        "title": in_both(lambda: breakdown.title),
        "is_personal": breakdown.is_personal,
        "parts": [
            {"key": part.key, "label": {lang: labels[lang][part.key] for lang in LANGUAGES}, "count": number(part.count)}
            for part in parts
        ],
    }


def labels_in(language: str, breakdown: Breakdown, parts: list) -> dict[str, str]:
    with translation.override(language):
        return {part.key: part.label for part in breakdown.labelled(dict.fromkeys((part.key for part in parts), 0))}


def rows_of(one: Indicator, period: Period) -> dict:
    """Which rows the figure counts."""
    found = {"model": one.model._meta.label, "keys": keys_of(one, period)}
    return {**found, "of": keys_of(one.known, period)} if one.kind == "ratio" else found


def keys_of(one: Indicator, period: Period) -> list[str]:
    return [str(key) for key in one.rows(period).order_by("pk").values_list("pk", flat=True)]
