"""Rules of data quality: each app says in its `quality.py` which of its records are incomplete, late, at odds or wrong.

A rule's number is the length of the list it opens; nobody here knows who reads it, or how a row is explained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy

BETWEEN = Value("|", TextField())


class Dimension(models.TextChoices):
    """In which way a record falls short."""

    COMPLETENESS = "completeness", gettext_lazy("Completeness: something is missing")
    TIMELINESS = "timeliness", gettext_lazy("Timeliness: something is out of date")
    CONSISTENCY = "consistency", gettext_lazy("Consistency: two records disagree")
    CORRECTNESS = "correctness", gettext_lazy("Correctness: something is hardly true")


def of_agency(rows: QuerySet, day: date) -> QuerySet:
    """Adds `partner`: none, the agency itself answers for the row."""
    return rows.annotate(partner=Value(None, models.BigIntegerField()))


@dataclass(frozen=True)
class Rule:
    """A rule: what falls short, what is recommended to do about it, and for which partner a row is counted."""

    code: str
    dimension: Dimension
    title: str | Promise
    advice: str | Promise  # what to do, a sentence
    act: str | Promise  # the one action, as the words of its link
    rows: Callable[[date], QuerySet]  # the records that fall short on the day, each once
    told: Callable[[models.Model], str]  # what falls short in one of them, without a personal number
    mended: Callable[[models.Model], str]  # where an officer mends it
    msme: str  # the way from a row to its MSME ("pk" for the MSME itself); empty where there is none
    with_partner: Callable[[QuerySet, date], QuerySet] = of_agency  # adds `partner`, a row for each that answers for it
    marks: tuple[str, ...] = ()  # the values an explanation is about: when one of them changes, the row is open again
    is_open_to_partners: bool = True  # whether a company reads its own
    look: str = ""  # the comparison that finds its rows, where a page can't wait for it

    def marked(self, day: date) -> QuerySet:
        """The rows with `mark`, a print of the values that an explanation is about."""
        if not self.marks:
            return self.rows(day).annotate(mark=Value("", TextField()))
        texts = [Coalesce(Cast(name, TextField()), Value("", TextField())) for name in self.marks]
        joined = [part for text in texts for part in (BETWEEN, text)]
        return self.rows(day).annotate(mark=MD5(Concat(*joined, output_field=TextField())))


RULES: dict[str, Rule] = {}
LOOKS: dict[str, Callable[[date], int]] = {}


def rule(code: str, dimension: Dimension, title, **words):
    """Registers the decorated function, which gives the rows of a day, as a rule."""

    def registered(rows: Callable[[date], QuerySet]):
        RULES[code] = Rule(code, dimension, title, rows=rows, **words)
        return rows

    return registered


def look(code: str):
    """Registers a comparison too slow for a page: the worker takes it each day, and it keeps what it finds.

    It gives back how many records it compared.
    """

    def registered(take: Callable[[date], int]):
        LOOKS[code] = take
        return take

    return registered


def rules() -> list[Rule]:
    """All rules, by dimension, then in the order of the apps."""
    autodiscover_modules("quality")
    return [one for dimension in Dimension for one in RULES.values() if one.dimension == dimension]


def looks() -> dict[str, Callable[[date], int]]:
    autodiscover_modules("quality")
    return LOOKS
