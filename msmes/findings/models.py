"""What a comparison of all MSMEs found, kept until the next one."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy

from msmes.models import CURRENT, Msme


class FindingQuerySet(models.QuerySet):
    """Findings, as far as they still hold: what was compared is still as it was."""

    def twins(self):
        """Pairs of current records that bear the names under which they were found alike."""
        alike = self.filter(kind=Finding.Kind.TWINS, msme__merged_into=None, other__merged_into=None)
        return alike.filter(msme__name=F("seen"), other__name=F("clue")).select_related("msme", "other")

    def sexes(self):
        """MSMEs whose owner's NIK is the one that was opened, and whose owner's sex is still recorded as the other."""
        found = self.filter(kind=Finding.Kind.SEX, msme__merged_into=None, msme__owner_nik_hash=F("seen"))
        return found.exclude(msme__owner_sex="").exclude(msme__owner_sex=F("clue")).select_related("msme")


class Finding(models.Model):
    """A comparison found something about an MSME that no query can see; nobody edits it, the next comparison replaces it.

    `seen` and `clue` are of twins their two names, of the sex the NIK's keyed hash and the sex that the NIK tells.
    No reverse relation: what is derived neither moves with a merge nor stands in its way.
    """

    class Kind(models.TextChoices):
        TWINS = "twins", gettext_lazy("two records of one business")
        SEX = "sex", gettext_lazy("NIK and sex disagree")

    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind, db_index=True)
    msme = models.ForeignKey(Msme, models.CASCADE, related_name="+", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME"))
    other = models.ForeignKey(
        Msme,
        models.CASCADE,
        null=True,
        related_name="+",
        limit_choices_to=CURRENT,
        verbose_name=gettext_lazy("the other record"),
    )
    seen = models.CharField(gettext_lazy("compared"), max_length=200)
    clue = models.CharField(gettext_lazy("compared with"), max_length=200)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("finding")
        verbose_name_plural = gettext_lazy("findings")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.msme} = {self.other}?" if self.other_id else str(self.msme)
