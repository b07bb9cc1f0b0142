"""Differences in words for a reader: which rows came and went, by name as far as they may be seen, and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.apps import apps

from idaman import clock
from idaman.changes import Change
from msmes.models import Msme
from partners.doors import abilities
from partners.models import Partner
from partners.roles import May
from reports.publications.contents import contents
from reports.publications.differences import Difference, differences
from reports.publications.models import Edition
from reports.publications.reading import shown, spoken
from reports.publications.reasons import names, reasons

MOST = 100  # rows that a page names
MOST_BEHIND = 1000  # rows whose histories are asked for reasons


@dataclass(frozen=True)
class Told:
    """One difference for a reader; without names and reasons for who may not see them."""

    difference: Difference
    title: str
    breakdowns: list[str]
    came: list[str]
    went: list[str]
    reasons: list[Change]

    @property
    def values(self) -> list[str]:
        """The figure as it was and as it is."""
        kind = (self.difference.new or self.difference.old)["kind"]
        return [shown(number, kind) for number in self.difference.value]

    @property
    def compared(self) -> list[str]:
        """The same of the day compared with."""
        kind = (self.difference.new or self.difference.old)["kind"]
        return [shown(number, kind) for number in self.difference.compared]

    @property
    def unnamed_came(self) -> int:
        return len(self.difference.came) - len(self.came)

    @property
    def unnamed_went(self) -> int:
        return len(self.difference.went) - len(self.went)


def told_since(user, edition: Edition, *, at: datetime) -> list[Told]:
    """What the facts as they are now say otherwise than the edition."""
    found = differences(edition.contents, contents(period=edition.publication.period))
    return [told(user, one, edition, since=edition.published_at, until=at, on=clock.local(at).date()) for one in found]


def told_between(user, edition: Edition, *, on: date) -> list[Told]:
    """What an edition says otherwise than the one it restates."""
    before = edition.before
    found = differences(before.contents, edition.contents) if before else []
    return [told(user, one, edition, since=before.published_at, until=edition.published_at, on=on) for one in found]


def told_openly(edition: Edition) -> list[Told]:
    """The same for everybody: numbers, and no names; of a figure that tells of few people not how many came or went."""
    before = edition.before
    found = differences(before.contents, edition.contents) if before else []
    return [Told(openly(one), *words(one), [], [], []) for one in found if one.is_public]


def openly(one: Difference) -> Difference:
    is_hidden = any(figure.get("is_hidden") for figure in (one.old, one.new))
    return replace(one, came=[], went=[]) if is_hidden else one


def told(user, one: Difference, edition: Edition, *, since: datetime, until: datetime, on: date) -> Told:
    """By name what the reader may see; who did it and why for those who keep the records, as in the histories."""
    visible, keys = seen_by(user, one, on), ([*one.came, *one.went] or one.there)[:MOST_BEHIND]
    why = []
    if May.KEEP_RECORDS in abilities(user):
        why = reasons(apps.get_model(one.model), keys, day=edition.publication.day, since=since, until=until)
    came, went = (names(one.model, some[:MOST], visible) for some in (one.came, one.went))
    return Told(one, *words(one), came, went, why)


def words(one: Difference) -> tuple[str, list[str]]:
    """The titles in the reader's language."""
    return spoken(one.title), spoken(one.breakdowns)


def seen_by(user, one: Difference, on: date):
    """Whether the reader may see a row, by its queryset; what isn't anybody's own is seen by all who read the programme."""
    model = apps.get_model(one.model)
    if model not in (Msme, Partner) or May.KEEP_RECORDS in abilities(user):
        return lambda record: True
    seen = set(model.objects.visible_to(user, on=on).filter(pk__in=[*one.came, *one.went]).values_list("pk", flat=True))
    return lambda record: record.pk in seen
