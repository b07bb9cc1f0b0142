"""How long requests to join are kept that led to nothing."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, erased, last_changed, register
from partners.joining.models import JoinRequest

State = JoinRequest.State


def led_to_nothing(before) -> QuerySet:
    ended = JoinRequest.objects.filter(state__in=[State.REFUSED, State.WITHDRAWN])
    return ended.annotate(since=last_changed(JoinRequest)).filter(since__lt=before)


register(Rule(gettext_lazy("refused or withdrawn requests to join"), 2 * 365, led_to_nothing, erased))
