"""The yearly report of an edition: its numbers and its checksum, whatever is recorded later; made once, fetched by everybody."""

import hashlib
import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader
from python_calamine import load_workbook

from idaman.history import keep
from idaman.papers.libraries import CannotPrintError
from idaman.papers.models import Letterhead, Signatory
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.models import Sponsorship
from reports.context.models import ContextValue
from reports.exports.actions import make_export
from reports.exports.models import Export
from reports.publications import printing
from reports.publications.differences import differences
from reports.publications.models import Edition, EditionFile
from reports.publications.printing import NAMES, make_files
from reports.publications.report import report_of
from reports.publications.tests.editions import AT, PERIOD, SLUG, empty_edition, published
from reports.targets.models import Target, TargetValue
from reports.yearly.making import made

pytestmark = pytest.mark.engine_free

OPEN = f"/open/{SLUG}/"
NEW = {"target", "target_decided_on", "target_revised_from", "expected", "achievement", "series"}


@pytest.fixture
def edition(officer) -> Edition:
    """An edition with a revised target, small parts and context, under a letterhead and a signatory that changed since."""
    company = make_partner("Perusahaan Uji")
    for number in range(7):
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=date(2018, 3, 10), village="Timbau", owner_sex="woman"))
    target = keep(Target(indicator="assisted-msmes", starts_on=PERIOD.start, ends_on=PERIOD.end), by=officer)
    revised = date(2018, 9, 1)
    keep(TargetValue(target=target, value=10, starts_on=PERIOD.start, ends_on=revised), by=officer, why="Rencana")
    keep(TargetValue(target=target, value=8, starts_on=revised), by=officer, why="Anggaran berkurang")
    for since, until, word in ((date(2018, 1, 1), date(2019, 4, 10), "lama"), (date(2019, 4, 10), None, "kini")):
        keep(Letterhead(names=f"DINAS UJI {word}", address="Jalan Uji", starts_on=since, ends_on=until), by=None)
        keep(Signatory(name=f"Pejabat {word}", position="Kepala", starts_on=since, ends_on=until), by=None)
    return published(officer)


def figure(edition: Edition, code="assisted-msmes") -> dict:
    return edition.contents.by_code[code]


def file(edition: Edition, ending: str, language="id", size="A4") -> io.BytesIO:
    with made(report_of(edition), ending, language, size) as content:
        return io.BytesIO(content.read())


def test_an_edition_tells_the_target_of_its_period_and_how_far_the_figure_came(edition):
    told = {name: figure(edition)[name] for name in NEW - {"series"}}
    assert told == {
        "target": "8",
        "target_decided_on": "2018-09-01",
        "target_revised_from": "10",
        "expected": "8",
        "achievement": "87.5",
    }
    assert figure(edition, "partner-stores")["target"] is None


def test_how_far_a_hidden_figure_came_is_hidden_too(officer):
    company = make_partner("Perusahaan Uji")
    for number in range(7):
        sex = "man" if number else "woman"
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=date(2018, 3, 10), owner_sex=sex))
    target = keep(Target(indicator="women-owned-share", starts_on=PERIOD.start, ends_on=PERIOD.end), by=officer)
    keep(TargetValue(target=target, value=50, starts_on=PERIOD.start), by=officer, why="Rencana")
    share = figure(published(officer), "women-owned-share")
    assert (share["is_hidden"], share["value"], share["target"], share["achievement"]) == (True, None, "50", None)


def test_an_edition_tells_the_months_of_its_period_and_the_years_of_the_programme(edition):
    series = figure(edition)["series"]
    assert [one["day"] for one in series["month"]][::11] == ["2018-04-30", "2019-03-31"]
    assert series["year"] == [{"day": "2018-12-31", "value": "7"}, {"day": "2019-03-31", "value": "7"}]
    assert figure(edition, "women-owned-share")["series"] == {"month": [], "year": []}


def test_an_edition_tells_what_surrounds_the_programme_with_every_source(edition):
    context = edition.content["context"]
    poverty = next(one for one in context["series"] if one["code"] == "poverty-rate")
    assert [(one["year"], one["value"]) for one in poverty["values"]][-2:] == [("2018", "7.31"), ("2018", "7.41")]
    assert all(one["source"]["id"] and one["source"]["en"] for one in poverty["values"])
    assert "54.414" in context["notes"][1]["id"] and "54,414" in context["notes"][1]["en"]
    assert "contradict" in context["notes"][2]["en"]


@pytest.mark.engine_free
def test_the_paper_has_the_edition_s_numbers_and_its_checksum(edition, caplog):
    found = PdfReader(file(edition, "pdf", "id", "F4"))
    pages = [" ".join(page.extract_text().split()) for page in found.pages]
    text, root = " ".join(pages), found.trailer["/Root"]
    for word in ("87,5", "7,41", "DINAS UJI kini", "Pejabat kini", "Tenggarong, 16 April 2019", "Cerita satu."):
        assert word in text
    assert "DINAS UJI lama" not in text
    assert all(edition.checksum in page.replace(" ", "") and "/open/check/" in page.replace(" ", "") for page in pages)
    assert root["/Lang"] == "id" and root["/MarkInfo"]["/Marked"]
    assert not [one for one in caplog.records if one.name == "weasyprint"]


