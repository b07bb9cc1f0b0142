"""Pictures without what phones write into them: where and when they were taken, by which phone; upright, as they are seen."""

import io
import struct

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and says so in words
MILLION = 1_000_000
MOST_POINTS = 52 * MILLION  # what the largest cameras of phones make in one shot; opened it takes 156 MB
BY_CONTENT = ["JPEG", "PNG", "WEBP"]
TWOFOLD = "MPO"  # a JPEG with a second picture behind it, as some phones make them; the first one is kept
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error)
SEEN = {"icc_profile", "transparency", "dpi"}  # what belongs to the look of a picture; all else about it is left out
FINE = 90  # of 100, where the picture's own fineness can't be kept


def opened(upload) -> Image.Image:
    """The picture, of which only the beginning is read yet; raises ValidationError for one too large, moving or damaged."""
    upload.seek(0)
    try:
        image = Image.open(upload, formats=BY_CONTENT)
    except UNREADABLE as error:
        raise damaged() from error
    points = image.width * image.height
    if points > MOST_POINTS:
        words = {"points": -(-points // MILLION), "limit": MOST_POINTS // MILLION}
        sentence = _("This picture has %(points)d million points; at most %(limit)d million are kept. Choose a smaller one.")
        raise ValidationError(sentence % words)
    if image.format != TWOFOLD and getattr(image, "is_animated", False):
        raise ValidationError(_("This picture moves. Only one that stands still is kept; choose another."))
    return image


def cleaned(upload) -> ContentFile:
    """The same picture, turned as it is meant to be seen, and nothing besides."""
    with opened(upload) as image:
        try:
            ImageOps.exif_transpose(image, in_place=True)
            return ContentFile(written(image), name=upload.name)
        except UNREADABLE as error:
            raise damaged() from error


def written(image: Image.Image) -> bytes:
    """The picture in its own format; a JPEG keeps its fineness."""
    image.info = {name: value for name, value in image.info.items() if name in SEEN}
    looks = {name: value for name, value in image.info.items() if name in {"icc_profile", "dpi"}}
    kept, target = io.BytesIO(), "JPEG" if image.format == TWOFOLD else image.format
    image.save(kept, target, quality="keep" if image.format == "JPEG" else FINE, **looks)
    return kept.getvalue()


def damaged() -> ValidationError:
    return ValidationError(_("This picture is damaged and cannot be opened. Take or scan it again, then choose the new one."))
