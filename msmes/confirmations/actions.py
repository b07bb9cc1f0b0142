"""Confirming that sponsorships still hold."""

from datetime import date

from django.db import transaction

from idaman.history import keep_many
from msmes.confirmations.models import Confirmation
from msmes.models import Sponsorship


@transaction.atomic
def confirm(*, sponsorships, on: date, by, why: str = "") -> int:
    """Each is still so on the day; those no longer in force, or confirmed on that day already, are left as they are."""
    lasting = Sponsorship.objects.select_for_update().on(on).filter(pk__in=[one.pk for one in sponsorships])
    keys = list(lasting.order_by("pk").values_list("pk", flat=True))
    done = set(Confirmation.objects.filter(confirmed_on=on, sponsorship__in=keys).values_list("sponsorship", flat=True))
    keys = [pk for pk in keys if pk not in done]
    keep_many([Confirmation(sponsorship_id=pk, confirmed_on=on, by=by) for pk in keys], why=why, by=by)
    return len(keys)
