"""What a yearly report is made of: plain values, in both languages, asked of nobody while it is made.

Words are {"id": …, "en": …}; without "en" they were written in Indonesian only. `figures` are those of an edition: code,
beside, kind, variable_title, title, definition, value, against, baseline, growth, growth_words, target, breakdowns [{title,
parts: [{label, count}]}]; numbers are decimal strings, null what nobody can know or what was hidden. An `achievement`
(capaian) in per cent may stand beside; without one it is worked out from value and target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

Words = dict[str, str]


@dataclass(frozen=True)
class Chapter:
    """A heading and its paragraphs."""

    title: Words
    paragraphs: Sequence[Words]


@dataclass(frozen=True)
class Chart:
    """A figure over time."""

    code: str
    title: Words
    days: Sequence[date]
    values: Sequence[int | Decimal]


@dataclass(frozen=True)
class Picture:
    """A drawing that is ready, as a map: SVG made by the house, in both languages, told in words too."""

    title: Words
    svg: Words
    told: Words


@dataclass(frozen=True)
class Surrounding:
    """A value of what surrounds the programme and is never its outcome, as one source gives it."""

    title: Words
    place: Words
    year: int
    value: str  # a decimal
    unit: Words
    status: Words
    source: Words


@dataclass(frozen=True)
class Restated:
    """One figure as it was and as it is, in words, with what else is different."""

    title: Words
    before: Words
    after: Words
    told: Words


@dataclass(frozen=True)
class Restatement:
    """What an edition says otherwise than the one before it, and why it was issued."""

    before: str
    checksum_before: str
    reason: str
    rows: Sequence[Restated]


@dataclass(frozen=True)
class YearlyReport:
    """The report of a period, as of its inclusive last day."""

    title: Words
    first_day: date
    last_day: date
    against_on: date
    baseline_on: date
    figures: Sequence[dict]
    edition: str
    checksum: str
    check_address: str
    made_at: datetime
    narrative: Sequence[Chapter] = ()
    restatement: Restatement | None = None
    charts: Sequence[Chart] = ()
    years: Sequence[Chart] = ()  # the figures by year, all of the same days
    maps: Sequence[Picture] = ()
    quality: Sequence[Chapter] = ()
    methods: Sequence[Chapter] = ()
    context: Sequence[Surrounding] = ()
    context_notes: Sequence[Words] = ()
    context_charts: Sequence[Picture] = ()


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def achievement(figure: dict) -> Decimal | None:
    """The share of its target that a figure reached, in per cent with one decimal; None without a target to reach."""
    if figure.get("achievement") is not None:
        return decimal(figure["achievement"])
    value, target = decimal(figure["value"]), decimal(figure.get("target"))
    return None if value is None or not target else (value * 100 / target).quantize(Decimal("0.1"), ROUND_HALF_UP)
