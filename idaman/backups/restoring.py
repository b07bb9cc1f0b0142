"""Brings a backup back: checked whole before anything changes, then in one transaction."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from idaman import clock, keys, triggers, workspace
from idaman.amounts import grouped
from idaman.backups import tables
from idaman.backups.archive import Manifest, Reader, UnfitError
from idaman.backups.uploads import put_in_place
from idaman.progress import Tenths

NAMED = 5


def restore_backup(
    path: Path, *, at: datetime, replace: bool = False, without_keys: bool = False, say: Callable[[str], None]
) -> Manifest:
    """Make database and files those of the backup. Raises UnfitError, with nothing changed, where that can't be."""
    with Reader(path) as reader:
        check_migrations(reader.manifest)
        if not without_keys:
            check_keys(reader.manifest)
        if not replace:
            check_empty()
        say(_("Checking the file:"))
        reader.check(Tenths(reader.size, say))
        say(_("Restoring:"))
        with put_in_place(reader, Path(settings.MEDIA_ROOT)):
            told = restore_tables(reader, Tenths(sum(reader.manifest.rows.values()), say), at)
    for sentence in told:
        say(sentence)
    ContentType.objects.clear_cache()
    return reader.manifest


def check_migrations(manifest: Manifest):
    """The same migrations made the backup's database, this one, and stand in this code."""
    loader = MigrationLoader(connection)
    ours = {".".join(one) for one in loader.graph.nodes}
    if ours - {".".join(one) for one in loader.applied_migrations}:
        raise UnfitError(_("This database lacks its tables or a part of them. Run `python manage.py migrate` first."))
    known, theirs = {".".join(one) for one in loader.disk_migrations}, set(manifest.migrations)
    if theirs - known:
        sentence = _("The backup is of later code: this code lacks %s. Update it, migrate, then restore.")
        raise UnfitError(sentence % named(sorted(theirs - known)))
    if ours - theirs:
        sentence = _("The backup is of earlier code, which lacked %s. Restore it with that code, then update and migrate.")
        raise UnfitError(sentence % named(sorted(ours - theirs)))


def check_keys(manifest: Manifest):
    """This machine opens what is sealed in the backup, and finds it by the same hashes."""
    ours = keys.marks()
    lacking = [name for name, marks in manifest.keys.items() if set(marks) - set(ours[name])]
    if lacking:
        sentence = _(
            "The personal numbers in the backup are under other keys than this machine's (%s). Set the keys of the machine "
            "it was made on, or restore with --without-keys and set them afterwards."
        )
        raise UnfitError(sentence % ", ".join(lacking))


def check_empty():
    found = [f"{grouped(number)} {name}" for name, number in tables.recorded().items()]
    if found:
        sentence = _("Nothing was changed: this database is in use (%s). With --replace all of it gives way to the backup.")
        raise UnfitError(sentence % named(found))


def named(things) -> str:
    """The first few, and whether there are more."""
    things = list(things)
    return ", ".join(things[:NAMED]) + (", …" if len(things) > NAMED else "")


def restore_tables(reader: Reader, on_rows: Tenths, at: datetime) -> list[str]:
    """All or nothing; the database judges the references between the rows before it is done.

    What the apps mark so that it isn't done twice is part of it, and told in sentences.
    """
    try:
        with transaction.atomic():
            triggers.lift(DEFAULT_DB_ALIAS)
            tables.empty()
            for model in tables.models():
                restore_table(reader, model, on_rows)
            tables.go_on_from(reader.manifest.last_ids)
            connection.check_constraints()
            triggers.restore(DEFAULT_DB_ALIAS)
            told = list(workspace.restored.ask(on=clock.local(at).date(), at=at))
            cache.clear()
            return told
    except Error as error:
        first = str(error).partition("\n")[0]  # the lines after it quote the row
        raise UnfitError(_("Nothing was changed: the database refused what is in the backup (%s).") % first) from error


def restore_table(reader: Reader, model, on_rows: Tenths):
    table = model._meta.db_table
    if reader.manifest.columns.get(table) != tables.columns(model):
        raise UnfitError(_("Nothing was changed: the backup has other columns in %s.") % table)
    for taken in tables.write(model, reader.rows(table)):
        on_rows(taken)
    if tables.count(model) != reader.manifest.rows[table]:
        raise UnfitError(_("Nothing was changed: not every row of %s arrived.") % table)
