"""Gathers every sentence of code and templates into the Indonesian catalogue and compiles it, without gettext."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

FOLDER = Path(settings.BASE_DIR) / "locale" / "id" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_noop": None,
}
HEADER = {
    "locale": "id",
    "project": "I-DAMAN",
    "version": "1",
    "charset": "utf-8",
    "fuzzy": False,
    "header_comment": "# The Indonesian sentences of I-DAMAN; `make messages` gathers and compiles them.",
    "last_translator": "I-DAMAN",
    "language_team": "I-DAMAN",
    "msgid_bugs_address": "I-DAMAN",
}
APPS = ["idaman", "partners", "msmes", "outlets", "reports"]


def catalogue() -> Catalog:
    """The Indonesian catalogue as it is written."""
    path = FOLDER / "django.po"
    if not path.exists():
        return Catalog(locale="id")
    with path.open("rb") as file:
        return read_po(file, locale="id")


def compiled(written: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    file = io.BytesIO()
    write_mo(file, written)
    return file.getvalue()


def extracted() -> Iterator[str | tuple[str, ...]]:
    """Every sentence in our code and templates; a plural one as a pair."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield from sentences(path.read_text(encoding="utf-8"))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from sentences("\n".join(line.strip() for line in python.splitlines()))


def sentences(python: str) -> Iterator[str | tuple[str, ...]]:
    """The arguments of the translating functions in a Python text."""
    found = extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS)
    return (message for _line, message, _comments, _context in found)


class Command(BaseCommand):
    help = "Updates locale/id from code and templates, and compiles it; says how many sentences still lack a translation."

    def handle(self, **options):
        known = catalogue()
        fresh = Catalog(**HEADER, creation_date=known.creation_date, revision_date=known.creation_date)
        for message in extracted():
            before = known.get(message if isinstance(message, str) else message[0])
            fits = before and isinstance(before.id, str) == isinstance(message, str)  # not where a plural came or went
            fresh.add(message, string=before.string if fits else None)
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "django.po").open("wb") as file:
            write_po(file, fresh, sort_output=True, width=120)
        (FOLDER / "django.mo").write_bytes(compiled(fresh))
        missing = [message.id for message in fresh if message.id and not all(message.string or [""])]
        self.stdout.write(f"{len(fresh)} sentences, {len(missing)} without a translation")
