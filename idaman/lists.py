"""Lists that can be had as files: each app says in its `exports.py` what it can make, for whom, and what their rows are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.http import Http404, QueryDict
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Asked:
    """A list as somebody asked for it: what it is called, how many rows it has, and the rows, heading first."""

    title: str
    count: Callable[[], int]
    rows: Callable[[], Iterator[tuple]]


@dataclass(frozen=True)
class Kind:
    """A kind of list: where it is read, and what makes it as far as a person may see it on a day (or 404)."""

    code: str
    page: Callable[[], str]
    make: Callable[[object, QueryDict, date], Asked]
    model: type[Model] | None = None  # whose records the admin lists


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind


def kinds() -> dict[str, Kind]:
    autodiscover_modules("exports")
    return KINDS


def find(code: str) -> Kind:
    """The kind of list of that code, or 404."""
    if code not in kinds():
        raise Http404
    return KINDS[code]


def code_of(model: type[Model]) -> str:
    """The list that the admin's list of these records can be had as; empty for none."""
    return next((kind.code for kind in kinds().values() if kind.model is model), "")