@pytest.mark.engine_free
def test_the_workbook_has_the_edition_s_numbers_as_numbers(edition):
    found = load_workbook(file(edition, "xlsx", "en"))
    first = found.get_sheet_by_index(0).to_python()
    assert next(row for row in first if row[1] == "Assisted MSMEs")[4:7] == [8.0, 7.0, 87.5]
    assert edition.checksum in first[3][0]
    told = {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}
    assert [date(2018, 12, 31), 1.0, 7.0] in [row[:3] for row in told["By year"]]
    assert 7.41 in [row[3] for row in told["Context"] if len(row) > 3]


def test_the_report_stays_the_same_whatever_is_recorded_later(edition, officer):
    before = report_of(edition)
    Sponsorship.objects.all().delete()
    TargetValue.objects.update(value=100)
    ContextValue.objects.all().delete()
    again = Edition.objects.get()
    assert report_of(again) == before and [chart.code for chart in before.charts][:2] == ["sponsor-companies", "assisted-msmes"]


def test_a_restatement_prints_both_values_and_the_reason(edition, officer):
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme("Usaha baru", enrolled=date(2018, 3, 20)))
    second = published(officer, at=AT + timedelta(days=30), reason="Satu pembinaan terlupa")
    told = report_of(second).restatement
    rows = {row.title["en"]: row for row in told.rows}
    assert (told.before, told.checksum_before, told.reason) == (f"{SLUG}/1", edition.checksum, "Satu pembinaan terlupa")
    assert rows["Assisted MSMEs"].before["en"] == "7" and rows["Assisted MSMEs"].after["en"] == "8"
    assert "came: 1" in rows["Assisted MSMEs"].told["en"] and report_of(edition).restatement is None


def test_an_edition_of_before_there_were_targets_is_still_printed_and_compared(edition):
    content = json.loads(edition.public)
    figures = [{name: each for name, each in one.items() if name not in NEW - {"target"}} for one in content["indicators"]]
    content = {**{name: each for name, each in content.items() if name not in ("context", "methods")}, "indicators": figures}
    edition.content = content
    report = report_of(edition)
    assert not report.charts and not report.context and report.figures[0]["value"] == "1"
    new = Edition.objects.get()
    assert not differences(edition.contents, new.contents)


@pytest.fixture
def quick(monkeypatch) -> list[tuple]:
    """Files of some bytes instead of a paper's seconds; the list tells which were made."""
    asked = []

    def some_bytes(_report, ending, language, size, progress=None):
        asked.append((language, size, ending))
        return io.BytesIO(f"{ending} {language} {size}".encode())

    monkeypatch.setattr(printing, "made", some_bytes)
    return asked


def test_everybody_fetches_the_files_that_the_worker_made_once(officer, client, quick):
    edition = empty_edition(officer)
    missing = client.get(OPEN + "1/report-id-A4.pdf")
    assert missing.status_code == 404 and edition.get_absolute_url() in missing.text
    assert "report-" not in client.get(OPEN).text
    for _turn in range(2):
        make_files.call(edition.pk)
    assert len(quick) == len(NAMES) == edition.files.count()
    page = client.get(OPEN).text
    for name in NAMES:
        address = f"{OPEN}1/report-{name}"
        answer = client.get(address)
        content = b"".join(answer.streaming_content)
        assert address in page and "immutable" in answer["Cache-Control"]
        assert hashlib.sha256(content).hexdigest() == answer["X-Checksum-SHA256"] == edition.files.get(name=name).sha256
    assert client.get(OPEN + "1/report-xx-A4.pdf").status_code == 404


def test_publishing_has_the_worker_make_the_files(officer, quick, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edition = published(officer)
    assert {one.name for one in edition.files.all()} == set(NAMES)


def test_an_officer_has_a_missing_file_made_and_everybody_has_it_then(officer, client, sign_in, quick):
    edition = empty_edition(officer)
    inside = sign_in(officer)
    assert 'value="en-F4.pdf"' in inside.get(f"/publications/{SLUG}/").text
    answer = inside.post(f"/publications/{SLUG}/1/report/", {"name": "en-F4.pdf"})
    export = Export.objects.get()
    assert answer.status_code == 302 and str(export.public_id) in answer.url and inside.get(answer.url).status_code == 200
    make_export.call(export.pk)
    assert quick == [("en", "F4", "pdf")] and edition.files.get().name == "en-F4.pdf"
    assert b"".join(inside.get(f"{answer.url}file.pdf").streaming_content) == b"pdf en F4"
    assert b"".join(client.get(OPEN + "1/report-en-F4.pdf").streaming_content) == b"pdf en F4"


def test_of_two_who_make_a_file_at_once_the_first_one_s_stays(officer):
    edition = empty_edition(officer)
    words = {"edition": edition, "name": "id.xlsx", "at": AT}
    first, second = (printing.keep_file(content=content, **words) for content in (b"satu", b"dua"))
    assert first == second
    with second.file.open() as there:
        assert there.read() == b"satu"


def test_no_road_changes_a_file_that_was_made(officer):
    made_file = printing.keep_file(edition=empty_edition(officer), name="id.xlsx", content=b"satu", at=AT)
    for act in (made_file.delete, made_file.save, lambda: EditionFile.objects.update(sha256="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert EditionFile.objects.get().sha256 == made_file.sha256


def test_a_machine_without_pango_makes_the_workbooks(officer, client, monkeypatch, quick):
    plain = printing.made

    def missing(report, ending, *words):
        if ending == "pdf":
            raise CannotPrintError
        return plain(report, ending, *words)

    monkeypatch.setattr(printing, "made", missing)
    edition = empty_edition(officer)
    make_files.call(edition.pk)
    assert {one.name for one in edition.files.all()} == {"id.xlsx", "en.xlsx"}
    assert client.get(OPEN).status_code == 200
