"""Who changed what, when and why, on every record that people edit."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from idaman import clock
from idaman.amounts import DASH
from idaman.periods import ONE_DAY, EndField
from idaman.sealed import HashField, SealedField, masked


class Versioned(models.Model):
    """A record with a history, however it is kept."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """As Django's, with what it points to under a condition held, so that the condition still holds once this is saved."""
        hold_chosen(self)
        super().clean_fields(exclude=exclude)

    @property
    def version(self) -> int:
        """The newest entry of its history: what an editing form was opened at."""
        return self.history.latest("history_id").history_id


class Recorded(Versioned):
    """A record whose every state is kept, with who changed it, when and why; sealed fields stay sealed there."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


def hold_chosen(record):
    """Let nobody change under this transaction what the record may point to only under a condition.

    On PostgreSQL by the lock that a foreign key takes, only before the condition is judged; SQLite has one writer at a time.
    """
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return
    keys = [field for field in record._meta.concrete_fields if field.is_relation and field.get_limit_choices_to()]
    with connection.cursor() as cursor:
        for field in keys:
            table, column = map(connection.ops.quote_name, (field.related_model._meta.db_table, field.target_field.column))
            cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = %s FOR KEY SHARE", [getattr(record, field.attname)])


def keep(record, *, by, why: str = "", **save):
    """Save one record with its author and reason; refuse, as ValidationError, what its rules don't allow."""
    sign(record, by=by, why=why)
    record.full_clean()
    record.save(**save)
    return record


def sign(record, *, by, why: str = ""):
    """Say who is about to save or delete the record, and why."""
    record._history_user, record._change_reason = by, why


def close(fact, *, on: date, by, why: str):
    """End a dated fact where the day begins; one that would then hold on no day is deleted, and told in the history."""
    if fact.starts_on < on:
        fact.ends_on = on
        return keep(fact, by=by, why=why)
    sign(fact, by=by, why=why)
    fact.delete()
    return None


def keep_many(records: list, *, why: str, by=None):
    """Insert many new records of one model, history included, in a few statements; the database still judges them."""
    return (
        bulk_create_with_history(records, type(records[0]), batch_size=500, default_user=by, default_change_reason=why)
        if records
        else []
    )


@transaction.atomic
def close_many(facts: list, *, on: date, by, why: str):
    """End many dated facts of one model where the day begins, as `close` does, in a few statements."""
    ending = [fact for fact in facts if fact.starts_on < on]
    for fact in ending:
        fact.ends_on = on
    if ending:
        model = type(ending[0])
        model._base_manager.filter(pk__in=[fact.pk for fact in ending]).update(ends_on=on)
        words = {"default_user": by, "default_change_reason": why}
        model.history.bulk_history_create(ending, batch_size=500, update=True, **words)
    for fact in facts:
        if fact.starts_on >= on:
            close(fact, on=on, by=by, why=why)


def stale(record, opened_at: int | None) -> list[str]:
    """What the person must know whose form was opened at an older version: who saved since, and what changed.

    Nothing when the record is still as it was; sending the form again then overwrites it knowingly.
    """
    last = record.history.latest("history_id")
    if opened_at is None or opened_at == last.history_id:
        return []
    who, when = last.history_user or _("Somebody"), date_format(clock.local(last.history_date), "DATETIME_FORMAT")
    sentence = _(
        "%(who)s saved this record on %(when)s, after you opened it. Nothing of yours is lost: compare below, "
        "then save again to keep what you typed."
    )
    return [sentence % {"who": who, "when": when}, *changes(record, since=opened_at)]


def changes(record, *, since: int) -> list[str]:
    """What was changed in the record since the version, a sentence a field."""
    versions = list(record.history.filter(history_id__gte=since).order_by("history_id"))
    if len(versions) < 2:
        return []
    found = []
    for change in versions[-1].diff_against(versions[0], foreign_keys_are_objs=True).changes:
        field = record._meta.get_field(change.field)
        if not isinstance(field, HashField):
            found.append(f"{field.verbose_name}: {in_words(field, change.old)} → {in_words(field, change.new)}")
    return found


def last_known(model, keys) -> dict:
    """The records with these keys as they are, the deleted as they last were; what left no trace is left out."""
    found = model._base_manager.in_bulk(keys)
    gone = set(keys) - set(found)
    if gone and issubclass(model, Versioned):
        key = model._meta.pk.attname
        for row in model.history.filter(**{f"{key}__in": gone}).order_by("history_id"):
            found[getattr(row, key)] = as_it_was(row)
    return found


def as_it_was(row):
    """The record of an entry of its history, not saved, with all that the history keeps of it."""
    kept = {field.attname: getattr(row, field.attname) for field in row.tracked_fields}
    return row.instance_type(**kept)


def at_hand(records: list, *, steps: int = 2) -> list:
    """The records, all of one model, with what they point to fetched, deleted things too: a query or two a foreign key."""
    for field in type(records[0])._meta.concrete_fields if records and steps else []:
        if not field.is_relation:
            continue
        found = last_known(field.related_model, {getattr(one, field.attname) for one in records} - {None})
        at_hand(list(found.values()), steps=steps - 1)
        for one in records:
            if getattr(one, field.attname) in found:
                field.set_cached_value(one, found[getattr(one, field.attname)])
    return records


def name_of(record) -> str:
    """What people call the record, also when something in its name left no trace."""
    try:
        return str(record)
    except ObjectDoesNotExist:
        return f"{record._meta.verbose_name} {record.pk}"


def in_words(field, value) -> str:
    """A stored value as people may see it: last days inclusive, choices by name, personal numbers masked."""
    if value in (None, ""):
        return DASH
    if isinstance(field, SealedField):
        return masked(value)
    if isinstance(field, EndField):
        value -= ONE_DAY
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
