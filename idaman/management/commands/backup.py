"""Writes database and uploaded files into one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from idaman import clock
from idaman.amounts import grouped
from idaman.backups.archive import UnfitError
from idaman.backups.making import make_backup


class Command(BaseCommand):
    help = "Writes everything into one file, which restores on either engine; may run while people work."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="take the place of an existing file, once whole")

    def handle(self, *, file, overwrite, **options):
        if file.exists() and not overwrite:
            raise CommandError(_("%s exists already. Give another name, or --overwrite.") % file)
        try:
            manifest = make_backup(file, at=clock.now(), say=self.stdout.write)
        except (OSError, UnfitError) as error:
            raise CommandError(_("No backup was made: %s") % error) from error
        words = {
            "file": file,
            "rows": grouped(sum(manifest.rows.values())),
            "tables": len(manifest.rows),
            "files": grouped(len(manifest.files)),
        }
        self.stdout.write(_("%(file)s holds %(rows)s rows of %(tables)d tables and %(files)s uploaded files.") % words)
        self.stdout.write(_("It was read back and is whole. Personal numbers in it are sealed; names and telephones are not."))
