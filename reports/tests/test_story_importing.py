"""The officer's story with an office's messy file, in a real Chromium: handed over, understood, mended, written, undone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from idaman.testing.browser import accessible, fits, watched
from msmes.models import Msme
from partners.importing.models import Import, Outcome
from partners.importing.tests.files import csv_file

pytestmark = [pytest.mark.browser, pytest.mark.engine_free, pytest.mark.django_db(transaction=True)]
LOOKS = [(1280, "en", "light"), (360, "id", "dark")]


def looked_at(page, name: str) -> None:
    """The page is accessible and fits; with SCREENSHOTS it is kept to be looked at."""
    if os.environ.get("SCREENSHOTS"):
        width = page.viewport_size["width"]
        folder = Path(settings.BASE_DIR) / "var" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    accessible(page)
    fits(page)


def decide(page, form: str) -> None:
    """Press the button of an act; the file is checked anew."""
    turn = Import.objects.get().turn
    page.locator(form).first.click()
    expect(page.locator("#found")).to_be_visible()
    assert Import.objects.get().turn == turn + 1


@pytest.mark.parametrize("width, language, scheme", LOOKS)
def test_the_officer_takes_in_an_offices_file(open_as, tmp_path, width, language, scheme):
    page = open_as("officer", width=width, language=language, scheme=scheme)
    before = Msme.objects.count()
    complaints = watched(page)
    file = tmp_path / "data ikm.csv"
    file.write_bytes(csv_file())

    page.goto("/imports/")
    looked_at(page, "list")
    page.select_option("select[name=code]", "msmes")
    page.set_input_files("input[name=file]", file)
    page.click("main form.panel button[type=submit]")
    page.wait_for_url("**/columns/")
    looked_at(page, "columns")
    unit = page.locator("input[type=radio][value='1000']")
    unit.check()
    page.click("form button[type=submit]:has-text('Check'), form button[type=submit]:has-text('Periksa')")

    expect(page.locator("#causes")).to_be_visible()
    looked_at(page, "checked")
    assert Msme.objects.count() == before
    decide(page, "form[action$='/choose/'] button[type=submit]")
    decide(page, "form[action$='/settle/'] button[name=outside]")
    expect(page.locator("button[name=outside]")).to_have_count(0)

    page.goto(page.url + "rows/?outcome=refused")
    looked_at(page, "rows")
    row = page.locator("section.panel", has=page.locator("input[name=cell-name][aria-invalid]"))
    row.locator("input[name=cell-name]").fill("Warung Hadi")
    row.locator("button[type=submit]").click()
    expect(page.locator(".notice.success")).to_be_visible()
    page.locator("form[action$='/check/'] button").click()
    expect(page.locator("#found")).to_be_visible()
    while page.locator("form[action$='/drop/'] button").count():
        decide(page, "form[action$='/drop/'] button")
    expect(page.locator("#causes")).to_have_count(0)

    page.locator("form[action$='/write/'] button").click()
    expect(page.locator("#written")).to_be_visible()
    looked_at(page, "written")
    counts = {outcome: Import.objects.get().ledger.filter(outcome=outcome).count() for outcome in Outcome}
    assert counts == {"created": 7, "updated": 0, "unchanged": 0, "duplicate": 1, "refused": 0}
    assert Msme.objects.count() == before + 7
    assert Msme.objects.get(name="Warung Hadi").owner_name == "HADI"

    page.locator("a[href$='/undo/']").click()
    looked_at(page, "undo")
    page.fill("textarea[name=why]", "Berkas yang salah")
    page.locator("main form.panel button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Berkas yang salah")
    looked_at(page, "undone")
    assert Msme.objects.count() == before
    assert complaints == []
