"""Takes in a spreadsheet of MSMEs at the terminal."""

from partners.importing.terminal import ImportCommand


class Command(ImportCommand):
    help = "Takes in a spreadsheet of MSMEs: every row is told as new, changed, known, twin or to mend."
    code = "msmes"
