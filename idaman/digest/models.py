"""Who wants the list of what waits once a day, and who got it for which day."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from idaman.history import Recorded


class SubscriptionQuerySet(models.QuerySet):
    """Wishes, by whether something is to be sent for a day."""

    def wanted(self):
        """Of those who want the digest and can sign in."""
        return self.filter(is_wanted=True, user__is_active=True)

    def due(self, *, on):
        """Wanted, and neither sent for the day nor perhaps sent."""
        gone = Sent.objects.filter(user=OuterRef("user"), for_day=on).exclude(state=Sent.State.REFUSED)
        return self.wanted().filter(~Exists(gone)).select_related("user").order_by("pk")


class Subscription(Recorded):
    """Whether a person wants what waits for them once a day by e-mail, and in which language."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digest", verbose_name=gettext_lazy("person")
    )
    is_wanted = models.BooleanField(gettext_lazy("once a day by e-mail"), default=True)
    language = models.CharField(gettext_lazy("language"), max_length=5, choices=settings.LANGUAGES)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("wish for the daily digest")
        verbose_name_plural = gettext_lazy("wishes for the daily digest")

    def __str__(self):
        return self.user.name


class Sent(models.Model):
    """A person's digest for a day: claimed before it is handed to the mail server, so that nobody else sends it."""

    class State(models.TextChoices):
        CLAIMED = "claimed", gettext_lazy("handed to the mail server, which did not say whether it took it")
        SENT = "sent", gettext_lazy("sent")
        REFUSED = "refused", gettext_lazy("not taken by the mail server; it is tried again")
        RESTORED = "restored", gettext_lazy("perhaps sent before a backup was brought back; what waits stands in the next one")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests_sent", verbose_name=gettext_lazy("person")
    )
    for_day = models.DateField(gettext_lazy("day"))
    sent_at = models.DateTimeField(gettext_lazy("sent"))
    task_count = models.PositiveIntegerField(gettext_lazy("number of tasks"), null=True)
    state = models.CharField(gettext_lazy("state"), max_length=8, choices=State, default=State.CLAIMED)

    class Meta:
        verbose_name = gettext_lazy("digest sent")
        verbose_name_plural = gettext_lazy("digests sent")
        constraints = [
            models.UniqueConstraint(fields=["user", "for_day"], name="digest_sent_once_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "sent", "refused", "restored"]), name="digest_sent_state_known"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.for_day}"
