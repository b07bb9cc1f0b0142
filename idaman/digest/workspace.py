"""What the digest holds on a person, and what a restored backup can't know of it."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import ngettext

from idaman import workspace
from idaman.digest.actions import take_as_sent
from idaman.digest.models import Sent, Subscription
from idaman.models import User
from idaman.personal import held_in


@workspace.personal
def wish_and_digests(record):
    """Whether an account wants the digest, and for which days it got one."""
    if not isinstance(record, User):
        return
    yield from held_in(Subscription, user_id=record.pk)
    title = capfirst(Sent._meta.verbose_name_plural)
    for one in Sent.objects.filter(user=record).order_by("-for_day"):
        yield workspace.Held(title, date_format(one.for_day, "SHORT_DATE_FORMAT"), one.get_state_display())


@workspace.restored
def nobody_gets_it_twice(*, on, at):
    """The day's digest may have gone out since the backup was made."""
    count = take_as_sent(on=on, at=at)
    if count:
        words = ngettext(
            "Today's digest counts as sent for %(count)d person: it may have been sent before the restore.",
            "Today's digest counts as sent for %(count)d people: it may have been sent before the restore.",
            count,
        )
        yield words % {"count": count}
