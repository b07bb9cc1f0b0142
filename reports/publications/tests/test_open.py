"""Published figures for everybody: files that can be checked, and the check."""

import csv
import hashlib
import io
import json
from datetime import date

import pytest

from idaman.testing.cast import make_msme, make_partner, make_product, make_sponsorship
from reports.figures import figures
from reports.publications.canonical import canonical, typed_checksum
from reports.publications.models import Edition
from reports.publications.tests.editions import SLUG, empty_edition, published

pytestmark = pytest.mark.engine_free

OPEN = f"/open/{SLUG}/"


@pytest.fixture
def edition(officer) -> Edition:
    one = make_msme("Usaha Satu", enrolled=date(2018, 3, 10), village="Timbau", owner_sex="woman")
    make_sponsorship(make_partner("Perusahaan Uji"), one)
    make_product(one, kind="=Madu", standardised=date(2018, 4, 1))
    return published(officer)


def test_whoever_fetches_the_json_can_work_out_its_checksum(edition, client):
    for address in (OPEN + "1.json", f"/open/{SLUG}.json"):
        answer = client.get(address)
        assert hashlib.sha256(answer.content).hexdigest() == edition.checksum == answer["X-Checksum-SHA256"]
        assert canonical(json.loads(answer.content)).encode() == answer.content
    assert "immutable" in client.get(OPEN + "1.json")["Cache-Control"]
    assert "immutable" not in client.get(f"/open/{SLUG}.json")["Cache-Control"]


def numbers(content):
    if isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from numbers(each)
    elif isinstance(content, int | float) and not isinstance(content, bool):
        yield content


def test_no_number_in_it_can_be_changed_by_a_reader_of_json(edition):
    assert not list(numbers(edition.content)) and not list(numbers(json.loads(edition.private)))


def test_the_csv_has_every_figure_with_its_definition_and_a_line_a_part(edition, client):
    answer = client.get(OPEN + "1.csv")
    assert not answer.text.startswith("\ufeff") and answer["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    whole = {line["code"]: line for line in lines if not line["breakdown"]}
    assert set(whole) == set(edition.contents.by_code)
    assert whole["assisted-msmes"]["value"] == "1" and whole["assisted-msmes"]["definition_en"].startswith("MSMEs enrolled")
    assert all(line["checksum"] == edition.checksum and line["licence"] == "CC-BY-4.0" for line in lines)
    parts = [line for line in lines if line["breakdown"]]
    assert ("kind", "'=Madu", "1") in {(line["breakdown"], line["part"], line["value"]) for line in parts}
    assert not [line for line in parts if line["breakdown"] in ("sex", "sponsor")], "of few people not even the parts are told"


def test_every_indicator_of_the_programme_is_in_it(edition):
    table = [one.indicator.code for one in figures(date(2019, 3, 31), date(2018, 3, 31))]
    assert [figure["code"] for figure in edition.content["indicators"] if not figure["beside"]] == table
    assert set(edition.contents.rows) == set(edition.contents.by_code)
    assert all(figure["title"]["id"] and figure["title"]["en"] for figure in edition.content["indicators"])


DRESSED = [str.upper, lambda text: f" SHA256: {text[:8]} {text[8:]}\n", lambda text: f"{text[:4]}-{text[4:]}"]


@pytest.mark.parametrize("dressed", DRESSED)
def test_a_checksum_is_found_however_it_is_typed(officer, client, dressed):
    edition = empty_edition(officer)
    answer = client.get("/open/check/", {"checksum": dressed(edition.checksum)})
    assert answer.status_code == 200 and answer.context["edition"] == edition
    assert typed_checksum(dressed(edition.checksum)) == edition.checksum


@pytest.mark.parametrize("typed", ["0" * 64, "x", "<script>", "'; --", "é" * 300])
def test_a_checksum_of_no_edition_is_told_so(officer, client, typed):
    edition = empty_edition(officer)
    answer = client.get("/open/check/", {"checksum": typed})
    assert answer.status_code == 404 and answer.context["edition"] is None
    assert "<script>" not in answer.text.replace("<script src", "") and edition.checksum not in answer.text
    assert client.get("/open/check/").status_code == 200


@pytest.mark.parametrize("address", ["/open/2031/", "/open/2031.json", OPEN + "9/", OPEN + "9.csv", OPEN + "1.pdf"])
def test_what_was_not_published_is_a_404(officer, client, address):
    empty_edition(officer)
    assert client.get(address).status_code == 404


def test_pages_for_everybody_speak_both_languages(edition, client):
    for language, word in (("id", "Cerita satu."), ("en", "One story.")):
        client.cookies["django_language"] = language
        for address in ("/open/", OPEN, "/open/check/"):
            assert client.get(address).status_code == 200
        assert word in client.get(OPEN).text
