"""How long files are kept that no record points to, and files without a row."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, register
from idaman.uploads.actions import remove
from idaman.uploads.models import StoredFile
from idaman.uploads.orphans import Orphans


def removed(files: QuerySet) -> None:
    for file in files:
        remove(file=file)


register(
    Rule(
        gettext_lazy("uploaded files that no record points to"),
        7,
        lambda before: StoredFile.objects.unattached(since=before).annotate(since=F("uploaded_at")),
        removed,
    ),
    Orphans(gettext_lazy("files in the store without a row"), 1),
)
