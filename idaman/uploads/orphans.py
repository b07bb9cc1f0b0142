"""Files that lie in the store without a row: what a transaction left behind that was rolled back after writing them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

from idaman.retention import Keeping, Outcome, day_of


@dataclass(frozen=True)
class Orphans(Keeping):
    """Files no row points to, older than so many days; a younger one may belong to a transaction that still runs."""

    def past(self, at: datetime) -> dict[str, datetime]:
        """Their names and when they were written; the files are listed first, so that none is missed in the rows."""
        written = {name: default_storage.get_modified_time(name) for name in stored()}
        pointed_to = set(named_in_rows())
        before = at - timedelta(days=self.days)
        return {name: moment for name, moment in written.items() if moment < before and name not in pointed_to}

    def looked_at(self, at: datetime) -> Outcome:
        past = self.past(at)
        return Outcome(self, len(past), day_of(min(past.values(), default=None)), [])

    def apply(self, at: datetime) -> None:
        for name in self.past(at):
            default_storage.delete(name)


def stored(folder: str = "") -> Iterator[str]:
    """Every file under the folder of the store, by its place in it."""
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    place = f"{folder}/" if folder else ""
    yield from (place + name for name in names)
    for one in folders:
        yield from stored(place + one)


def named_in_rows() -> Iterator[str]:
    """The files that rows of any kind point to."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                yield from model._base_manager.order_by().values_list(field.attname, flat=True).iterator()
