"""Writes all MSMEs into a file at the terminal, in the columns in which they come back."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import IO

from django.core.management.base import BaseCommand
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idaman import clock
from idaman.spreadsheets.written import csv_lines, xlsx_file
from msmes.exported import exported
from msmes.models import Msme


class Command(BaseCommand):
    help = "Writes all MSMEs into a file, personal numbers masked; edited, it comes back by import_msmes."

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["xlsx", "csv"], default="xlsx")

    def handle(self, *, file: Path, format: str, **options):
        rows = exported(None, clock.today(), Msme.objects.current().order_by("name", "pk"))
        try:
            with self.written(rows, format) as content, file.open("wb") as target:
                shutil.copyfileobj(content, target)
        except OSError as error:
            self.stderr.write(_("The file could not be written: %(error)s") % {"error": error})
            sys.exit(1)

    def written(self, rows, format: str) -> IO[bytes]:
        """The whole content in a temporary file, so that the named one isn't touched before all is well."""
        if format == "xlsx":
            return xlsx_file(rows, title=_("MSMEs"))
        content = tempfile.TemporaryFile(prefix="idaman-")  # noqa: SIM115 (closed by who asked)
        content.writelines(line.encode() for line in csv_lines(rows, get_language()))
        content.seek(0)
        return content
