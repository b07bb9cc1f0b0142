"""Making one record of two of the same business, seeing beforehand what that does, and undoing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from idaman import refusals
from idaman.effects import Effect, tried
from idaman.history import keep
from idaman.overlaps import judge_now
from msmes.merging.joining import fill, join
from msmes.merging.ledger import Ledger, changed_since
from msmes.merging.models import Merge
from msmes.models import Msme


@dataclass(frozen=True)
class Preview:
    """What a merge would do: to the facts, in sentences, and to the figures of a day, those that change."""

    told: list[str]
    effects: list[Effect]


def preview(*, kept: Msme, gone: Msme, on: date) -> Preview:
    """Merge, look, and leave everything as it was."""
    ledger, effects = tried(lambda: merged(kept, gone, by=None, why="")[1], on=on)
    return Preview(ledger.told, effects)


def merge(*, kept: Msme, gone: Msme, at: datetime, by, why: str) -> Merge:
    """Pass all that hangs on the one record to the other, which alone counts from now on.

    Raises ValidationError when one of the two was merged already, or when a rule of some fact stands against it.
    """
    with refusing():
        pair, ledger = merged(kept, gone, by=by, why=why)
        return keep(Merge(**pair, merged_at=at, by=by, why=why, moved=ledger.steps), by=by, why=why)


def merged(kept: Msme, gone: Msme, *, by, why: str) -> tuple[dict[str, Msme], Ledger]:
    """The pair as it is stored, and every step that was taken."""
    with refusing():
        pair = locked(kept=kept, gone=gone)
        ledger = Ledger(by=by, why=why)
        join(ledger, pair["gone"], pair["kept"])
        fill(ledger, pair["gone"], pair["kept"])
        judge_now()
    return pair, ledger


def locked(*, kept: Msme, gone: Msme) -> dict[str, Msme]:
    """Both records as they are stored, held for this transaction; refuses when somebody merged one of them meanwhile."""
    if kept.pk == gone.pk:
        raise ValidationError(_("Choose two different records."))
    stored = {one.pk: one for one in Msme.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    refuse_merged(stored.values())
    return {"kept": stored[kept.pk], "gone": stored[gone.pk]}


def refuse_merged(msmes):
    for one in msmes:
        if one.merged_into_id:
            raise ValidationError(_("%(gone)s was merged into %(kept)s already.") % {"gone": one, "kept": one.merged_into})


def undo(*, merge: Merge, at: datetime, by, why: str) -> Merge:
    """Bring back exactly what was there before the merge.

    Raises ValidationError, naming the records, when one of them was changed since.
    """
    with refusing():
        stored = Merge.objects.select_for_update().get(pk=merge.pk)
        list(Msme.objects.select_for_update().filter(pk__in=[stored.kept_id, stored.gone_id]).order_by("pk"))
        refuse_undoing(stored)
        ledger = Ledger(by=by, why=why)
        for step in reversed(stored.moved):
            ledger.take_back(step)
        stored.undone_at, stored.undone_by, stored.undone_why = at, by, why
        keep(stored, by=by, why=why)
        judge_now()
    return stored


def refuse_undoing(merge: Merge):
    """Undoing twice, or what later work rests on, would not bring back what was there."""
    if merge.undone_at:
        raise ValidationError(_("The merge of %(merge)s was undone already.") % {"merge": merge})
    refuse_merged([merge.kept])
    changed = ", ".join(str(one) for one in changed_since(merge.moved))
    if changed:
        words = {"merge": merge, "changed": changed}
        raise ValidationError(_("%(merge)s cannot be undone: changed since then: %(changed)s.") % words)


@contextmanager
def refusing() -> Iterator[None]:
    """All or nothing; what the database refuses comes as a sentence."""
    try:
        with transaction.atomic():
            yield
    except ProtectedError as error:
        resting = ", ".join(str(one) for one in error.protected_objects)
        raise ValidationError(_("Other records rest on what would go: %(resting)s.") % {"resting": resting}) from error
    except IntegrityError as error:
        raise ValidationError(refusals.sentence(error)) from error
