"""Asking for a large file, and the background task that makes it."""

import logging
from datetime import date, datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.http import Http404
from django.utils import translation
from django_tasks import task

from idaman import clock
from idaman.papers.libraries import CannotPrintError
from reports.exports import kinds
from reports.exports.jobs import FIGURE, LIST
from reports.exports.models import Export
from reports.questions import Question

KEPT = timedelta(days=1)
State = Export.State


def ask_export(*, by, question: Question, code: str, rows: int, language: str, at: datetime) -> Export:
    """Have the worker make the file of a figure's rows."""
    words = {"scope": question.scope, "asked": question.address, "code": code, "rows": rows, "language": language}
    return ask(kind=FIGURE, by=by, at=at, **words)


def ask_list(*, by, code: str, asked: str, rows: int, language: str, at: datetime) -> Export:
    """Have the worker make the file of another list."""
    return ask(kind=LIST, asked=asked, code=code, by=by, rows=rows, language=language, at=at)


@transaction.atomic
def ask(*, by, at: datetime, **words) -> Export:
    """Put a file of any kind on the worker's list; what others left behind past its time is taken away on the way."""
    for old in Export.objects.expired(at=at):
        take_away(export=old)
    export = Export.objects.create(owner=by, asked_at=at, expires_at=at + KEPT, **words)
    transaction.on_commit(lambda: make_export.enqueue(export.pk))
    return export


@transaction.atomic
def take_away(*, export: Export) -> None:
    """The export and its file are gone, the file once that is certain."""
    kept, name = export.file.storage, export.file.name
    export.delete()
    if name:
        transaction.on_commit(lambda: kept.delete(name))


def work_of(export: Export, *, on: date) -> kinds.Work:
    """What is to be made, as far as the export's owner may have it on the day; raises Http404."""
    return kinds.find(export.kind).asked(export, on)


@task()
def make_export(export_id: int) -> None:
    """Make the file, as far as its owner may have it today; a failure is kept in words and raised for the log."""
    export = Export.objects.get(pk=export_id)
    found = Export.objects.filter(pk=export_id)
    found.update(state=State.MAKING)
    try:
        with translation.override(export.language):
            content = work_of(export, on=clock.today()).make(lambda done: found.update(rows_done=done))
    except (Http404, CannotPrintError) as refused:
        logging.getLogger("idaman").warning("Export %s: %s", export_id, refused or "its owner may no longer see the rows")
        found.update(state=State.FAILED, refusal=str(refused) if isinstance(refused, CannotPrintError) else "")
        return
    except Exception:
        found.update(state=State.FAILED)
        raise
    with content:
        export.file.save("made", File(content), save=False)
    if not found.update(state=State.READY, file=export.file.name, rows_done=export.rows):
        export.file.delete(save=False)  # it was taken away meanwhile
