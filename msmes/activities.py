"""What an MSME does by its NIB: activity codes (KBLI), each of a named edition, one of them the main one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.models import Kbli


class Activity(Recorded):
    """One of the activities of an MSME; one NIB may cover several."""

    msme = models.ForeignKey(
        "msmes.Msme",
        models.PROTECT,
        related_name="activities",
        limit_choices_to={"merged_into": None},
        verbose_name=gettext_lazy("MSME"),
    )
    kbli = models.ForeignKey(Kbli, models.PROTECT, related_name="activities", verbose_name="KBLI")
    is_main = models.BooleanField(gettext_lazy("main activity"), default=False)

    class Meta:
        verbose_name = gettext_lazy("activity")
        verbose_name_plural = gettext_lazy("activities")
        ordering = ["-is_main", "kbli__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["msme", "kbli"],
                name="msmes_activity_once",
                violation_error_message=gettext_lazy("This activity is recorded for the MSME already."),
            ),
            models.UniqueConstraint(
                fields=["msme"],
                condition=Q(is_main=True),
                name="msmes_activity_one_is_main",
                violation_error_message=gettext_lazy("An MSME has one main activity."),
            ),
        ]

    def __str__(self):
        return f"{self.msme}: {self.kbli}"
