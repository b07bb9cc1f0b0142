"""Published content as a reader sees it: words in their language, numbers as they write them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

from idaman.amounts import DASH, grouped, rupiah
from reports.publications.bilingual import LANGUAGES
from reports.targets.numbers import in_words, percent_in_words

NUMBERS = ("value", "against", "baseline")


def spoken(content):
    """The content with the reader's words wherever it has both languages."""
    if isinstance(content, dict) and set(content) == set(LANGUAGES):
        return content["en" if get_language() == "en" else "id"]
    if isinstance(content, dict):
        return {name: spoken(each) for name, each in content.items()}
    return [spoken(each) for each in content] if isinstance(content, list) else content


def shown(number: str | None, kind: str = "") -> str:
    """A number of a figure of the kind; what nobody can know, or what is hidden, is a dash."""
    if number is None:
        return DASH
    if kind == "ratio":
        return f"{number_format(Decimal(number), 1)}\u00a0%"
    return rupiah(int(number)) if kind == "median" else grouped(int(number))


def readable(figures: list[dict]) -> list[dict]:
    """Figures for a table: every number in words, those of parts as well."""
    return [numbered(figure) for figure in spoken(figures)]


def numbered(figure: dict) -> dict:
    kind = figure["kind"]
    words = {name: shown(figure[name], kind) for name in NUMBERS}
    words |= {"target": figure["target"] and in_words(Decimal(figure["target"])), "achievement": reached(figure)}
    breakdowns = [
        {
            **one,
            "parts": [{**part, "count": shown(part["count"])} for part in in_order(one["parts"])],
            "has_hidden": any(part["count"] is None for part in one["parts"]),
        }
        for one in figure["breakdowns"]
    ]
    coverage = {name: shown(figure[name]) for name in ("known", "whole") if figure[name]}
    return {**figure, **words, **coverage, "breakdowns": breakdowns}


def reached(figure: dict) -> str:
    """The achievement (capaian) in words; "" where none is told, as in editions of before there were targets."""
    share = figure.get("achievement")
    return percent_in_words(Decimal(share)) if share else ""


def in_order(parts: list[dict]) -> list[dict]:
    """The largest first, hidden ones behind them, those not known last."""
    return sorted(parts, key=lambda part: (not part["key"], part["count"] is None, -int(part["count"] or 0), part["label"]))
