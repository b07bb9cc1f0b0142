"""Writing what was checked: one short transaction, with the ledger of every row."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Max

from idaman import bulk, overlaps
from idaman.staging import Stage
from partners.importing.checking import Checked
from partners.importing.importers import Importer, Run, Signed
from partners.importing.ledger import ledger
from partners.importing.models import Import, ImportedRow


class MovedMeanwhileError(Exception):
    """Records were changed by others since the file was checked against them."""


class SupersededError(Exception):
    """The import was cancelled or begun anew: this job is no longer the one."""


def standing(importer: Importer) -> tuple:
    """By which it shows whether anybody changed the importer's records since: how many states were kept, and the last."""
    return tuple(
        tuple(model.history.aggregate(count=Count("history_id"), last=Max("history_id")).values()) for model in importer.models
    )


def hold(importer: Importer) -> None:
    """Let others read but not write these records until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        tables = [table for model in importer.models for table in (model._meta.db_table, model.history.model._meta.db_table)]
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(bulk.quoted(table) for table in tables)} IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def write(
    imported: Import, importer: Importer, run: Run, checked: Checked, stage: Stage, *, turn: int, seen: tuple, signed: Signed
) -> None:
    """Write all good rows and the ledger, or nothing; what stands ready on the stage is poured.

    Raises MovedMeanwhileError when the records are no longer as they were `seen`, SupersededError when this is no longer
    the import's turn, IntegrityError for what the database refuses.
    """
    now = Import.objects.select_for_update().get(pk=imported.pk)
    if now.turn != turn or now.state != Import.State.WRITING:
        raise SupersededError
    hold(importer)
    if standing(importer) != seen:
        raise MovedMeanwhileError
    ImportedRow.objects.filter(imported=imported).delete()
    importer.make_room(checked.batches)
    for batch in checked.batches:
        importer.write(batch, run, signed)
        if not batch.is_staged:
            bulk.put_records(ImportedRow, ledger(imported, batch))
        batch.values = {}
    stage.pour(by=signed.by, at=signed.at, why=signed.why)
    overlaps.judge_now()
    Import.objects.filter(pk=imported.pk).update(
        state=Import.State.WRITTEN, written_at=signed.at, told=checked.told, rows=checked.told["rows"], alive_at=None
    )


def keep_check(imported: Import, checked: Checked, *, turn: int, at: datetime) -> None:
    """What a dry run found: the ledger as it would be. Raises SupersededError when it is no longer the import's turn."""
    with transaction.atomic():
        now = Import.objects.select_for_update().get(pk=imported.pk)
        if now.turn != turn or now.state != Import.State.CHECKING:
            raise SupersededError
        ImportedRow.objects.filter(imported=imported).delete()
        for batch in checked.batches:
            bulk.put_records(ImportedRow, ledger(imported, batch))
        Import.objects.filter(pk=imported.pk).update(
            state=Import.State.CHECKED, told=checked.told, rows=checked.told["rows"], alive_at=None
        )
