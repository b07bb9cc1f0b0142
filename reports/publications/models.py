"""Figures of a period as they were published: written once, beside the drafts that preceded them."""

import json
import uuid
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from idaman.decisions import Decided
from idaman.history import Versioned
from idaman.immutable import WrittenOnce
from idaman.periods import Period
from reports.publications.contents import Contents


class PublicationQuerySet(models.QuerySet):
    """Periods, by whether their figures are out."""

    def published(self):
        return self.filter(editions__isnull=False).distinct()

    def in_hand(self):
        """Published, or being written."""
        return self.filter(Q(editions__isnull=False) | Q(drafts__state=Draft.State.DRAFT)).distinct()


class Publication(models.Model):
    """A period whose figures are published as of its last day; a calendar year, unless another was chosen."""

    slug = models.CharField(gettext_lazy("name in addresses"), max_length=30, unique=True)
    starts_on = models.DateField(gettext_lazy("first day"))
    ends_on = models.DateField(gettext_lazy("day after the last"))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("publication")
        verbose_name_plural = gettext_lazy("publications")
        ordering = ["-ends_on", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["starts_on", "ends_on"], name="publications_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="publications_ends_after_start"),
            WrittenOnce(
                name="publications_publication_written_once",
                violation_error_message=gettext_lazy("The period of a publication never changes."),
            ),
        ]

    def __str__(self):
        return str(self.year or self.period)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def day(self):
        """The day as of which its figures are: the last of the period."""
        return self.period.last_day

    @property
    def year(self) -> int | None:
        return year_of(self.period)

    @property
    def latest(self) -> "Edition | None":
        return self.editions.order_by("-number").first()

    @property
    def draft(self) -> "Draft | None":
        """The edition that is being written, if there is one."""
        return self.drafts.filter(state=Draft.State.DRAFT).first()

    def get_absolute_url(self):
        return reverse("publications:publication", args=[self.slug])


def year_of(period: Period) -> int | None:
    """The calendar year that the period is, if it is one."""
    return period.start.year if period == calendar_year(period.start.year) else None


def calendar_year(year: int) -> Period:
    """From 1 January to 31 December."""
    first = models.DateField().to_python(f"{year}-01-01")
    return Period(first, first.replace(year=year + 1))


def slug_of(period: Period) -> str:
    """The period in an address: "2026", whole months as "2018-04-2019-03", any days as "2018-04-01-2019-03-15"."""
    year, first, last = year_of(period), period.start, period.last_day
    if year:
        return str(year)
    is_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    return f"{first:%Y-%m}-{last:%Y-%m}" if is_months else f"{first}-{last}"


