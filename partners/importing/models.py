"""An import of a spreadsheet: the kept file, how it is read, what was decided about it, and the ledger of its rows."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from idaman.sealed import SealedJson
from partners.models import Membership, Partner, public_id

SILENCE = timedelta(seconds=60)  # a job that is alive says so every second or two, but for its one short transaction


class Outcome(models.TextChoices):
    """What became of a row; every row of a file has exactly one."""

    CREATED = "created", gettext_lazy("new")
    UPDATED = "updated", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("known, nothing new")
    DUPLICATE = "duplicate", gettext_lazy("twin of another row")
    REFUSED = "refused", gettext_lazy("to mend")


TAKEN = {Outcome.CREATED, Outcome.UPDATED}


def random_name(_one, _name) -> str:
    """Where the sealed file lies: nothing of its content or owner is in the path."""
    return f"imports/{uuid.uuid4().hex}"


class ImportQuerySet(models.QuerySet):
    """Imports, by whose they are."""

    def visible_to(self, user, *, on, opened: list[str]):
        """One's own and those of one's office or company, of the kinds (`opened`) that the person may import today.

        A superuser sees all of them.
        """
        if user.is_superuser:
            return self.filter(code__in=opened)
        mine = [one.partner_id for one in Membership.objects.of(user, on=on)]
        return self.filter(Q(owner=user) | Q(partner__in=mine), code__in=opened)


class Import(models.Model):
    """A file that somebody wants taken in, from the moment it is handed over to the moment it is undone."""

    class State(models.TextChoices):
        RECEIVED = "received", gettext_lazy("waits for its columns to be confirmed")
        CHECKING = "checking", gettext_lazy("being checked")
        CHECKED = "checked", gettext_lazy("checked, nothing written yet")
        WRITING = "writing", gettext_lazy("being written")
        WRITTEN = "written", gettext_lazy("written")
        FAILED = "failed", gettext_lazy("stopped by a fault, nothing written")
        CANCELLED = "cancelled", gettext_lazy("cancelled, nothing written")
        UNDONE = "undone", gettext_lazy("undone")

    public_id = models.CharField(max_length=10, default=public_id, unique=True, editable=False)
    code = models.SlugField(max_length=40)
    owner = models.ForeignKey(  # nobody: from the terminal
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=gettext_lazy("by")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="imports")
    received_at = models.DateTimeField(gettext_lazy("received"))
    language = models.CharField(max_length=5)
    name = models.CharField(gettext_lazy("file"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    file = models.FileField(upload_to=random_name, blank=True, editable=False)
    sheet = models.CharField(gettext_lazy("sheet"), max_length=100, blank=True)
    sheets = models.JSONField(default=list, blank=True)  # the names of all
    headings = models.JSONField(default=list, blank=True)
    body_from = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict, blank=True)  # place of the column in the file → name of the column
    decided = SealedJson(default=dict, blank=True)  # what people decided about this file: see `decisions.py`
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.RECEIVED)
    turn = models.PositiveIntegerField(default=0)  # which job is the one; an earlier one that still runs writes nothing
    alive_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True)  # what the last check found: counts, causes, changes, notes
    fault = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField(gettext_lazy("written"), null=True, blank=True)
    undone_at = models.DateTimeField(gettext_lazy("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.CharField(max_length=300, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("import")
        verbose_name_plural = gettext_lazy("imports")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="written") | Q(written_at__isnull=False), name="importing_written_has_its_moment"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def percent(self) -> int:
        return min(99, self.rows_done * 100 // max(self.rows, 1)) if self.is_under_way else 100

    def is_silent(self, *, at: datetime) -> bool:
        """Whether the job that should be at work gave no sign for a while: stopped half-way, or no worker runs."""
        return self.is_under_way and self.alive_at is not None and at - self.alive_at > SILENCE

    @property
    def why(self) -> str:
        """The reason in the history of each record that it wrote: by it they are found again."""
        return f"Impor {self.public_id}: {self.name}"


class Sample(models.Model):
    """What stands in the first rows of a file, column by column, so that asking about columns need not read it again."""

    imported = models.OneToOneField(Import, models.CASCADE, related_name="sample")
    cells = SealedJson(default=dict, blank=True)  # {"columns": [the cells of each]}; as long as the file itself is kept

    class Meta:
        verbose_name = gettext_lazy("sample of an import")
        verbose_name_plural = gettext_lazy("samples of imports")

    def __str__(self):
        return str(self.imported)


class ImportedRow(models.Model):
    """A row of the file in the ledger: what became of it, which record it is, and what was wrong with it."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="ledger")
    number = models.PositiveIntegerField(gettext_lazy("row"))
    outcome = models.CharField(gettext_lazy("outcome"), max_length=10, choices=Outcome)
    record = models.BigIntegerField(null=True, blank=True)
    how = models.CharField(gettext_lazy("how it is known"), max_length=20, blank=True)
    problems = models.JSONField(default=list, blank=True)
    cells = SealedJson(default=dict, blank=True)  # of a row to mend and of a twin, column → as it stands in the file

    class Meta:
        verbose_name = gettext_lazy("row of an import")
        verbose_name_plural = gettext_lazy("rows of imports")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="importing_row_once")]
        indexes = [models.Index(fields=["imported", "outcome", "number"])]

    def __str__(self):
        return f"{self.imported}, {self.number}"


class KnownHeadings(models.Model):
    """How a partner's people read a file with these headings last time: it is proposed again."""

    partner = models.ForeignKey(Partner, models.CASCADE, null=True, related_name="known_headings")
    code = models.SlugField(max_length=40)
    signature = models.CharField(max_length=64)  # of the headings
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    said = models.JSONField(default=dict)  # column → spelling → meaning, of columns that aren't personal
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = gettext_lazy("known headings")
        verbose_name_plural = gettext_lazy("known headings")
        constraints = [
            models.UniqueConstraint(fields=["partner", "code", "signature"], name="importing_headings_once"),
            models.UniqueConstraint(
                fields=["code", "signature"], condition=Q(partner=None), name="importing_headings_once_of_nobody"
            ),
        ]

    def __str__(self):
        return self.code
