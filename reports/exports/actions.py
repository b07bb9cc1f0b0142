"""Asking for a large file, and the background task that makes it."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import translation
from django_tasks import task

from idaman import clock, lists
from idaman.spreadsheets.written import xlsx_file
from reports.exports.models import LIST, Export
from reports.indicators import REGISTRY
from reports.lists import rows_of, table_of
from reports.questions import Question

KEPT = timedelta(days=1)
STEP = 1000
State = Export.State


def ask_export(*, by, question: Question, code: str, rows: int, language: str, at: datetime) -> Export:
    """Have the worker make the file of a figure's rows."""
    return ask(scope=question.scope, asked=question.address, code=code, by=by, rows=rows, language=language, at=at)


def ask_list(*, by, code: str, asked: str, rows: int, language: str, at: datetime) -> Export:
    """Have the worker make the file of another list."""
    return ask(scope=LIST, asked=asked, code=code, by=by, rows=rows, language=language, at=at)


@transaction.atomic
def ask(*, by, at: datetime, **words) -> Export:
    """Put the file on the worker's list; what others left behind past its time is taken away on the way."""
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


def asked_for(export: Export, *, on: date) -> lists.Asked:
    """The list that the export is of, as far as its owner may see it on the day; raises Http404."""
    if export.scope == LIST:
        return lists.find(export.code).make(export.owner, QueryDict(export.asked), on)
    indicator = REGISTRY[export.code]
    question = Question.asked(export.owner, export.scope, QueryDict(export.asked), today=on)
    return lists.Asked(export.code, rows_of(indicator, question).count, lambda: table_of(indicator, question).exported())


@task()
def make_export(export_id: int) -> None:
    """Make the file, as far as its owner may see the rows today; a failure is kept in words and raised for the log."""
    export = Export.objects.get(pk=export_id)
    Export.objects.filter(pk=export_id).update(state=State.MAKING)
    try:
        with translation.override(export.language):
            asked = asked_for(export, on=clock.today())
            content = xlsx_file(counted(asked.rows(), export_id), title=asked.title)
    except Http404:
        logging.getLogger("idaman").warning("Export %s: its owner may no longer see the rows", export_id)
        Export.objects.filter(pk=export_id).update(state=State.FAILED)
        return
    except Exception:
        Export.objects.filter(pk=export_id).update(state=State.FAILED)
        raise
    with content:
        export.file.save("rows.xlsx", File(content), save=False)
    if not Export.objects.filter(pk=export_id).update(state=State.READY, file=export.file.name, rows_done=export.rows):
        export.file.delete(save=False)  # it was taken away meanwhile


def counted(rows: Iterator, export_id: int) -> Iterator:
    """The rows, telling now and then how far they are."""
    for number, row in enumerate(rows):
        if number % STEP == 0:
            Export.objects.filter(pk=export_id).update(rows_done=number)
        yield row
