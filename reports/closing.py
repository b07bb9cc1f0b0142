"""What is still open before a period is closed: apps register their hurdles, the closing page shows them.

An app says in its `workspace.py`, for a day and the period that leads to it, what somebody should still look at:

    @closing.hurdle
    def registrations_undecided(day, period):
        return [closing.Hurdle(_("Registrations not yet decided"), 3, "/submissions/")]

A plain (title, count, url) is understood as well; what counts nothing is left out.
"""

from datetime import date
from typing import NamedTuple

from idaman.periods import Period
from idaman.workspace import Question


class Hurdle(NamedTuple):
    """Something still open: what, how many, and the list in which it is done."""

    title: str
    count: int
    url: str


hurdle = Question()  # (day, period) -> Hurdle


def hurdles(day: date, period: Period) -> list[Hurdle]:
    """All that is still open for the period that ends on the day."""
    return [one for one in (Hurdle(*answer) for answer in hurdle.ask(day, period)) if one.count]
