"""What was deleted, and how it comes back: from the last entry of its history, under the key it had."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from idaman.changes import Line, entries, together, values
from idaman.history import Recorded, Versioned, as_it_was, at_hand, keep, last_known, name_of
from idaman.overlaps import judge_now
from idaman.sealed import SealedField


@dataclass(frozen=True)
class Entry:
    """A record that is gone: as it last was, when it was deleted, by whom and why."""

    record: models.Model
    name: str
    key: int  # of the entry in its history
    at: datetime
    by: models.Model | None
    why: str

    @property
    def model(self) -> type:
        return type(self.record)

    @property
    def kind(self) -> str:
        return capfirst(self.model._meta.verbose_name)

    @property
    def address(self) -> str:
        """Its page, with the way back."""
        return reverse("admin:deleted-record", args=[self.model._meta.app_label, self.model._meta.model_name, self.record.pk])

    @property
    def lines(self) -> list[Line]:
        """What stood in it."""
        return values(self.record)


def kinds() -> list[type]:
    """The models whose deleted records can be restored: all that people edit, but people themselves."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def gone(model, term: str = "") -> QuerySet:
    """The last entries of the deleted records of a kind that bear the words."""
    rows, key = model.history.all(), model._meta.pk.attname
    later = rows.filter(**{key: OuterRef(key)}, history_id__gt=OuterRef("history_id"))
    found = rows.filter(~Exists(later), history_type="-")
    return found.filter(bears(model, term)) if term else found


def bears(model, term: str) -> Q:
    """The condition that a text of the record, or one of a thing it points to, there or gone, contains the words."""
    condition = says(model, term)
    for field in model._meta.concrete_fields:
        if field.is_relation:
            things = states(field.related_model).filter(says(field.related_model, term))
            condition |= Q(**{f"{field.attname}__in": things.values(field.related_model._meta.pk.attname)})
    return condition


def says(model, term: str) -> Q:
    """The condition that one of the record's own texts contains the words."""
    texts = [Q(**{f"{field.name}__icontains": term}) for field in model._meta.concrete_fields if is_text(field)]
    return reduce(or_, texts, Q(pk__in=[]))


def states(model) -> QuerySet:
    """All states of the things of a kind, of the deleted too where a history keeps them."""
    return model.history.all() if issubclass(model, Versioned) else model._base_manager.all()


def is_text(field) -> bool:
    """A field of words that people type, and nothing sealed or secret."""
    words = isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
    return words and not isinstance(field, SealedField) and field.name != "password"


def deletions(*, kind: type | None = None, term: str = "") -> QuerySet:
    """Where the deleted records stand, newest first, for `told`: a list to count and to cut into pages."""
    return together([gone(model, term) for model in ([kind] if kind else kinds())])


def told(marks) -> list[Entry]:
    """The deleted records that the marks stand for, in their order; a few queries a kind, however many there are."""
    marks = list(marks)
    found = {(model._meta.label, entry.key): entry for model, rows in entries(marks).items() for entry in read(rows)}
    return [found[kind, key] for kind, key, _moment in marks]


def read(rows: list) -> list[Entry]:
    """Entries of one history, as deleted records."""
    records = at_hand([as_it_was(row) for row in rows])
    return [
        Entry(record, name_of(record), row.history_id, row.history_date, row.history_user, row.history_change_reason or "")
        for row, record in zip(rows, records, strict=True)
    ]


def find(model, pk) -> Entry | None:
    """The record as it was deleted; None when it is there, or never was."""
    found = read(list(gone(model).filter(**{model._meta.pk.attname: pk}).select_related("history_user")))
    return found[0] if found else None


def missing(entry: Entry) -> list[models.Model]:
    """What the record points to and is gone as well, as it last was: to be restored first."""
    found = []
    for field in entry.model._meta.concrete_fields:
        key = getattr(entry.record, field.attname)
        if field.is_relation and key is not None and not field.related_model._base_manager.filter(pk=key).exists():
            found += at_hand([last_known(field.related_model, [key]).get(key) or field.related_model(pk=key)])
    return found


@transaction.atomic
def restore(*, entry: Entry, by, why: str) -> models.Model:
    """Put the record back as it last was, with its key; raises ValidationError, in words, for what cannot be.

    A record that is there already is given back as it is, so that a second tap restores nothing twice.
    """
    there = entry.model._base_manager.filter(pk=entry.record.pk).first()
    if there:
        return there
    parents = missing(entry)
    if parents:
        names = ", ".join(f"{parent._meta.verbose_name} {name_of(parent)}" for parent in parents)
        raise ValidationError(_("It belongs to what was deleted as well: %(names)s. Restore that first.") % {"names": names})
    entry.record._state.adding = True
    restored = keep(entry.record, by=by, why=why, force_insert=True)
    judge_now()
    return restored
