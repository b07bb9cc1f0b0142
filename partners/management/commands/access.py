"""Draws the table of roles for the documentation."""

from django.core.management.base import BaseCommand
from django.utils import translation

from partners.roles import TABLE, May

HEADING = """# Who may do what

Drawn from the table in `partners/roles.py` by `manage.py access`. Which address opens to whom stands, tested for every
role, in `partners/tests/access_table.py`. A right begins and ends with the membership that carries it.
"""


def access_table() -> str:
    """Roles down, abilities across, in English."""
    with translation.override("en"):
        abilities = [f"{number}. {what.label}" for number, what in enumerate(May, 1)]
        rows = [
            f"| {role.label} | {rule.kind.label} | {' | '.join('●' if what in rule.may else '' for what in May)} |"
            for role, rule in TABLE.items()
        ]
    numbers = " | ".join(str(number) for number in range(1, len(May) + 1))
    lines = [HEADING, *abilities, "", f"| role | of a partner | {numbers} |", "|---|---|" + ":-:|" * len(May), *rows, ""]
    return "\n".join(lines)


class Command(BaseCommand):
    help = "Prints docs/access.md, drawn from the table of roles."

    def handle(self, **options):
        self.stdout.write(access_table(), ending="")
