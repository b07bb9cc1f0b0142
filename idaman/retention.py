"""How long what is kept, as a table of rules: each app registers its own in its `retention.py`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.models import OnceKey

Found = Callable[[datetime], QuerySet]


@dataclass(frozen=True)
class Outcome:
    """What is past its keeping by a rule: how many, the oldest day, and by name what people decide."""

    rule: "Keeping"
    count: int
    oldest: date | None
    names: list[str]


@dataclass(frozen=True)
class Keeping(ABC):
    """What is kept for how many days."""

    name: str | Promise
    days: int

    @abstractmethod
    def looked_at(self, at: datetime) -> Outcome:
        """What is past its keeping at the moment."""

    @abstractmethod
    def apply(self, at: datetime) -> None:
        """Take it away."""


@dataclass(frozen=True)
class Rule(Keeping):
    """Of rows: `found` asks for what is older than a moment, adding `since`; `act` takes it away.

    Without an `act` it is only listed, for people to decide.
    """

    found: Found
    act: Callable[[QuerySet], None] | None = None

    def past(self, at: datetime) -> QuerySet:
        return self.found(at - timedelta(days=self.days))

    def looked_at(self, at: datetime) -> Outcome:
        past = self.past(at)
        oldest = past.order_by("since").values_list("since", flat=True).first()
        names = [] if self.act else [str(one) for one in past.order_by("since")]
        return Outcome(self, past.count(), day_of(oldest), names)

    def apply(self, at: datetime) -> None:
        if self.act:
            self.act(self.past(at))


RULES: list[Keeping] = []


def register(*rules: Keeping) -> None:
    RULES.extend(rules)


def applied(*, at: datetime, is_dry_run: bool) -> Iterator[Outcome]:
    """Rule after rule, each in a transaction of its own, so that what was done stays done if the next one stops."""
    autodiscover_modules("retention")
    for rule in RULES:
        with transaction.atomic():
            outcome = rule.looked_at(at)
            if outcome.count and not is_dry_run:
                rule.apply(at)
        yield outcome


def day_of(since: date | datetime | None) -> date | None:
    return clock.local(since).date() if isinstance(since, datetime) else since


def last_changed(model) -> Subquery:
    """The moment of the newest entry of a record's history."""
    rows = model.history.filter(**{model._meta.pk.attname: OuterRef("pk")}).order_by()
    newest = rows.values(model._meta.pk.attname).annotate(newest=Max("history_date")).values("newest")
    return Subquery(newest)


def erased(rows: QuerySet) -> None:
    """The records are gone, and their history with them."""
    keys = list(rows.values_list("pk", flat=True))
    model = rows.model
    for record in model._base_manager.filter(pk__in=keys):
        record.delete()
    model.history.filter(**{f"{model._meta.pk.attname}__in": keys}).delete()


def gone(rows: QuerySet) -> None:
    """Rows without a history."""
    rows.model._base_manager.filter(pk__in=rows.values("pk")).delete()


register(
    Rule(
        gettext_lazy("marks of forms already taken"),
        30,
        lambda before: OnceKey.objects.filter(made_at__lt=before).annotate(since=F("made_at")),
        gone,
    ),
    Rule(
        gettext_lazy("expired sessions"),
        0,
        lambda before: Session.objects.filter(expire_date__lt=before).annotate(since=F("expire_date")),
        gone,
    ),
)