class Draft(Decided, Versioned):
    """An edition that is being written: its story in two languages, kept as it is typed, until it is published or withdrawn.

    `reason` is why a restatement is issued; `explanation` why it is published although something is still open.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("being written")
        PUBLISHED = "published", gettext_lazy("published")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="drafts", verbose_name=gettext_lazy("publication"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("begun by")
    )
    begun_at = models.DateTimeField(gettext_lazy("begun at"))
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT)
    narrative_id = models.TextField(gettext_lazy("story in Indonesian"), blank=True)
    narrative_en = models.TextField(gettext_lazy("story in English"), blank=True)
    explanation = models.TextField(gettext_lazy("why it is published although something is open"), blank=True)
    saves = models.PositiveIntegerField(gettext_lazy("times kept"), default=0)
    page = models.CharField(gettext_lazy("page that kept it last"), max_length=36, blank=True)
    kept_at = models.DateTimeField(gettext_lazy("last kept at"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["narrative_id", "narrative_en", "explanation", "saves", "page", "kept_at"])

    class Meta:
        verbose_name = gettext_lazy("draft of an edition")
        verbose_name_plural = gettext_lazy("drafts of editions")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(state="draft"),
                name="publications_draft_one_open",
                violation_error_message=gettext_lazy("An edition of this period is being written already."),
            ),
        ]

    def __str__(self):
        return str(self.publication)


class EditionQuerySet(models.QuerySet):
    """Editions, each with its publication."""

    def newest(self):
        """The latest edition of each publication."""
        last = Edition.objects.filter(publication=OuterRef("publication")).order_by("-number")
        return self.filter(pk=Subquery(last.values("pk")[:1]))


class Edition(models.Model):
    """The figures of a publication as they went out: the first, or a restatement of the one before.

    `public` is what everybody may read, `private` which rows each figure counted, by key and never by name; both are kept
    in the canonical form over which their checksums are taken (`docs/publications.md`).
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="editions", verbose_name=gettext_lazy("publication")
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("edition"))
    public = models.TextField(gettext_lazy("what everybody may read"), editable=False)
    private = models.TextField(gettext_lazy("which rows were counted"), editable=False)
    checksum = models.CharField(gettext_lazy("checksum"), max_length=64, unique=True)
    checksum_private = models.CharField(gettext_lazy("checksum of the rows"), max_length=64)
    published_at = models.DateTimeField(gettext_lazy("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("published by")
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=500, blank=True)
    hurdles = models.TextField(gettext_lazy("what was still open"), default="[]", editable=False)
    explanation = models.TextField(gettext_lazy("why it is published although something is open"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("edition")
        verbose_name_plural = gettext_lazy("editions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "number"],
                name="publications_edition_number_once",
                violation_error_message=gettext_lazy("This edition was published already."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="publications_restatement_has_reason",
                violation_error_message=gettext_lazy("A restatement needs its reason."),
            ),
            WrittenOnce(
                name="publications_edition_written_once",
                violation_error_message=gettext_lazy("What was published never changes; issue a restatement instead."),
            ),
        ]

    def __str__(self):
        return f"{self.publication}, {self.number}"

    @cached_property
    def content(self) -> dict:
        """What everybody may read."""
        return json.loads(self.public)

    @cached_property
    def contents(self) -> Contents:
        """Its figures and the rows behind them, as they were."""
        return Contents(self.content["indicators"], json.loads(self.private)["rows"])

    @property
    def open_then(self) -> list[list]:
        """What was still open when it was published: title and number."""
        return json.loads(self.hurdles)

    @property
    def before(self) -> "Edition | None":
        """The edition that this one restates."""
        return self.publication.editions.filter(number=self.number - 1).first()

    @property
    def later(self) -> "Edition | None":
        """The newest edition, if this one isn't."""
        newest = self.publication.latest
        return newest if newest.pk != self.pk else None

    @property
    def code(self) -> str:
        """As the edition is named in files and addresses of jobs: 2026-1."""
        return f"{self.publication.slug}-{self.number}"

    def get_absolute_url(self):
        return reverse("publications:edition", args=[self.publication.slug, self.number])


def random_name(_file, name: str) -> str:
    """Where the file lies; the edition finds it by its row."""
    return f"editions/{uuid.uuid4().hex}.{name.rpartition('.')[2]}"


class EditionFile(models.Model):
    """An edition as paper or workbook, made once after publishing and kept as it is; `name` is as in "id-A4.pdf", "en.xlsx"."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files", verbose_name=gettext_lazy("edition"))
    name = models.CharField(gettext_lazy("name"), max_length=20)
    file = models.FileField(gettext_lazy("file"), upload_to=random_name, editable=False)
    sha256 = models.CharField(gettext_lazy("checksum"), max_length=64, editable=False)
    size = models.PositiveIntegerField(gettext_lazy("size in bytes"))
    made_at = models.DateTimeField(gettext_lazy("made at"))

    class Meta:
        verbose_name = gettext_lazy("file of an edition")
        verbose_name_plural = gettext_lazy("files of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="publications_file_name_once",
                violation_error_message=gettext_lazy("This file was made already."),
            ),
            WrittenOnce(
                name="publications_file_written_once",
                violation_error_message=gettext_lazy("What was published never changes; issue a restatement instead."),
            ),
        ]

    def __str__(self):
        return f"{self.edition}, {self.name}"
