"""What every app contributes upwards without being imported: its `workspace.py` answers the questions asked here.

An app below never knows who answers. A task list, a timeline, an act's effect on the figures are gathered from all
apps that have something to say, in the order in which they are installed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """Why something stands in a person's task list."""

    DECIDE = "decide", gettext_lazy("To decide")
    RETURNED = "returned", gettext_lazy("Returned to me")
    CONTINUE = "continue", gettext_lazy("Begun, not yet sent")
    ENDING = "ending", gettext_lazy("Ending soon")
    MISSING = "missing", gettext_lazy("Missing")


@dataclass(frozen=True)
class Task:
    """Something that waits for a person: what, where it is done, since when or until when."""

    kind: Kind
    title: str
    url: str
    since: date | None = None
    due: date | None = None
    key: str = ""  # the same task bears the same key from day to day


def by_kind(tasks: Iterable[Task]) -> list[tuple[Kind, list[Task]]]:
    """A task list as people read it: under each reason what stands there for it, in the order of the reasons."""
    waiting = list(tasks)
    groups = [(kind, [task for task in waiting if task.kind == kind]) for kind in Kind]
    return [group for group in groups if group[1]]


@dataclass(frozen=True)
class Event:
    """Something that happened to a thing on a day, as a line of its timeline."""

    day: date
    title: str
    detail: str = ""
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of a thing's page: what holds on the day, line by line, or what to do when there is nothing."""

    title: str
    lines: list[tuple[str, str]]  # what, and more about it
    empty: str = ""


@dataclass(frozen=True)
class Open:
    """What a leaver would leave behind, counted in words; `needs`: what the role of whoever takes it over must allow."""

    title: str
    needs: str


@dataclass(frozen=True)
class Held:
    """One piece of what is held on a person: where, which field, and its value in words; `at`: since when it stood so."""

    record: str
    field: str
    value: str
    at: datetime | None = None  # of an earlier state, kept in a history; None is the present one


class Question:
    """A question to all apps. Used as a decorator it registers an answer: a function that returns or yields any number."""

    def __init__(self):
        self.answers: list[Callable] = []

    def __call__(self, answer: Callable) -> Callable:
        self.answers.append(answer)
        return answer

    def ask(self, *args, **kwargs) -> Iterator:
        """All that the apps answer, one after another."""
        autodiscover_modules("workspace")
        for answer in self.answers:
            yield from answer(*args, **kwargs)


tasks = Question()  # (user, *, on) -> Task: what waits for the person on the day
events = Question()  # (msme, *, user, on) -> Event: what happened to an MSME, as far as the reader may see it
panels = Question()  # (msme, *, user, on) -> Panel: what else an MSME's page shows
figures = Question()  # (*, on) -> (title, value): the headline figures, to show what an act changes
handovers = Question()  # (*, leaver, to, partner, on, by, why) -> sentence: open work passed to a successor, told in words
open_work = Question()  # (*, leaver, partner, on) -> Open: what `handovers` would pass on
departures = Question()  # (*, partner, successor, on, by, why) -> sentence: what ends or passes on when a partner leaves
forgetting = Question()  # (msmes, *, words, at) -> sentence: what an app takes away of an owner who asks to be forgotten
personal = Question()  # (record) -> Held: what is held on the person behind an MSME or an account (a User), in full
restored = Question()  # (*, on, at) -> sentence: what must not be done twice on the day a backup is brought back
demonstrated = Question()  # (*, until, why) -> nothing: what an app adds to the demonstration programme, with that reason
