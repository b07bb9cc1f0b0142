"""An edition as paper and workbook: made once by the worker after publishing, kept beside the edition for everybody."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task

from idaman import clock
from idaman.papers.libraries import CannotPrintError
from idaman.papers.paper import Size
from reports.publications.bilingual import LANGUAGES
from reports.publications.models import Edition, EditionFile
from reports.publications.report import report_of
from reports.yearly.making import made

PAPERS = [(language, size, "pdf") for language in LANGUAGES for size in Size.values]
BOOKS = [(language, "", "xlsx") for language in LANGUAGES]
NEVER_HASTY = -10  # what somebody waits for goes first


def name_of(language: str, size: str, ending: str) -> str:
    """As it stands in addresses: id-A4.pdf, en.xlsx."""
    return f"{language}-{size}.{ending}" if ending == "pdf" else f"{language}.{ending}"


NAMES = {name_of(*one): one for one in [*BOOKS, *PAPERS]}


@dataclass(frozen=True)
class Offered:
    """A file that an edition has, or will have once it is made."""

    name: str
    language: str
    size: str
    ending: str
    made: EditionFile | None

    @property
    def title(self) -> str:
        """In the reader's language: PDF, A4, in Indonesian."""
        language = {"id": _("in Indonesian"), "en": _("in English")}[self.language]
        return ", ".join(filter(None, [{"pdf": "PDF", "xlsx": "Excel"}[self.ending], self.size, language]))

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0]


def files_of(edition: Edition) -> list[Offered]:
    """Every file that the edition has or will have, papers first, those in the reader's language before."""
    there = {file.name: file for file in edition.files.all()}
    found = [Offered(name, *about, there.get(name)) for name, about in NAMES.items()]
    return sorted(found, key=lambda one: (one.language != get_language(), one.ending, one.size))


def kept(*, edition: Edition, name: str, at: datetime, progress: Callable[[int], None] | None = None) -> EditionFile:
    """The file of that name, made now unless it is there. Raises CannotPrintError."""
    found = edition.files.filter(name=name).first()
    if found:
        return found
    language, size, ending = NAMES[name]
    with made(report_of(edition), ending, language, size, progress) as content:
        return keep_file(edition=edition, name=name, content=content.read(), at=at)


def keep_file(*, edition: Edition, name: str, content: bytes, at: datetime) -> EditionFile:
    """The file beside its edition; of two who made it at the same time the first one's stays."""
    new = EditionFile(edition=edition, name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), made_at=at)
    new.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        new.file.storage.delete(new.file.name)
        return edition.files.get(name=name)
    return new


@task(priority=NEVER_HASTY)
def make_files(edition_id: int) -> None:
    """Make what an edition lacks; without pango the workbooks, and the log says what to install."""
    edition = Edition.objects.select_related("publication").get(pk=edition_id)
    for name in NAMES:
        try:
            kept(edition=edition, name=name, at=clock.now())
        except CannotPrintError as missing:
            logging.getLogger("idaman").warning("Edition %s: %s", edition, missing)
            return
