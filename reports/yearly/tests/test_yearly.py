"""The yearly report: paper and workbook from the same plain values, made by the worker for who may have it."""

import io
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.http import Http404
from pypdf import PdfReader
from python_calamine import load_workbook

from idaman import clock
from idaman.papers.libraries import CannotPrintError
from reports.exports import kinds
from reports.exports.actions import make_export
from reports.exports.models import Export
from reports.yearly.book import xlsx
from reports.yearly.contents import achievement
from reports.yearly.making import YEARLY, ask_report, kind, made
from reports.yearly.paper import pdf
from reports.yearly.tests.sample import CHECKSUM, figure, sample

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

PARTS = [
    *("Summary", "What happened", "assisted-msmes", "Districts", "Map told", "Tenggarong 2"),
    *("Figures are of the last day", "What graduated means", "BPS"),
]


def book(language: str):
    with xlsx(sample(), language=language) as file:
        return load_workbook(io.BytesIO(file.read()))


@pytest.mark.parametrize(("language", "size", "number"), [("id", "A4", "1.736"), ("en", "F4", "1,736")])
def test_the_paper_has_every_part_in_its_language(language, size, number, caplog):
    found = PdfReader(io.BytesIO(pdf(sample(), language=language, size=size)))
    pages = [" ".join(page.extract_text().split()) for page in found.pages]
    text = " ".join(pages)
    assert found.trailer["/Root"]["/Lang"] == language and found.metadata.title == sample().title[language]
    decimals = ["7.57", "115.7"] if language == "en" else ["7,57", "115,7"]
    for part in (*PARTS, number, *decimals):
        assert part in text
    assert all(CHECKSUM in page.replace(" ", "") and "idaman.example.go.id" in page for page in pages)
    assert found.metadata.creation_date == datetime(2026, 1, 15, 2, tzinfo=UTC)
    assert not [one for one in caplog.records if one.name == "weasyprint"]


def test_the_workbook_has_numbers_in_every_table_and_a_sheet_of_definitions():
    found = book("en")
    table = found.get_sheet_by_index(0).to_python()
    assert table[6][:8] == ["Partnership (en)", "assisted-msmes (en)", 74.0, 1250.0, 1500.0, 1736.0, 115.7, 38.9]
    assert table[7][5:7] == ["", ""] and table[7][7] == "+38.9 %"
    parts = found.get_sheet_by_index(1).to_python()
    assert parts[6] == ["Tenggarong 0 (en)", 0.0] and parts[7] == ["Tenggarong 1 (en)", ""]
    series = found.get_sheet_by_index(2).to_python()
    assert series[6] == [date(2025, 1, 31), 1000.0]
    assert ["assisted-msmes (en)", "What assisted-msmes means (en)"] in found.get_sheet_by_index(3).to_python()
    assert any(CHECKSUM in str(row[0]) for row in found.get_sheet_by_index(3).to_python())
    assert 7.57 in found.get_sheet_by_index(4).to_python()[6]


def test_achievement_is_the_share_of_the_target_and_nothing_without_one():
    assert str(achievement(figure("a", "25", target="18"))) == "138.9"
    assert achievement(figure("a", "25")) is None and achievement(figure("a", None, target="18")) is None
    assert achievement(figure("a", "25", target="0")) is None


@pytest.fixture
def yearly(monkeypatch):
    """The kind of file, whose report only the officer may have."""

    def found(owner, code, on):
        if code != "2025-1" or not owner.has_perm("idaman.open_admin"):
            raise Http404
        return partial(made, sample())

    kinds.find(YEARLY)  # whoever publishes has registered its own by now
    monkeypatch.setitem(kinds.KINDS, YEARLY, kind(found, lambda export: "/figures/"))


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_worker_makes_it_for_its_owner(yearly, officer, leadership, sign_in, ending, begins):
    export = ask_report(by=officer, code="2025-1", ending=ending, language="id", size="F4", at=clock.now())
    client, address = sign_in(officer), f"/exports/{export.public_id}/"
    Export.objects.update(state="making", rows_done=35)
    assert "35 %" in client.get(address).text
    make_export.call(export.pk)
    page = client.get(address)
    assert f"file.{ending}" in page.text
    file = client.get(f"{address}file.{ending}")
    assert f"2025-1-id.{ending}" in file.headers["Content-Disposition"] and b"".join(file.streaming_content).startswith(begins)
    assert client.get(f"{address}file.csv").status_code == 404
    assert sign_in(leadership).get(f"{address}file.{ending}").status_code == 404


def test_who_may_no_longer_have_it_gets_none(yearly, leadership):
    export = ask_report(by=leadership, code="2025-1", ending="pdf", language="id", at=clock.now())
    make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == "failed" and not export.file


def test_a_machine_without_pango_says_so_on_the_page(yearly, officer, sign_in, monkeypatch):
    def missing():
        raise CannotPrintError

    monkeypatch.setattr("idaman.papers.paper.weasyprint", missing)
    export = ask_report(by=officer, code="2025-1", ending="pdf", language="id", at=clock.now())
    make_export.call(export.pk)
    assert "libpango-1.0-0" in sign_in(officer).get(f"/exports/{export.public_id}/").text
