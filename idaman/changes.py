"""What happened to a record and to the facts about it, told in one list, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy

from idaman.history import Versioned, as_it_was, at_hand, in_words, name_of


class What(models.TextChoices):
    """What was done to a record."""

    RECORDED = "+", gettext_lazy("Recorded")
    CHANGED = "~", gettext_lazy("Changed")
    DELETED = "-", gettext_lazy("Deleted")
    RESTORED = "r", gettext_lazy("Restored")


@dataclass(frozen=True)
class Line:
    """One field of a change, in words; nothing was there before a record was made."""

    field: str
    new: str
    old: str | None = None


@dataclass(frozen=True)
class Change:
    """One thing that somebody did to one record, at a moment, for a reason."""

    record: models.Model  # as it was after the change
    name: str
    what: What
    lines: list[Line]
    at: datetime
    by: models.Model | None
    why: str

    @property
    def kind(self) -> str:
        return self.record._meta.verbose_name

    def is_of(self, record) -> bool:
        """Whether the record itself was changed, not a fact about it."""
        return (type(self.record), self.record.pk) == (type(record), record.pk)


def record_changes(record, limit: int = 50, *, may_see=lambda model: True) -> list[Change]:
    """The newest changes of the record and its facts, of the kinds that the reader may see."""
    return told(trail(record, may_see=may_see)[:limit])


def trail(record, *, may_see=lambda model: True) -> QuerySet:
    """Where these changes stand, newest first, for `told`: a list to count and to cut into pages."""
    pointing = [(one.related_model, one.field) for one in record._meta.related_objects]
    facts = [(model, field) for model, field in pointing if issubclass(model, Versioned) and may_see(model)]
    return together([type(record).history.filter(pk_of(record)), *(facts_of(record, *fact) for fact in facts)])


def pk_of(record) -> Q:
    return Q(**{record._meta.pk.attname: record.pk})


def facts_of(record, model, field) -> QuerySet:
    """The history of the facts that point to the record by the field, up to the entry by which one left it."""
    rows, target = model.history.all(), field.attname
    ever = rows.filter(**{target: record.pk}).values(model._meta.pk.attname)
    was = before(model).values(target)[:1]
    here = rows.filter(**{f"{model._meta.pk.attname}__in": ever}).annotate(was=Subquery(was))
    return here.filter(Q(**{target: record.pk}) | Q(was=record.pk))


def before(model) -> QuerySet:
    """For a condition: the entries of the same record before the one at hand, the nearest first."""
    key = model._meta.pk.attname
    return model.history.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id")).order_by("-history_id")


def together(parts: list[QuerySet]) -> QuerySet:
    """Entries of several histories in one list, newest first, as (kind, history_id, moment)."""
    first, *others = (
        rows.order_by()
        .annotate(history_of=Value(rows.model.instance_type._meta.label))
        .values_list("history_of", "history_id", "history_date")
        for rows in parts
    )
    return first.union(*others, all=True).order_by("-history_date", "-history_id")


def entries(marks) -> dict[type, list]:
    """The entries that the marks stand for, by the model of their record: one query a kind."""
    keys = defaultdict(list)
    for kind, key, _moment in marks:
        keys[apps.get_model(kind)].append(key)
    return {model: list(model.history.filter(history_id__in=ids).select_related("history_user")) for model, ids in keys.items()}


def told(marks) -> list[Change]:
    """The changes that the marks stand for, in their order; a few queries a kind, however many there are."""
    marks, found = list(marks), {}
    for model, rows in entries(marks).items():
        earlier = previous(model, rows)
        records = {row.history_id: as_it_was(row) for row in [*rows, *earlier.values()]}
        at_hand(list(records.values()))
        for row in rows:
            old = earlier.get(row.history_id)
            found[model._meta.label, row.history_id] = change(row, records[row.history_id], old and records[old.history_id])
    return [found[kind, key] for kind, key, _moment in marks]


def previous(model, rows: list) -> dict:
    """For each entry the one before it of the same record, if there is one."""
    keys = [row.history_id for row in rows]
    pairs = model.history.filter(history_id__in=keys).annotate(earlier=Subquery(before(model).values("history_id")[:1]))
    pairs = dict(pairs.order_by().values_list("history_id", "earlier"))
    found = model.history.in_bulk([key for key in pairs.values() if key])
    return {key: found[earlier] for key, earlier in pairs.items() if earlier}


def change(row, record, old) -> Change:
    """One entry in words, beside the state before it."""
    what = What.RESTORED if row.history_type == What.RECORDED and old else What(row.history_type)
    lines = differences(old, record) if old else values(record)
    why = row.history_change_reason or ""
    return Change(record, name_of(record), what, lines, row.history_date, row.history_user, why)


def values(record) -> list[Line]:
    """What stands in the record, field by field; what is empty or not ticked is left out."""
    filled = [field for field in shown(type(record)) if getattr(record, field.attname) not in (None, "", False)]
    return [Line(str(field.verbose_name), words(record, field)) for field in filled]


def differences(old, new) -> list[Line]:
    """What is not the same in two states of a record."""
    differ = [field for field in shown(type(new)) if getattr(old, field.attname) != getattr(new, field.attname)]
    return [Line(str(field.verbose_name), words(new, field), words(old, field)) for field in differ]


def shown(model) -> list:
    """The fields that mean something to people; hashes and keys, which nobody edits, don't."""
    return [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def words(record, field) -> str:
    """The field's value as people may see it; a thing that left no trace by its number."""
    value = getattr(record, field.attname)
    if not field.is_relation or value is None:
        return in_words(field, value)
    thing = field.get_cached_value(record, default=None)
    return name_of(thing) if thing else f"{field.verbose_name} {value}"
