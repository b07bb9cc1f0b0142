"""Wishing for the digest, and the background job that sends it: never twice for a day."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django_tasks import task

from idaman import clock, mail
from idaman.digest.letters import Letter, letter
from idaman.digest.models import Sent, Subscription
from idaman.history import keep

PAUSE = timedelta(minutes=30)  # before a mail server that took nothing is asked again
State = Sent.State


@transaction.atomic
def wish(*, user, is_wanted: bool, language: str, by) -> Subscription:
    """Keep whether the person wants the digest, and in which language."""
    found = Subscription.objects.filter(user=user).first() or Subscription(user=user)
    found.is_wanted, found.language = is_wanted, language
    return keep(found, by=by)


@transaction.atomic(durable=True)
def claim(*, user, on: date, at: datetime, count: int) -> Sent | None:
    """Take a digest upon oneself, for all to see before it is sent; None when another did, or it is sent.

    Only one that the mail server is known not to have taken can be claimed again.
    """
    words = {"sent_at": at, "task_count": count, "state": State.CLAIMED}
    row, is_new = Sent.objects.get_or_create(user=user, for_day=on, defaults=words)
    is_ours = is_new or Sent.objects.filter(pk=row.pk, state=State.REFUSED).update(**words)
    return row if is_ours else None


def send(*, subscription: Subscription, on: date, today: date, at: datetime) -> State | None:
    """Send the person's digest for the day, unless nothing waits or somebody sends it already; how it ended.

    What breaks after the mail was handed over, a fall of this very process included, leaves it claimed for good.
    """
    user, language = subscription.user, subscription.language
    written = letter(user, on=on, today=today, language=language)
    claimed = written and claim(user=user, on=on, at=at, count=written.count)
    if not claimed:
        return None
    state = handed_over(user, written)
    Sent.objects.filter(pk=claimed.pk).update(state=state)
    return state


def handed_over(user, written: Letter) -> State:
    """Give the mail to the server; any doubt whether it was taken is raised."""
    try:
        mail.send_now(to=user.email, subject=written.subject, body=written.body)
    except mail.NotTaken as refusal:
        logging.getLogger("idaman").warning("The mail server did not take the digest of user %s: %s", user.pk, refusal)
        return State.REFUSED
    return State.SENT


@transaction.atomic
def take_as_sent(*, on: date, at: datetime) -> int:
    """After a backup was brought back: nobody knows what was sent since it was made, so nobody gets the day's digest again.

    Gives for how many people that was marked.
    """
    due = list(Subscription.objects.due(on=on))
    Sent.objects.filter(for_day=on, state=State.REFUSED).delete()
    rows = [Sent(user=one.user, for_day=on, sent_at=at, state=State.RESTORED) for one in due]
    return len(Sent.objects.bulk_create(rows))


@task()
def send_digests(day: str = "") -> None:
    """Send what is due for the day; with none given, for the day on which the worker comes to it.

    So a job left lying over a night sends today's digest, and no second one for the day that is over.
    """
    if not mail.is_set():
        return
    today, at = clock.today(), clock.now()
    on = date.fromisoformat(day) if day else today
    states = [send_apart(one, on, today, at) for one in Subscription.objects.due(on=on)]
    if State.REFUSED in states:
        try_later(day, at)


def send_apart(subscription: Subscription, on: date, today: date, at: datetime) -> State | None:
    """Send one; what goes wrong with it is logged, and keeps nobody else from theirs."""
    try:
        return send(subscription=subscription, on=on, today=today, at=at)
    except Exception:
        logging.getLogger("idaman").exception("The digest of user %s", subscription.user_id)
        return None


def try_later(day: str, at: datetime) -> None:
    """Have the worker ask the mail server again, as long as the day lasts; tomorrow has a digest of its own."""
    lasts = clock.local(at + PAUSE).date() == clock.local(at).date()
    if lasts and send_digests.get_backend().supports_defer:
        send_digests.using(run_after=at + PAUSE).enqueue(day)
