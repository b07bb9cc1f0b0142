"""Takes in a spreadsheet of records of one kind at the terminal."""

from django.core.management.base import CommandError

from partners.importing.importers import importers
from partners.importing.terminal import ImportCommand


class Command(ImportCommand):
    help = "Takes in a spreadsheet of one kind of record: every row is told as new, changed, known, twin or to mend."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the kind: partners, sponsorships, stores …; an unknown one lists all")
        super().add_arguments(parser)

    def handle(self, *, code: str, **options):
        known = [one.code for one in importers().values() if not one.is_of_a_partner]
        if code not in known:
            raise CommandError(f"The kind is one of: {', '.join(known)}", returncode=2)
        self.code = code
        super().handle(**options)
