"""What is aimed at, and the values decided for it, one after another."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.overlaps import NoOverlap
from idaman.periods import Dated, DatedQuerySet, EndField, Period
from idaman.programme import BASELINE_ON
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.targets.numbers import in_words
from reports.targets.parts import part_title, parts_of
from reports.targets.years import is_year

BELOW_ZERO = gettext_lazy("A target is not below zero.")


class TargetQuerySet(DatedQuerySet):
    """Targets, by period and by what they are about."""

    def of_period(self, period: Period):
        return self.filter(starts_on=period.start, ends_on=period.end)

    def of_whole(self):
        """Of the whole figure, not of a part."""
        return self.filter(breakdown="", part="")


class Target(Dated, Recorded):
    """An indicator, or a part of it, for which a value is aimed at by the end of a period."""

    indicator = models.CharField(gettext_lazy("indicator"), max_length=50)
    ends_on = EndField(gettext_lazy("last day"))
    breakdown = models.CharField(gettext_lazy("broken down by"), max_length=30, blank=True)
    part = models.CharField(gettext_lazy("part"), max_length=150, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("target")
        verbose_name_plural = gettext_lazy("targets")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on", "breakdown", "part"],
                name="targets_target_once",
                violation_error_message=gettext_lazy("This target was set already. Revise it instead."),
            ),
            models.CheckConstraint(
                name="targets_target_names_its_part",
                condition=Q(breakdown="", part="") | ~(Q(breakdown="") | Q(part="")),
                violation_error_message=gettext_lazy("A target of a part says by what and which; one of the whole neither."),
            ),
        ]

    def __str__(self):
        named = f"{self.title} ({self.part_title})" if self.part else self.title
        return f"{named}, {self.period_words}"

    @property
    def title(self) -> str:
        """The indicator's title; a code that is no longer an indicator stands for itself."""
        known = REGISTRY.get(self.indicator)
        return str(known.title) if known else self.indicator

    @property
    def part_title(self) -> str:
        """Which part, in the reader's words."""
        return part_title(self.breakdown, self.part)

    @property
    def period_words(self) -> str:
        """The year, or the first and the last day."""
        return str(self.starts_on.year) if is_year(self.period) else str(self.period)

    def clean(self):
        """Only a known indicator, told apart as it can be, from the baseline on."""
        super().clean()
        indicator = REGISTRY.get(self.indicator)
        if indicator is None:
            raise ValidationError(_("There is no indicator with the code “%(code)s”.") % {"code": self.indicator})
        if self.breakdown and self.breakdown not in indicator.breakdowns:
            words = {"title": indicator.title, "by": getattr(BREAKDOWNS.get(self.breakdown), "title", self.breakdown)}
            raise ValidationError(_("%(title)s cannot be told apart by “%(by)s”.") % words)
        if self.part and self.part not in parts_of(self.breakdown):
            raise ValidationError(_("There is no part “%(part)s”.") % {"part": self.part})
        if self.starts_on and self.starts_on < BASELINE_ON:
            day = date_format(BASELINE_ON, "DATE_FORMAT")
            raise ValidationError(
                _("The programme's baseline is %(day)s: a target's first day cannot lie before it.") % {"day": day}
            )


class TargetValueQuerySet(DatedQuerySet):
    """Decided values, in the order of their days."""

    def told(self):
        """With who recorded each, and when."""
        first = TargetValue.history.filter(id=OuterRef("pk"), history_type="+").order_by("history_id")
        return self.annotate(
            recorded_by=Subquery(first.values("history_user__name")[:1]),
            recorded_at=Subquery(first.values("history_date")[:1]),
        ).order_by("starts_on", "pk")


class TargetValue(Dated, Recorded):
    """The value of a target, in force from the day it was decided until another is."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="values", verbose_name=gettext_lazy("target"))
    value = models.DecimalField(
        gettext_lazy("value"), max_digits=15, decimal_places=2, validators=[MinValueValidator(0, BELOW_ZERO)]
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=1000, blank=True)

    objects = TargetValueQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("value of a target")
        verbose_name_plural = gettext_lazy("values of targets")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="targets_targetvalue_overlap",
                same=["target"],
                violation_error_message=gettext_lazy("A target has one value at a time."),
            ),
            models.CheckConstraint(
                name="targets_targetvalue_not_below_zero", condition=Q(value__gte=0), violation_error_message=BELOW_ZERO
            ),
        ]

    def __str__(self):
        return f"{self.target}: {self.value_words}"

    @property
    def value_words(self) -> str:
        return in_words(self.value)
