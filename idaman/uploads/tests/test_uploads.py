"""What people hand in: judged by content, kept under names that tell nothing, seen by whom a rule lets see it."""

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from idaman.testing.pictures import picture
from idaman.uploads import models
from idaman.uploads.actions import remove, store
from idaman.uploads.forms import UploadField
from idaman.uploads.models import StoredFile
from idaman.workspace import Question
from partners.models import Membership

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
JPEG = picture("JPEG")
PNG = picture()
WEBP = picture("WEBP")
EXE = b"MZ\x90\x00" + bytes(64)
HTML = b"<!doctype html><script>alert(1)</script>"
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


class PaperForm(forms.Form):
    """A question for a paper, and one more."""

    paper = UploadField(label="Surat")
    note = forms.CharField(label="Catatan")


def paper(content: bytes = PDF, name: str = "surat.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def kept(owner, content: bytes = PDF, name: str = "surat.pdf") -> StoredFile:
    return store(upload=paper(content, name), owner=owner, at=NOON)


def said(content: bytes, name: str) -> list[str]:
    """What the form says about the file."""
    return PaperForm({"note": "x"}, {"paper": paper(content, name)}).errors.get("paper", [])


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def rule(monkeypatch):
    """A registry with no rule but those of the test."""
    asked = Question()
    monkeypatch.setattr(models, "visible", asked)
    return asked


# --- what may be handed in


@pytest.mark.parametrize(
    "content, name",
    [(PDF, "surat.pdf"), (JPEG, "foto.JPG"), (JPEG, "foto.jfif"), (PNG, "cap.png"), (WEBP, "foto.webp"), (PDF, "Surat No. 7"),
     (JPEG, "Rumah Bu.Siti")],
)  # fmt: skip
def test_the_four_kinds_are_taken(content, name):
    assert said(content, name) == []


@pytest.mark.parametrize("content", [EXE, HTML, b"GIF89a" + bytes(20), b"PK\x03\x04" + bytes(60), b"x"])
@pytest.mark.parametrize("name", ["surat.pdf", "surat", "foto.jpg"])
def test_anything_else_is_refused_by_its_content_whatever_its_name(content, name):
    assert "menurut isinya" in said(content, name)[0] or "by its content" in said(content, name)[0]


@pytest.mark.parametrize("content, name", [(JPEG, "surat.pdf"), (PDF, "foto.png"), (PDF, "surat.exe"), (PNG, "x.html")])
def test_a_name_that_lies_about_the_content_is_told(content, name):
    assert name.rpartition(".")[2] in said(content, name)[0]


def test_an_empty_file_is_refused():
    assert said(b"", "surat.pdf")


def test_a_file_past_the_limit_is_refused_with_the_limit(settings):
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024
    assert "2 MB" in said(PDF + bytes(settings.UPLOAD_LIMIT), "surat.pdf")[0]
    assert said(PDF + bytes(settings.UPLOAD_LIMIT - len(PDF)), "surat.pdf") == []


def test_the_action_refuses_what_the_form_refuses(officer, settings):
    settings.UPLOAD_LIMIT = 200
    assert kept(officer, PDF)
    StoredFile.objects.all().delete()
    for content, name in ((EXE, "surat.pdf"), (JPEG, "surat.pdf"), (PDF + bytes(200), "surat.pdf")):
        with pytest.raises(ValidationError):
            kept(officer, content, name)
    assert not StoredFile.objects.exists()


# --- a body far past the limit


class Slow(io.RawIOBase):
    """A body of `megabytes` that is made while it is read, and watches how much of it lies on disk."""

    def __init__(self, megabytes: int, folder):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="paper"; filename="besar.pdf"\r\n\r\n'.encode() + PDF
        tail = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="note"\r\n\r\ndiketik\r\n--{BOUNDARY}--\r\n'.encode()
        self.parts = [head, *[bytes(1024 * 1024)] * megabytes, tail]
        self.size, self.folder, self.most = sum(map(len, self.parts)), folder, 0

    def read(self, size=-1):
        self.most = max(self.most, sum(one.stat().st_size for one in self.folder.iterdir()))
        part = self.parts.pop(0) if self.parts else b""
        if 0 <= size < len(part):
            self.parts.insert(0, part[size:])
        return part[:size] if size >= 0 else part


def arriving(body: Slow):
    arrives = {"wsgi.input": body, "CONTENT_LENGTH": str(body.size), "CONTENT_TYPE": MULTIPART_CONTENT}
    return RequestFactory().generic("POST", "/", **arrives)


def test_of_a_body_far_past_the_limit_no_byte_more_than_the_limit_is_written_and_the_other_answers_stay(settings, tmp_path):
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    body = Slow(40, tmp_path)
    request = arriving(body)
    form = PaperForm(request.POST, request.FILES)
    assert "3 MB" in form.errors["paper"][0] and "note" not in form.errors and form["note"].value() == "diketik"
    assert 2 * 1024 * 1024 < body.most <= settings.UPLOAD_LIMIT
    request.close()
    assert list(tmp_path.iterdir()) == []


def test_a_field_that_does_not_know_the_limit_finds_an_empty_file(settings, tmp_path):
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    request = arriving(Slow(4, tmp_path))
    with pytest.raises(ValidationError) as refusal:
        forms.FileField().clean(request.FILES["paper"])
    request.close()
    assert refusal.value.error_list[0].code == "empty"


def test_a_large_file_within_the_limit_arrives_whole(settings, tmp_path, officer):
    request = arriving(Slow(4, tmp_path))
    one = store(upload=request.FILES["paper"], owner=officer, at=NOON)
    request.close()
    assert one.size == len(PDF) + 4 * 1024 * 1024
    with one.file.open() as file:
        assert len(file.read()) == one.size


# --- how it is kept


def test_a_file_lies_under_a_random_name_that_only_the_site_may_read(officer, settings):
    one = kept(officer, name="KTP Ibu Siti.pdf")
    path = settings.MEDIA_ROOT / one.file.name
    assert one.file.name.startswith("uploads/") and "KTP" not in one.file.name and "." not in one.file.name
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    assert (one.content_type, one.size, len(one.sha256)) == ("application/pdf", len(PDF), 64)


@pytest.mark.parametrize(
    "name, shown",
    [
        ("surat\u202efdp.exe.pdf", "suratfdp.exe.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\siti\\surat.pdf", "surat.pdf"),
        ("x" * 10_000 + ".pdf", "x" * 96 + ".pdf"),
        ("🍯 madu 👩‍🌾.pdf", "🍯 madu 👩🌾.pdf"),
        ("a\x00b\r\nc\td.pdf", "ab c d.pdf"),
        ('<img src=x onerror="x">.pdf', "_img src=x onerror=_x__.pdf"),
        ("...pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        ("\u200b", "file.pdf"),
        ("Surat No. 7", "Surat No. 7.pdf"),
        ("cafe\u0301.PDF", "café.pdf"),
    ],
)
def test_a_name_is_shown_without_what_misleads_or_breaks(name, shown):
    from idaman.uploads.names import harmless

    assert harmless(name, models.Kind.PDF) == shown


def test_a_file_of_a_form_that_was_never_finished_is_found(officer):
    old = kept(officer)
    StoredFile.objects.filter(pk=kept(officer).pk).update(uploaded_at=NOON + timedelta(days=2))
    assert StoredFile.objects.unattached(since=NOON + timedelta(days=1)).get() == old


def test_a_file_that_a_record_points_to_is_not_left_behind(officer, monkeypatch):
    """No record of the kernel has files; memberships stand in for one, their person for the file."""
    relation = SimpleNamespace(related_model=Membership, field=Membership._meta.get_field("user"))
    monkeypatch.setitem(StoredFile._meta.__dict__, "related_objects", [relation])
    kept(officer)
    StoredFile.objects.update(id=officer.pk + 1)
    later = NOON + timedelta(days=1)
    assert StoredFile.objects.unattached(since=later).count() == 1
    StoredFile.objects.update(id=officer.pk)
    assert StoredFile.objects.unattached(since=later).count() == 0


def test_taking_a_file_away_empties_its_place_on_disk_once_that_is_certain(officer, django_capture_on_commit_callbacks):
    one = kept(officer)
    storage, name = one.file.storage, one.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(file=one)
        assert storage.exists(name)
    assert not storage.exists(name) and not StoredFile.objects.exists()


def test_a_file_stays_when_taking_it_away_is_undone(officer, django_capture_on_commit_callbacks, monkeypatch):
    one = kept(officer)
    monkeypatch.setattr(StoredFile, "delete", lambda self: (_ for _ in ()).throw(ProtectedError("rests on it", set())))
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ProtectedError), transaction.atomic():
        remove(file=one)
    assert one.file.storage.exists(one.file.name)


# --- who sees it


def status(client, address: str) -> int:
    page = client.get(address)
    read(page)
    return page.status_code


def read(page) -> bytes:
    """The whole answer; its file is closed with its last byte."""
    return b"".join(page.streaming_content) if page.streaming else page.content


def test_a_file_is_for_its_owner_until_a_record_lets_others_see_it(sign_in, officer, coach, rule):
    one = kept(officer)
    address = f"/files/{one.public_id}/"
    assert status(sign_in(officer), address) == 200
    assert status(sign_in(coach), address) == 404

    @rule
    def shown_to_coaches(user, *, on):
        yield StoredFile.objects.filter(pk=one.pk).values("pk") if user == coach else StoredFile.objects.none().values("pk")

    assert status(sign_in(coach), address) == 200
    assert status(sign_in(officer), address) == 200


def test_the_anonymous_are_sent_to_sign_in_and_the_unknown_is_a_404(client, sign_in, officer, rule):
    one = kept(officer)
    assert client.get(f"/files/{one.public_id}/").status_code == 302
    assert sign_in(officer).get("/files/11111111-1111-4111-8111-111111111111/").status_code == 404
    assert client.post(f"/files/{one.public_id}/").status_code == 405


def test_a_file_is_served_as_what_it_is_and_can_do_nothing(sign_in, officer, rule):
    one = kept(officer, name='Surat "Bagus" é 🍯.pdf')
    page = sign_in(officer).get(f"/files/{one.public_id}/")
    assert read(page) == PDF
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("inline; filename*=utf-8''Surat%20_Bagus_%20%C3%A9")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert "private" in page.headers["Cache-Control"] and "no-store" in page.headers["Cache-Control"]


def test_a_kind_nobody_decided_to_show_is_saved(sign_in, officer, rule, monkeypatch):
    from idaman.uploads import views

    monkeypatch.setattr(views, "SHOWN", set())
    page = sign_in(officer).get(f"/files/{kept(officer).public_id}/")
    assert read(page) == PDF
    assert page.headers["Content-Disposition"] == 'attachment; filename="surat.pdf"'


def test_a_file_missing_on_disk_is_told(sign_in, officer, rule):
    one = kept(officer)
    one.file.storage.delete(one.file.name)
    page = sign_in(officer).get(f"/files/{one.public_id}/")
    assert page.status_code == 404 and "administrator" in page.text
