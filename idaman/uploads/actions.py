"""Keeping a file that was handed in, and taking it away."""

import hashlib
from datetime import datetime

from django.db import transaction

from idaman.forgetting import HIDDEN
from idaman.uploads.kinds import judged
from idaman.uploads.models import StoredFile
from idaman.uploads.names import harmless


@transaction.atomic
def store(*, upload, owner, at: datetime) -> StoredFile:
    """Keep the file for its owner; raises ValidationError for what may not be kept, as the form field does."""
    kind = judged(upload)
    print_of = hashlib.sha256()
    for chunk in upload.chunks():
        print_of.update(chunk)
    words = {"name": harmless(upload.name, kind), "content_type": kind, "size": upload.size, "sha256": print_of.hexdigest()}
    return StoredFile.objects.create(owner=owner, uploaded_at=at, file=upload, **words)


@transaction.atomic
def remove(*, file: StoredFile):
    """Take the file away for good, from the disk once that is certain; refused while a record points to it."""
    kept, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: kept.delete(name))


@transaction.atomic
def empty(*, file: StoredFile):
    """Take the content and the name away for good; the row stays for the records that point to it."""
    kept, name = file.file.storage, file.file.name
    StoredFile.objects.filter(pk=file.pk).update(name=HIDDEN, file="", sha256="", size=0)
    if name:
        transaction.on_commit(lambda: kept.delete(name))
