"""Keeping a file that was handed in, and taking it away."""

import hashlib
from datetime import datetime

from django.db import transaction

from idaman.forgetting import HIDDEN
from idaman.uploads.kinds import Kind, judged
from idaman.uploads.models import StoredFile
from idaman.uploads.names import harmless
from idaman.uploads.photographs import cleaned


@transaction.atomic
def store(*, upload, owner, at: datetime) -> StoredFile:
    """Keep the file for its owner, a picture without what tells where it was taken.

    Raises ValidationError for what may not be kept, as the form field does, and for a picture that turns out damaged.
    """
    kind = judged(upload)
    content = upload if kind == Kind.PDF else cleaned(upload)
    print_of = hashlib.sha256()
    for chunk in content.chunks():
        print_of.update(chunk)
    words = {"name": harmless(upload.name, kind), "content_type": kind, "size": content.size, "sha256": print_of.hexdigest()}
    return StoredFile.objects.create(owner=owner, uploaded_at=at, file=content, **words)


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
