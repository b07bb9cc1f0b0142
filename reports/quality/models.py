"""Why a row that a rule of data quality lists is right all the same, and when slow comparisons were last taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.overlaps import NoOverlap
from idaman.periods import Dated


class Explanation(Dated, Recorded):
    """Somebody explained, from a day, why a row of a rule is right; it holds until it is withdrawn or what it is about changes.

    `key` is that of the rule's record, `seen` the print of the values it is about (`idaman.quality.Rule.marked`).
    """

    rule = models.CharField(gettext_lazy("rule"), max_length=50)
    key = models.BigIntegerField(gettext_lazy("record"))
    seen = models.CharField(gettext_lazy("print of the values"), max_length=32, blank=True, editable=False)
    reason = LineField(gettext_lazy("explanation"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("explained by"),
    )

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("explanation")
        verbose_name_plural = gettext_lazy("explanations")
        indexes = [models.Index(fields=["rule", "key"])]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="quality_explanation_overlap",
                same=["rule", "key"],
                violation_error_message=gettext_lazy("This row is explained in that time already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="quality_explanation_reason_given",
                violation_error_message=gettext_lazy("An explanation needs its words."),
            ),
        ]

    def __str__(self):
        return self.reason


class Look(models.Model):
    """When a comparison too slow for a page was last taken, and how many records it compared."""

    code = models.CharField(gettext_lazy("comparison"), max_length=50, unique=True)
    taken_at = models.DateTimeField(gettext_lazy("taken at"))
    compared = models.PositiveIntegerField(gettext_lazy("records compared"))

    class Meta:
        verbose_name = gettext_lazy("comparison")
        verbose_name_plural = gettext_lazy("comparisons")

    def __str__(self):
        return self.code
