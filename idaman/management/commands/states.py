"""Draws every table of states as a diagram for the documentation."""

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from idaman.states import TABLES


def diagrams() -> str:
    """All tables of states, in the order of the installed apps."""
    autodiscover_modules("actions")
    return "\n".join(["# States", "", *(table.diagram() for table in TABLES)])


class Command(BaseCommand):
    help = "Prints docs/states.md, drawn from the tables of states."

    def handle(self, **options):
        self.stdout.write(diagrams(), ending="")
