"""Files asked for and made in the background: each belongs to who asked, and expires."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from reports.exports import kinds


def random_name(export, _name) -> str:
    """Where the file lies: nothing of its content or owner is in the path."""
    return f"exports/{uuid.uuid4().hex}.{export.ending}"


class ExportQuerySet(models.QuerySet):
    """Exports, by whose they are and whether they are past their time."""

    def visible_to(self, user, *, at):
        return self.filter(owner=user, expires_at__gt=at)

    def expired(self, *, at):
        return self.filter(expires_at__lte=at)


class Export(models.Model):
    """A file that somebody asked for, how far it is, and the file itself once it is made."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waiting")
        MAKING = "making", gettext_lazy("being made")
        READY = "ready", gettext_lazy("ready")
        FAILED = "failed", gettext_lazy("failed")

    public_id = models.UUIDField(gettext_lazy("name of its address"), default=uuid.uuid4)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=gettext_lazy("asked for by")
    )
    kind = models.CharField(gettext_lazy("kind of file"), max_length=20, default="figure")
    ending = models.CharField(gettext_lazy("ending of the name"), max_length=5, default="xlsx")
    scope = models.CharField(gettext_lazy("whose figures"), max_length=20, blank=True)
    code = models.CharField(gettext_lazy("what it is of"), max_length=50)
    asked = models.TextField(gettext_lazy("what was asked"))
    language = models.CharField(gettext_lazy("language"), max_length=5)
    asked_at = models.DateTimeField(gettext_lazy("asked for at"))
    expires_at = models.DateTimeField(gettext_lazy("kept until"), db_index=True)
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(gettext_lazy("rows"), default=100)  # or per cent, by its kind
    rows_done = models.PositiveIntegerField(gettext_lazy("rows that are made"), default=0)
    refusal = models.TextField(gettext_lazy("why it could not be made"), blank=True)
    file = models.FileField(gettext_lazy("file"), upload_to=random_name, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("export")
        verbose_name_plural = gettext_lazy("exports")
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="exports_export_public_id_once"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(file=""), name="exports_export_ready_has_file"),
        ]

    def __str__(self):
        return f"{self.code}, {self.asked_at:%Y-%m-%d}"

    @property
    def page(self) -> str:
        """Where its content is read."""
        return kinds.find(self.kind).page(self)

    @property
    def counts_rows(self) -> bool:
        return kinds.find(self.kind).counts_rows

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)

    @property
    def percent(self) -> int:
        """How much of it is made; the last hundredth is the writing of the file."""
        return min(99, self.rows_done * 100 // max(self.rows, 1)) if self.is_under_way else 100
