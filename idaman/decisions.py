"""What somebody hands in and somebody else decides: decided once, by one, and told to the second."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.history import keep
from idaman.states import States


class Decided(models.Model):
    """A thing with a `state` of its own, which somebody decides with or without a reason."""

    reason = models.CharField(gettext_lazy("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("decided by")
    )
    decided_at = models.DateTimeField(gettext_lazy("decided at"), null=True, blank=True)

    class Meta:
        abstract = True


def moved(thing, states: States, to: str):
    """The thing as it stands now, held until the end of the transaction, with its new state (not yet kept).

    Raises ValidationError, with who decided and when, if it may not go there (any more).
    """
    now = type(thing).objects.select_for_update().get(pk=thing.pk)
    if now.decided_by and not states.allows(now.state, to):
        moment = date_format(clock.local(now.decided_at), "DATETIME_FORMAT")
        words = {"who": now.decided_by.name, "when": moment, "state": now.get_state_display()}
        raise ValidationError(_("%(who)s decided this on %(when)s: %(state)s.") % words, code="decided")
    states.check(now, now.state, to)
    now.state = to
    return now


def decided(thing, *, by, at: datetime, why: str = "", told: str = ""):
    """Keep what was decided, by whom, when and why; `told` is the history's word where no reason was asked."""
    thing.reason, thing.decided_by, thing.decided_at = why, by, at
    return keep(thing, by=by, why=why or told)


def undecided(thing):
    """It was handed in again: the earlier decision stands in its history only."""
    thing.reason, thing.decided_by, thing.decided_at = "", None, None
    return thing
