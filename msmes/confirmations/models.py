"""Who said of which sponsorship, and when, that it is still so."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.periods import StartField, year_before
from msmes.models import Sponsorship


class Confirmation(Recorded):
    """Somebody confirmed on a day that a sponsorship still holds; one is added each time, none is changed."""

    sponsorship = models.ForeignKey(
        Sponsorship, models.CASCADE, related_name="confirmations", verbose_name=gettext_lazy("sponsorship")
    )
    confirmed_on = StartField(gettext_lazy("confirmed on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("confirmed by"),
    )

    class Meta:
        verbose_name = gettext_lazy("confirmation of a sponsorship")
        verbose_name_plural = gettext_lazy("confirmations of sponsorships")
        ordering = ["-confirmed_on", "-pk"]
        indexes = [models.Index(fields=["sponsorship", "confirmed_on"])]

    def __str__(self):
        return f"{self.sponsorship}: {date_format(self.confirmed_on, 'SHORT_DATE_FORMAT')}"


def unconfirmed(day: date):
    """Sponsorships in force on the day that began, and were last confirmed, more than a year before it."""
    since = year_before(day)
    fresh = Confirmation.objects.filter(sponsorship=OuterRef("pk"), confirmed_on__gte=since, confirmed_on__lte=day)
    facts = Sponsorship.objects.on(day).filter(starts_on__lt=since, msme__merged_into=None)
    return facts.filter(~Exists(fresh)).select_related("company", "msme")


def with_confirmed(facts, day: date):
    """Adds `confirmed_on`, the last day on which each was confirmed up to the day."""
    return facts.annotate(confirmed_on=Max("confirmations__confirmed_on", filter=models.Q(confirmations__confirmed_on__lte=day)))
