"""How long it is kept who got a digest."""

from django.db.models import F
from django.utils.translation import gettext_lazy

from idaman.digest.models import Sent
from idaman.retention import Rule, gone, register

register(
    Rule(
        gettext_lazy("digests sent"),
        365,
        lambda before: Sent.objects.filter(sent_at__lt=before).annotate(since=F("sent_at")),
        gone,
    )
)
