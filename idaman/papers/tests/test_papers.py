"""What leaves the house on paper: tagged, in its language, on its sheet, under the letterhead of the day."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from pypdf import PdfReader

from idaman.history import keep
from idaman.papers import libraries, paper
from idaman.papers.answers import answer
from idaman.papers.fetching import ForeignError
from idaman.papers.models import Letterhead, Signatory
from idaman.testing.pictures import picture
from idaman.uploads.actions import store
from reports.charts import line_chart

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]  # a paper asks for two records, the same of any engine

ON = date(2026, 1, 15)
LETTER = """{% extends "papers/paper.html" %}
{% block content %}<h1>{{ paper.title }}</h1>{{ more }}
<table><caption>Daftar</caption>
<thead><tr><th scope="col">Nama pelaku usaha</th><th scope="col">Jumlah</th></tr></thead>
<tbody>{% for row in rows %}<tr><th scope="row">Usaha {{ row }}</th><td>{{ row|grouped }}</td></tr>{% endfor %}</tbody>
</table>{% endblock %}
{% block signature %}{% include "papers/signature.html" %}{% endblock %}"""


@pytest.fixture
def letter(monkeypatch):
    """Makes a letter of the given rows."""
    monkeypatch.setattr(paper, "render_to_string", lambda _name, context: engines["django"].from_string(LETTER).render(context))

    def made(rows=3, more="", **words) -> bytes:
        about = {"language": "id", "title": "Surat Uji", "on": ON, **words}
        return paper.render("uji", {"rows": range(1000, 1000 + rows), "more": more}, **about)

    return made


def letterhead(name="Dinas (contoh)", since=date(2025, 1, 1), **words) -> Letterhead:
    names = f"PEMERINTAH KABUPATEN (CONTOH)\n{name}"
    return keep(Letterhead(names=names, address="Jalan Contoh 1", starts_on=since, **words), by=None)


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def told(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def kinds(element) -> list[str]:
    """The kinds of all parts of the structure, in reading order."""
    found = element.get_object()
    if not isinstance(found, dict):
        return []
    parts = found.get("/K", [])
    below = parts if isinstance(parts, list) else [parts]
    return [found.get("/S", ""), *(kind for part in below for kind in kinds(part))]


def test_a_paper_is_tagged_and_says_its_language_title_and_moment(letter, caplog):
    letterhead()
    days = [date(2025, 1, 31), date(2025, 12, 31)]
    chart = line_chart(days, [1, 4], title="UMKM", description="Naik", chart_id="a")
    found = read(letter(more=chart, at=datetime(2026, 1, 15, 4, tzinfo=UTC)))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "id" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == "Surat Uji" and found.metadata.author == "Dinas (contoh)"
    assert found.metadata.creation_date == datetime(2026, 1, 15, 4, tzinfo=UTC)
    structure = kinds(root["/StructTreeRoot"]["/K"][0])
    assert structure[0] == "/Document" and {"/H1", "/Figure", "/Table", "/Caption", "/THead", "/TH", "/TD"} <= set(structure)
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert not [one for one in caplog.records if one.name == "weasyprint"]


@pytest.mark.parametrize(("size", "points"), [("A4", (595.3, 841.9)), ("F4", (609.4, 935.4))])
def test_pages_have_their_sheet_number_and_repeated_headings(letter, size, points):
    found = read(letter(rows=80, size=size))
    pages = [page.extract_text() for page in found.pages]
    assert {(round(float(p.mediabox.width), 1), round(float(p.mediabox.height), 1)) for p in found.pages} == {points}
    count = len(pages)
    assert count >= 2 and all(f"{number} " in text and "Nama pelaku usaha" in text for number, text in enumerate(pages, 1))
    assert pages[-1].rstrip().endswith(f" {count}") and "1.079" in pages[-1]
    assert "Surat Uji" in pages[1]  # the running header


def test_the_letterhead_and_who_signs_are_those_of_the_day(letter):
    officer = {"position": "Kepala Dinas (contoh)", "nip": "196803171994031002", "rank": "Pembina Utama Muda"}
    keep(Signatory(name="Pejabat Contoh, S.E.", starts_on=date(2025, 1, 1), **officer), by=None)
    letterhead(), letterhead("Badan Lama (contoh)", since=date(2019, 1, 1), ends_on=date(2025, 1, 1))
    now, before = told(letter()), told(letter(on=date(2024, 12, 31)))
    assert "Dinas (contoh)" in now and "NIP 19680317 199403 1 002" in now and "Tenggarong, 15 Januari 2026" in now
    assert "Badan Lama (contoh)" in before and "Pejabat Contoh" not in before and "Penanda tangan" in before


def test_the_signature_is_not_torn_apart(letter):
    keep(Signatory(name="Pejabat Contoh", position="Kepala Dinas (contoh)", starts_on=date(2025, 1, 1)), by=None)
    for rows in (30, 33):  # the table ends where a signature no longer fits
        last = read(letter(rows=rows)).pages[-1].extract_text()
        assert "Kepala Dinas" in last and "Pejabat Contoh" in last and "Tenggarong" in last


def test_the_same_content_is_the_same_file(letter):
    assert letter(rows=5) == letter(rows=5) != letter(rows=6)


def test_a_logo_stands_on_the_paper_with_its_words(letter, officer):
    upload = SimpleUploadedFile("logo.png", picture(size=(40, 30)))
    logo = store(upload=upload, owner=officer, at=datetime(2026, 1, 1, tzinfo=UTC))
    letterhead(logo=logo)
    found = read(letter())
    assert len(found.pages[0].images) == 1 and "/Figure" in kinds(found.trailer["/Root"]["/StructTreeRoot"]["/K"][0])


@pytest.mark.parametrize(
    "address", ["http://example.test/x.png", "file:///etc/hostname", "house:///static/../manage.py", "data:,x"]
)
def test_a_paper_fetches_nothing_from_outside(letter, address):
    with pytest.raises(ForeignError, match="may not fetch"):
        letter(more=mark_safe(f'<img alt="x" src="{address}">'))


def test_progress_is_told_and_only_grows(letter):
    told = []
    letter(rows=20, progress=told.append)
    assert told == sorted(told) and told[0] <= 10 and 90 <= told[-1] <= 100


def test_without_pango_a_sentence_says_what_to_install(letter, monkeypatch, officer):
    def missing(*_args):
        raise OSError("cannot load library")

    monkeypatch.setattr(libraries.ctypes, "CDLL", missing)
    [warning] = libraries.check_libraries()
    assert warning.id == "papers.W001" and "libpango-1.0-0" in warning.hint
    monkeypatch.setattr("builtins.__import__", refusing(__import__))
    request = RequestFactory().get("/")
    request.user = officer
    page = answer(request, "uji", {}, name="surat", language="id", title="Surat", on=ON)
    assert page.status_code == 503 and "libpango-1.0-0" in page.content.decode()


def refusing(real):
    def imported(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    return imported
