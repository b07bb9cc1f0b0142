"""How long invitations keep the print of their link, and where people were signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, gone, register
from partners.people.models import Invitation

DEAD = "-"  # begins what stands in place of a print; no print does


def used_or_expired(before) -> QuerySet:
    since = Coalesce("accepted_at", "withdrawn_at", "expires_at")
    return Invitation.objects.annotate(since=since).filter(since__lt=before).exclude(token_hash__startswith=DEAD)


def blanked(invitations: QuerySet) -> None:
    keys = list(invitations.values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=keys).update(token_hash=Concat(Value(DEAD), "public_id"))


def signed_out(before) -> QuerySet:
    there = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=before)
    return UserSession.objects.filter(~Exists(there), last_seen_at__lt=before).annotate(since=F("last_seen_at"))


register(
    Rule(gettext_lazy("links of used or expired invitations"), 90, used_or_expired, blanked),
    Rule(gettext_lazy("where people were signed in"), 0, signed_out, gone),
)
