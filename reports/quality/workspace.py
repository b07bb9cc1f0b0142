"""What data quality tells the apps below: an officer's task, what people wrote into explanations, rows for the demonstration."""

from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import ngettext

from idaman import clock, workspace
from idaman.amounts import grouped
from idaman.history import keep_many
from idaman.models import User
from idaman.personal import held_in
from idaman.quality import rules
from msmes.models import Msme
from partners.doors import abilities
from partners.roles import May
from reports import closing
from reports.facts import Memory
from reports.quality.actions import take_looks
from reports.quality.models import Explanation, Look
from reports.quality.reading import open_counts, rows_of
from reports.quality.scopes import PROGRAMME, Scope


@workspace.tasks
def rows_to_mend(user, *, on):
    """One line for all open rows, for who keeps the records."""
    if May.KEEP_RECORDS not in abilities(user):
        return
    count = open_on(on)
    if count:
        words = ngettext(
            "%(count)s row of data quality to mend or to explain", "%(count)s rows of data quality to mend or to explain", count
        )
        address = reverse("quality:rules", args=[PROGRAMME])
        yield workspace.Task(workspace.Kind.MISSING, words % {"count": grouped(count)}, address, key="quality")


def open_on(day: date) -> int:
    """How many rows are open on the day: remembered until a fact, an explanation or a comparison is newer."""
    newest = Look.objects.aggregate(newest=Max("taken_at"))["newest"]
    return Memory().of(("quality", day, newest), lambda: sum(one.open for one in open_counts(day)))


def about(msmes) -> dict[str, list[int]]:
    """Of every rule the keys of the records that are about these MSMEs."""
    ways = {one.code: (one.rows(date.max).model, one.msme) for one in rules() if one.msme}
    return {
        code: list(model._base_manager.filter(**{f"{way}__in": [one.pk for one in msmes]}).values_list("pk", flat=True))
        for code, (model, way) in ways.items()
    }


@closing.hurdle
def what_offends(day, period):
    """Before a period is closed: of every rule what is neither mended nor explained as of its last day."""
    for rule, count, _explained in open_counts(day):
        yield closing.Hurdle(str(rule.title), count, reverse("quality:rule", args=[PROGRAMME, rule.code]) + f"?on={day:%Y-%m-%d}")


@workspace.forgetting
def explanations_are_hidden(msmes, *, words, at):
    """An explanation may name the owner."""
    for code, keys in about(msmes).items():
        for key in keys:
            words.hide_in(Explanation, rule=code, key=key)
    return ()


@workspace.personal
def explanations_about(record):
    """Of an owner's business what was explained about it; of an account what it explained."""
    if isinstance(record, Msme):
        for code, keys in about([record]).items():
            for key in keys:
                yield from held_in(Explanation, without=("seen",), rule=code, key=key)
    if isinstance(record, User):
        yield from held_in(Explanation, without=("seen",), by_id=record.pk)


@workspace.demonstrations
def one_is_explained(*, until: date, by, why: str):
    """The comparisons are taken, and of the MSMEs without the owner's sex one is explained."""
    take_looks(on=until, at=datetime.combine(until, time(1), clock.now().tzinfo))
    found = rows_of(next(one for one in rules() if one.code == "sex-missing"), until, Scope()).first()
    if found:
        words = {"rule": "sex-missing", "key": found.pk, "seen": found.mark, "starts_on": until - timedelta(days=30)}
        keep_many([Explanation(**words, reason="Pemilik tidak bersedia menyebutkan (peraga)", by=by)], why=why, by=None)
    return ()
