"""Who changed what, when and why, on every record that people edit."""

from django.db import models
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history


class Recorded(models.Model):
    """A record whose every state is kept, with who changed it, when and why; sealed fields stay sealed there."""

    history = HistoricalRecords(inherit=True, excluded_fields=["password"])

    class Meta:
        abstract = True

    @property
    def version(self) -> int:
        """The newest entry of its history: what an editing form was opened at."""
        return self.history.latest("history_id").history_id


def keep(record, *, by, why: str = "", **save):
    """Save one record with its author and reason; refuse, as ValidationError, what its rules don't allow."""
    sign(record, by=by, why=why)
    record.full_clean()
    record.save(**save)
    return record


def sign(record, *, by, why: str = ""):
    """Say who is about to save or delete the record, and why."""
    record._history_user, record._change_reason = by, why


def keep_many(records: list, *, why: str, by=None):
    """Insert many new records of one model, history included, in a few statements; the database still judges them."""
    return (
        bulk_create_with_history(records, type(records[0]), batch_size=500, default_user=by, default_change_reason=why)
        if records
        else []
    )


def changes(record, since: int) -> list[str]:
    """What others changed in the record since the version, as sentences for the person whose form is older."""
    versions = list(record.history.filter(history_id__gte=since).order_by("history_id"))
    if not versions or versions[0].history_id == versions[-1].history_id:
        return []
    delta = versions[-1].diff_against(versions[0], foreign_keys_are_objs=True)
    return [f"{record._meta.get_field(c.field).verbose_name}: {c.old} → {c.new}" for c in delta.changes]
