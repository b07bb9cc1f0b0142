"""Which records of one business were merged, and every step of it, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from idaman.history import Versioned
from msmes.models import Msme


def person(title):
    """A key to who did it; nobody when a command did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=title
    )


class MergeQuerySet(models.QuerySet):
    """Merges, by whose record took part."""

    def about(self, *msmes):
        return self.filter(models.Q(kept__in=msmes) | models.Q(gone__in=msmes))


class Merge(Versioned):
    """One of two records of the same business took over all that hung on the other.

    `moved` are the steps in the order in which they were taken: {"model", "pk", "before", "after"}, where before and after
    are stored values by column, None for a row that wasn't there. Personal numbers stand there sealed, as in their column.
    """

    kept = models.ForeignKey(Msme, models.PROTECT, related_name="merges", verbose_name=gettext_lazy("record that stayed"))
    gone = models.ForeignKey(Msme, models.PROTECT, related_name="merged_away", verbose_name=gettext_lazy("record merged into it"))
    merged_at = models.DateTimeField(gettext_lazy("merged at"))
    by = person(gettext_lazy("merged by"))
    why = models.CharField(gettext_lazy("reason"), max_length=300)
    moved = models.JSONField(editable=False)
    undone_at = models.DateTimeField(gettext_lazy("undone at"), null=True, blank=True)
    undone_by = person(gettext_lazy("undone by"))
    undone_why = models.CharField(gettext_lazy("reason for undoing"), max_length=300, blank=True)

    history = HistoricalRecords(excluded_fields=["moved"])
    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("merge of two records")
        verbose_name_plural = gettext_lazy("merges of two records")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(undone_at=None),
                name="merging_merge_gone_once",
                violation_error_message=gettext_lazy("This record was merged already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")),
                name="merging_merge_of_two",
                violation_error_message=gettext_lazy("A record cannot be merged into itself."),
            ),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"
