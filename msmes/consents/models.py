"""What an owner agreed to, from a day until it is taken back."""

from django.db import models
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.overlaps import NoOverlap
from idaman.periods import Dated
from msmes.consents.texts import TEXTS, Purpose
from msmes.models import CURRENT, Msme


class Consent(Dated, Recorded):
    """The owner agreed to a purpose, in the words of a version, from a day; withdrawn, it ends and stays on record."""

    class How(models.TextChoices):
        SIGNED = "signed", gettext_lazy("signed on paper")
        SPOKEN = "spoken", gettext_lazy("said in the presence of the one who records it")

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="consents", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    purpose = models.CharField(gettext_lazy("purpose"), max_length=10, choices=Purpose)
    version = models.PositiveSmallIntegerField(gettext_lazy("version of the words"))
    how = models.CharField(gettext_lazy("how it was given"), max_length=10, choices=How)

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("consent")
        verbose_name_plural = gettext_lazy("consents")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="consents_consent_overlap",
                same=["msme", "purpose"],
                violation_error_message=gettext_lazy("The owner agreed to this purpose in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.msme}: {self.get_purpose_display()}"

    @property
    def words(self):
        """What exactly was agreed to."""
        return next(text.words for text in TEXTS if (text.purpose, text.version) == (self.purpose, self.version))
