"""Photographs are kept as they are seen, without what tells where and when they were taken."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

from idaman.testing.pictures import picture
from idaman.uploads import photographs
from idaman.uploads.actions import store
from idaman.uploads.forms import UploadField

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
PHONE = "Ponsel Bu Siti"
TITLES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "MPO": "jpg"}


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def from_a_phone(orientation: int = 1) -> Image.Exif:
    """What a phone writes: itself, how it was held, and where it was (0° 26' south, 117° 0' east)."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model], exif[ExifTags.Base.Orientation] = PHONE, orientation
    place = {ExifTags.GPS.GPSLatitudeRef: "S", ExifTags.GPS.GPSLatitude: (0.0, 26.0, 0.0)}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({**place, ExifTags.GPS.GPSLongitude: (117.0, 0.0, 0.0)})
    return exif


def uploaded(content: bytes, kind: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"rumah.{TITLES[kind]}", content)


def kept(owner, content: bytes, kind: str) -> bytes:
    """What lies on disk after it was handed in."""
    one = store(upload=uploaded(content, kind), owner=owner, at=NOON)
    with one.file.open() as file:
        found = file.read()
    assert one.size == len(found)
    return found


def place_of(content: bytes) -> dict:
    with Image.open(io.BytesIO(content)) as image:
        return dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))


@pytest.mark.parametrize("kind", TITLES)
def test_a_photograph_is_kept_without_where_it_was_taken_and_by_which_phone(officer, kind):
    content = picture(kind, size=(40, 30), exif=from_a_phone())
    assert place_of(content) and PHONE.encode() in content
    found = kept(officer, content, kind)
    assert not place_of(found) and PHONE.encode() not in found and b"Exif" not in found
    with Image.open(io.BytesIO(found)) as image:
        assert image.size == (40, 30) and image.format == ("JPEG" if kind == "MPO" else kind)
        assert not image.getexif()


@pytest.mark.parametrize("kind", TITLES)
def test_a_photograph_taken_with_the_phone_on_its_side_stands_upright(officer, kind):
    content = picture(kind, size=(40, 30), exif=from_a_phone(orientation=6))  # a quarter turn to the right
    with Image.open(io.BytesIO(kept(officer, content, kind))) as image:
        assert image.size == (30, 40)
        corners = [image.convert("RGB").getpixel(at) for at in ((27, 2), (2, 2))]
    assert [red > blue for red, _green, blue in corners] == [True, False]


def test_words_beside_the_picture_go_as_well(officer):
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PHONE)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{PHONE}</x>")
    found = [kept(officer, picture("PNG", pnginfo=words), "PNG")]
    found.append(kept(officer, picture("JPEG", comment=PHONE, xmp=PHONE.encode()), "JPEG"))
    found.append(kept(officer, picture("WEBP", xmp=PHONE), "WEBP"))
    assert not any(PHONE.encode() in one for one in found)


def test_the_look_of_a_picture_stays(officer):
    content = picture("JPEG", size=(64, 64), quality=97, icc_profile=b"warna" * 10)
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept(officer, content, "JPEG"))) as after:
        assert after.info["icc_profile"] == before.info["icc_profile"] and after.quantization == before.quantization
    seen = Image.new("P", (4, 4))
    held = io.BytesIO()
    seen.save(held, "PNG", transparency=0)
    with Image.open(io.BytesIO(kept(officer, held.getvalue(), "PNG"))) as after:
        assert after.convert("RGBA").getpixel((0, 0))[3] == 0


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it is very large."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(9))) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(8192, 6400), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_with_the_limit_before_it_is_opened(officer, size, monkeypatch):
    monkeypatch.setattr(photographs.ImageOps, "exif_transpose", lambda *_words, **_more: pytest.fail("it was opened"))
    for take in (UploadField().clean, lambda upload: store(upload=upload, owner=officer, at=NOON)):
        with pytest.raises(ValidationError, match="52"):
            take(uploaded(bomb(*size), "PNG"))


def test_a_picture_that_moves_is_refused(officer):
    with pytest.raises(ValidationError, match="moves|bergerak"):
        content = picture("WEBP", save_all=True, append_images=[Image.new("RGB", (3, 2), "green")])
        UploadField().clean(uploaded(content, "WEBP"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_told(officer, kind):
    content = picture(kind, size=(200, 200), exif=from_a_phone())
    with pytest.raises(ValidationError, match="damaged|rusak"):
        store(upload=uploaded(content[: len(content) * 2 // 3], kind), owner=officer, at=NOON)
