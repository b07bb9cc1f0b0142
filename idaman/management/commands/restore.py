"""Brings back what a backup holds."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.amounts import grouped
from idaman.backups.archive import UnfitError
from idaman.backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Makes database and files those of a backup: an empty database's, or with --replace any one's."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="let everything in this database give way to the backup")
        parser.add_argument("--without-keys", action="store_true", help="even if personal numbers can't be opened here")

    def handle(self, *, file, replace, without_keys, **options):
        try:
            words = {"replace": replace, "without_keys": without_keys}
            manifest = restore_backup(file, at=clock.now(), say=self.stdout.write, **words)
        except (OSError, UnfitError) as error:
            raise CommandError(str(error)) from error
        words = {
            "when": date_format(clock.local(datetime.fromisoformat(manifest.made_at)), "DATETIME_FORMAT"),
            "rows": grouped(sum(manifest.rows.values())),
            "tables": len(manifest.rows),
            "files": grouped(len(manifest.files)),
        }
        sentence = _("The state of %(when)s is back: %(rows)s rows of %(tables)d tables and %(files)s uploaded files.")
        self.stdout.write(sentence % words)
        self.stdout.write(_("Everybody signs in again. Restart web server and worker, if they are running."))
