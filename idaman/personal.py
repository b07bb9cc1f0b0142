"""What is held on a person, in full: what stands in a record now, and what stood in it before, each with its moment."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idaman import clock, workspace
from idaman.amounts import DASH
from idaman.cells import csv_lines
from idaman.changes import shown, words
from idaman.history import Versioned, as_it_was, at_hand, name_of
from idaman.sealed import SealedField
from idaman.workspace import Held


def held_on(*records) -> list[Held]:
    """All that the apps hold on the person behind these records."""
    return [held for record in records for held in workspace.personal.ask(record)]


def held_in(model, *, without: tuple[str, ...] = (), **of) -> Iterator[Held]:
    """What the model's records with these values hold, then what their history holds that was otherwise, newest first."""
    last: dict[tuple, str] = {}
    for record in at_hand(list(model._base_manager.filter(**of).order_by("pk"))):
        yield from news(record, without, last)
    if not issubclass(model, Versioned):
        return
    rows = list(model.history.filter(**of).order_by("-history_id"))
    states = at_hand([as_it_was(row) for row in rows])
    for row, record in zip(rows, states, strict=True):
        yield from news(record, without, last, at=row.history_date)
        if row.history_change_reason:
            yield Held(title_of(record), _("reason of the change"), row.history_change_reason, row.history_date)


def news(record, without, last: dict, at=None) -> Iterator[Held]:
    """The fields that aren't as in the state that was told before."""
    for field in shown(type(record)):
        if field.name in without:
            continue
        value, before = in_full(record, field), last.get((record.pk, field.name), DASH)
        last[record.pk, field.name] = value
        if value != before:
            yield Held(title_of(record), str(field.verbose_name), value, at)


def title_of(record) -> str:
    return f"{capfirst(record._meta.verbose_name)}: {name_of(record)}"


def in_full(record, field) -> str:
    """The field's value in words; a personal number as it is, since it is its owner who asked."""
    if isinstance(field, SealedField):
        return getattr(record, field.attname) or DASH
    value = getattr(record, field.attname)
    return moment(value) if hasattr(value, "hour") else words(record, field)


def moment(value) -> str:
    return date_format(clock.local(value), "DATETIME_FORMAT")


def rows(held: list[Held]) -> Iterator[list]:
    """The same as lines of a file, heading first."""
    yield [_("record"), _("field"), _("value"), _("as it stood on")]
    for one in held:
        yield [one.record, one.field, one.value, moment(one.at) if one.at else ""]


def handed_over(held: list[Held], *, name: str) -> StreamingHttpResponse:
    """The lines as a CSV file that the browser saves."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(
        csv_lines(rows(held), get_language()), content_type="text/csv; charset=utf-8", headers=disposition
    )
