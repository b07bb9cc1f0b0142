"""The kinds of file that the worker makes: each app says in its `jobs.py` what it can make, for whom, and where that is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Work:
    """A file as somebody asked for it: its name without ending, and the making, which tells now and then how far it is."""

    name: str
    make: Callable[[Callable[[int], None]], IO[bytes]]


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    `asked(export, on)` is the work as far as the export's owner may have it on the day, or raises Http404; it is asked when
    the file is made and again when it is fetched. `page(export)` is where the content is read. Progress is counted in rows
    where `counts_rows`, else in per cent.
    """

    code: str
    asked: Callable[[object, date], Work]
    page: Callable[[object], str]
    counts_rows: bool = False


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind


def find(code: str) -> Kind:
    autodiscover_modules("jobs")
    return KINDS[code]
