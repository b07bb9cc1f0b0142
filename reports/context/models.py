"""Context series and their values: what surrounds the programme, each value as one source gives it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.models import Named, Region
from reports.context.printed import PrintedField, in_print

FIRST_YEAR, LAST_YEAR = 1945, 2100


class ContextSeries(Named, Recorded):
    """What is measured of places year by year and isn't the programme's doing, such as the poverty rate of regencies."""

    code = models.SlugField(gettext_lazy("code"), max_length=50)
    unit = LineField(gettext_lazy("unit"), max_length=50)
    unit_en = models.CharField(gettext_lazy("unit in English"), max_length=50, blank=True)
    meaning = models.TextField(gettext_lazy("meaning"))
    meaning_en = models.TextField(gettext_lazy("meaning in English"), blank=True)
    place_level = models.CharField(
        gettext_lazy("kind of place"), max_length=10, choices=Region.Level, default=Region.Level.REGENCY
    )

    is_reference = True

    class Meta:
        verbose_name = gettext_lazy("context series")
        verbose_name_plural = gettext_lazy("context series")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="context_series_code_once",
                violation_error_message=gettext_lazy("A context series with this code exists already."),
            )
        ]

    @property
    def unit_title(self) -> str:
        return in_language(self.unit, self.unit_en)

    @property
    def meaning_text(self) -> str:
        return in_language(self.meaning, self.meaning_en)


class ContextValue(Recorded):
    """The value of a series for a place and a year, as one source gives it; another source may give another, and both stay."""

    class Status(models.TextChoices):
        """How well a value is vouched for."""

        FINAL = "final", gettext_lazy("final")
        PROVISIONAL = "provisional", gettext_lazy("provisional")
        TWO_SOURCES = "two-sources", gettext_lazy("two sources say the same")
        ONE_SOURCE = "one-source", gettext_lazy("from one source")
        CONTRADICTED = "contradicted", gettext_lazy("contradicted by another source")

    series = models.ForeignKey(ContextSeries, models.PROTECT, related_name="values", verbose_name=gettext_lazy("context series"))
    place = models.ForeignKey(Region, models.PROTECT, related_name="context_values", verbose_name=gettext_lazy("place"))
    year = models.PositiveSmallIntegerField(
        gettext_lazy("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    value = PrintedField(
        gettext_lazy("value"),
        max_length=20,
        help_text=gettext_lazy("With the decimals that the source prints, no more and no fewer."),
    )
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=Status, default=Status.ONE_SOURCE)
    source = LineField(
        gettext_lazy("source"), max_length=300, help_text=gettext_lazy("Publication and page or table, so that others find it.")
    )
    source_en = models.CharField(gettext_lazy("source in English"), max_length=300, blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)

    is_reference = True

    class Meta:
        verbose_name = gettext_lazy("context value")
        verbose_name_plural = gettext_lazy("context values")
        ordering = ["series", "year", "place__kemendagri_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "place", "year", "source"],
                name="context_value_source_once",
                violation_error_message=gettext_lazy("This source's value for this place and year is recorded already."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="context_value_year_possible",
                violation_error_message=gettext_lazy("The year lies outside what can be."),
            ),
        ]

    def __str__(self):
        return f"{self.series}, {self.place}, {self.year}: {in_print(self.value)}"

    @property
    def source_text(self) -> str:
        return in_language(self.source, self.source_en)

    def clean(self):
        """A series of regencies has values of regencies."""
        super().clean()
        if self.series_id and self.place_id and self.place.level != self.series.place_level:
            level = self.series.get_place_level_display()
            raise ValidationError({"place": _("This series is about places of the kind: %(level)s.") % {"level": level}})


def in_language(text: str, english: str) -> str:
    return english if english and get_language() == "en" else text
