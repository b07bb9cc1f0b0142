"""Draws the table of states as a diagram for the documentation."""

from django.core.management.base import BaseCommand

from msmes.actions import MOVES


def diagram() -> str:
    """The moves of an enrolment as a Mermaid state diagram."""
    lines = [f"    {before or '[*]'} --> {after}" for before, moves in MOVES.items() for after in sorted(moves)]
    return "\n".join(["# How an MSME stands in the programme", "", "```mermaid", "stateDiagram-v2", *lines, "```", ""])


class Command(BaseCommand):
    help = "Prints docs/states.md, drawn from the table of moves in msmes/actions.py."

    def handle(self, **options):
        self.stdout.write(diagram(), ending="")
