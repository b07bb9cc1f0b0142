"""What an act would do to the figures: it is done, looked at, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction

from idaman import workspace

Done = TypeVar("Done")


@dataclass(frozen=True)
class Effect:
    """A figure that an act changes."""

    title: str
    before: int | None
    after: int | None


class TakenBack(Exception):
    """Rolls a try back."""


def tried(act: Callable[[], Done], *, on: date) -> tuple[Done, list[Effect]]:
    """What the act gives, and the figures of the day that it changes; afterwards everything is as it was."""
    before = figures([on])[on]
    done, after = rehearsed(lambda: (act(), figures([on])[on]))
    return done, [Effect(title, before[title], value) for title, value in after.items() if value != before[title]]


def rehearsed(act: Callable[[], Done]) -> Done:
    """What the act gives; afterwards everything is as it was."""
    try:
        with transaction.atomic():
            done = act()
            raise TakenBack
    except TakenBack:
        return done


def figures(days: Sequence[date]) -> dict[date, dict[str, int | None]]:
    """The headline figures of each day, by their titles."""
    told = [(str(title), values) for title, values in workspace.figures.ask(days=days)] if days else []
    return {day: {title: values[at] for title, values in told} for at, day in enumerate(days)}
