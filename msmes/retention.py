"""What people decide about MSMEs that left the programme long ago; nothing of it goes by itself."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.retention import Rule, register
from msmes.models import Enrolment

State = Enrolment.State


def left_long_ago(before) -> QuerySet:
    left = Enrolment.objects.in_state(State.EXITED, State.GRADUATED).filter(ends_on=None, msme__anonymised_at=None)
    return left.filter(starts_on__lt=clock.local(before).date(), msme__merged_into=None).annotate(since=F("starts_on"))


register(Rule(gettext_lazy("MSMEs that left the programme: to be decided"), 10 * 365, left_long_ago))
