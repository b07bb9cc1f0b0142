"""Draws every table of states as a diagram for the documentation."""

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from idaman.states import TABLES


def diagrams() -> str:
    """All tables of states, by title."""
    autodiscover_modules("actions")
    return "\n".join(["# States", "", *(table.diagram() for table in sorted(TABLES, key=lambda table: table.title))])


class Command(BaseCommand):
    help = "Prints docs/states.md, drawn from the tables of states."

    def handle(self, **options):
        self.stdout.write(diagrams(), ending="")
