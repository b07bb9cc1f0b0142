"""What stands in a person's digest."""

import re
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import translation

from idaman import mail, workspace
from idaman.addresses import absolute
from idaman.models import User
from idaman.sealed import masked

PERSONAL_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){14,15}")  # NIK, NPWP: what somebody wrote into a reason


@dataclass(frozen=True)
class Letter:
    """A digest ready to be sent: its subject, its text, and how many tasks it lists."""

    subject: str
    body: str
    count: int


def letter(person, *, on: date, today: date, language: str) -> Letter | None:
    """The person's digest for the day; None when nothing waits."""
    with translation.override(language):
        waiting = still_waiting(person, on=on, today=today)
        if not waiting:
            return None
        groups = [(kind.label, [line(task) for task in tasks]) for kind, tasks in workspace.by_kind(waiting)]
        context = {"person": person, "count": len(waiting), "groups": groups, "day": on}
        context |= {"home": absolute("/"), "stop": absolute(reverse("digest"))}
        return Letter(*mail.written("digest", context), len(waiting))


def still_waiting(person, *, on: date, today: date) -> list[workspace.Task]:
    """What waited on the day and waits today, under the rights of both, for all the partners the person acts for."""
    person = User.objects.get(pk=person.pk)  # a request narrows its own person to the partner they chose
    now = list(workspace.tasks.ask(person, on=today))
    if on == today:
        return now
    still = {(task.kind, task.url) for task in now}
    return [task for task in workspace.tasks.ask(person, on=on) if (task.kind, task.url) in still]


def line(task: workspace.Task) -> dict:
    """A task in a mail: on one line, with its whole address, and no personal number in it."""
    title = PERSONAL_NUMBER.sub(lambda found: masked(found.group()), " ".join(task.title.split()))
    return {"title": title, "link": absolute(task.url), "since": task.since, "due": task.due}
