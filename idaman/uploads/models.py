"""Files that people hand in: private, checked by content, under names that tell nothing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from idaman.uploads.kinds import Kind
from idaman.workspace import Question

# (user, *, on) -> querysets of keys of stored files: an app that attaches files yields those it lets the person see.
visible = Question()
# (record) -> querysets of keys of stored files: an app that attaches files yields those that belong to the record.
attached = Question()


def random_name(_file, _name) -> str:
    """Where the file lies: nothing of its content, name or owner is in the path."""
    word = uuid.uuid4().hex
    return f"uploads/{word[:2]}/{word}"


class StoredFileQuerySet(models.QuerySet):
    """Stored files, by who may see them and whether anything rests on them."""

    def visible_to(self, user, *, on):
        """One's own, and those that an app lets the person see on the day."""
        shown = Q(owner=user)
        for keys in visible.ask(user, on=on):
            shown |= Q(pk__in=keys)
        return self.filter(shown)

    def of(self, record):
        """Those that belong to the record, as the apps that attach files know."""
        found = self.none()
        for keys in attached.ask(record):
            found |= self.filter(pk__in=keys)
        return found

    def unattached(self, *, since):
        """Handed in before the moment, and no record points to them: left behind by forms that were never finished."""
        found = self.filter(uploaded_at__lt=since)
        for relation in self.model._meta.related_objects:
            attached = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(attached))
        return found


class StoredFile(models.Model):
    """A file handed in by its owner; the records it belongs to point to it and decide who else sees it."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=gettext_lazy("owner")
    )
    name = models.CharField(gettext_lazy("name"), max_length=100)
    content_type = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    size = models.PositiveIntegerField(gettext_lazy("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_at = models.DateTimeField(gettext_lazy("uploaded"), db_index=True)
    file = models.FileField(upload_to=random_name, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("uploaded file")
        verbose_name_plural = gettext_lazy("uploaded files")
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="uploads_storedfile_public_id_once"),
            models.CheckConstraint(condition=Q(content_type__in=Kind.values), name="uploads_storedfile_kind_known"),
        ]

    def __str__(self):
        return self.name
