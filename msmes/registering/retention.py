"""How long registrations are kept that led to nothing."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, erased, last_changed, register
from msmes.registering.models import Registration

State = Registration.State


def left_behind(before) -> QuerySet:
    """Withdrawn, or with the company and not written in; typing leaves no history, so its moment is asked as well."""
    ended = Registration.objects.filter(state__in=[State.DRAFT, State.RETURNED, State.WITHDRAWN])
    quiet = Q(kept_at=None) | Q(kept_at__lt=before)
    return ended.filter(quiet).annotate(since=last_changed(Registration)).filter(since__lt=before)


register(Rule(gettext_lazy("withdrawn or untouched registrations"), 365, left_behind, erased))
