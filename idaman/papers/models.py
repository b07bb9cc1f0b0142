"""What stands on every paper: the agency's letterhead and who signs for it, each from a day to a day."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import identifiers
from idaman.history import Recorded
from idaman.lines import LineField, one_line
from idaman.overlaps import NoOverlap
from idaman.periods import Dated
from idaman.uploads.models import StoredFile

PARTS_OF_NIP = [8, 6, 1, 3]  # birth day, month of appointment, sex, serial: how it is printed


def each_line(text: str) -> None:
    for line in text.splitlines():
        one_line(line)


class Letterhead(Dated, Recorded):
    """The head of the agency's papers, in force from a day to a day."""

    names = models.TextField(
        gettext_lazy("names"),
        max_length=400,
        validators=[each_line],
        help_text=gettext_lazy("One line each, as they stand one below the other; the last one is the office's own name."),
    )
    address = LineField(gettext_lazy("address"), max_length=200)
    phone = LineField(gettext_lazy("telephone"), max_length=100, blank=True)
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    web = LineField(gettext_lazy("website"), max_length=100, blank=True)
    logo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="letterheads", verbose_name=gettext_lazy("logo")
    )

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("letterhead")
        verbose_name_plural = gettext_lazy("letterheads")
        ordering = ["-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="papers_letterhead_overlap",
                same=(),
                violation_error_message=gettext_lazy("There is one letterhead at a time."),
            ),
        ]

    def __str__(self):
        return self.office

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.names.splitlines() if line.strip()]

    @property
    def office(self) -> str:
        """The office's own name: the last of the lines."""
        return self.lines[-1] if self.lines else ""

    @property
    def ways(self) -> list[str]:
        """How to reach the office, as far as it is given."""
        named = [(_("Telephone"), self.phone), (_("E-mail"), self.email), (_("Website"), self.web)]
        return [f"{name} {value}" for name, value in named if value]


class Signatory(Dated, Recorded):
    """The official who signs the agency's papers, from a day to a day; name and number are those of the office."""

    name = LineField(gettext_lazy("name with titles"), max_length=150)
    position = LineField(
        gettext_lazy("position"), max_length=200, help_text=gettext_lazy("As it stands above the signature: Kepala Dinas …")
    )
    rank = LineField(gettext_lazy("rank"), max_length=100, blank=True, help_text=gettext_lazy("For example: Pembina Utama Muda"))
    nip = models.CharField(
        "NIP", max_length=30, blank=True, help_text=gettext_lazy("18 digits; empty for who is no civil servant.")
    )
    place = LineField(gettext_lazy("place of signing"), max_length=100, default="Tenggarong")

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("signatory")
        verbose_name_plural = gettext_lazy("signatories")
        ordering = ["-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="papers_signatory_overlap",
                same=(),
                violation_error_message=gettext_lazy("One official signs at a time."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.position}"

    def clean(self):
        super().clean()
        if self.nip:
            try:
                self.nip = identifiers.nip(self.nip)
            except ValidationError as refused:
                raise ValidationError({"nip": refused.messages}) from refused

    @property
    def printed_nip(self) -> str:
        """The number in its four groups, as papers print it."""
        rule = "".join(f"([0-9]{{{count}}})" for count in PARTS_OF_NIP)
        return re.sub(f"^{rule}$", r"\1 \2 \3 \4", self.nip)
