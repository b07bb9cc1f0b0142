"""States are a table: which thing may go from which state to which; the actions check it, the diagrams are drawn from it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

TABLES: list["States"] = []


@dataclass(frozen=True)
class States:
    """The allowed moves of one thing; "" is where it begins. Registered so that `docs/states.md` shows every table."""

    title: str  # of the diagram, in English
    moves: dict[str, set[str]]
    choices: type[models.TextChoices]

    def __post_init__(self):
        TABLES.append(self)

    def allows(self, now: str, to: str) -> bool:
        return to in self.moves.get(now, set())

    def check(self, thing, now: str, to: str) -> None:
        """Refuse, in words, a move that isn't in the table."""
        if not self.allows(now, to):
            labels = {"thing": thing, "now": self.label(now), "to": self.label(to)}
            raise ValidationError(_("%(thing)s is %(now)s and cannot become %(to)s.") % labels)

    def label(self, state: str) -> str | Promise:
        return self.choices(state).label if state else "–"

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = [f"    {before or '[*]'} --> {after}" for before, moves in self.moves.items() for after in sorted(moves)]
        return "\n".join([f"## {self.title}", "", "```mermaid", "stateDiagram-v2", *lines, "```", ""])
