"""What may be handed in: four kinds, known by their content, up to a size; every refusal is a sentence."""

import mimetypes
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from idaman.uploads.photographs import opened

MEGABYTE = 1024 * 1024
HEAD = 8192  # bytes by which a kind is known


class Kind(models.TextChoices):
    """A kind of file that is kept, by the content type it is served with."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"


ENDINGS = {Kind.PDF: ["pdf"], Kind.JPEG: ["jpg", "jpeg", "jpe", "jfif"], Kind.PNG: ["png"], Kind.WEBP: ["webp"]}


def judged(upload) -> Kind:
    """The kind of an uploaded file.

    Raises ValidationError when it is too large, of no kind we keep, lies about itself, or is no picture that can be opened.
    """
    refuse_large(upload)
    kind = kind_by_content(upload)
    if kind is None:
        raise ValidationError(_("Only PDF, JPEG, PNG and WebP are kept here; by its content this file is none of them."))
    ending = PurePosixPath(upload.name).suffix.lower().removeprefix(".")
    if ending not in ENDINGS[kind] and names_a_kind(ending):
        words = {"ending": ending, "kind": kind.label}
        raise ValidationError(_("The name ends in .%(ending)s, but the content is %(kind)s. Choose the right file.") % words)
    if kind != Kind.PDF:
        opened(upload)
        upload.seek(0)
    return kind


def names_a_kind(ending: str) -> bool:
    """Whether what follows the last dot is the ending of some kind of file, rather than of a sentence ("Surat No. 7")."""
    kept = any(ending in endings for endings in ENDINGS.values())
    return kept or mimetypes.guess_type(f"x.{ending}")[0] is not None


def refuse_large(upload):
    """Raise ValidationError for a file past the limit; one that was cut off while it arrived is known by its mark."""
    if getattr(upload, "is_cut_off", False) or upload.size > settings.UPLOAD_LIMIT:
        words = {"limit": settings.UPLOAD_LIMIT // MEGABYTE}
        raise ValidationError(_("This file is larger than %(limit)d MB. Make it smaller, then choose it again.") % words)


def kind_by_content(upload) -> Kind | None:
    """The kind by the first bytes, whatever the name and the browser say."""
    upload.seek(0)
    found = filetype.guess_mime(upload.read(HEAD))
    upload.seek(0)
    return Kind(found) if found in Kind.values else None
