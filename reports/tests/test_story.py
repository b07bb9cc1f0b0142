"""The officer's story in a real Chromium: from the table to the 95, to a changed sponsorship, and to the changed figure."""

import csv
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from idaman import clock
from idaman.models import User
from idaman.testing.browser import accessible, fits, watched
from msmes.models import Sponsorship
from reports.exports.models import Export
from reports.targets.models import Target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = "/figures/programme/?on=2019-03-31&against=2018-03-31"


def test_the_officer_follows_a_figure_to_its_rows_and_changes_it(open_as, tmp_path):
    page = open_as("officer")
    complaints = watched(page)
    page.get_by_role("link", name="Angka program").first.click()
    page.fill("input[name=on]", "2019-03-31")
    page.get_by_role("button", name="Tampilkan").click()
    row = page.locator("tr", has=page.get_by_role("link", name="UMKM binaan", exact=True))
    expect(row).to_contain_text("+28,4")
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(settings.BASE_DIR) / "docs" / "table.png")

    row.get_by_role("link", name="95").click()
    expect(page.locator("#rows")).to_contain_text("95")
    assert page.locator("section[aria-labelledby=rows] tbody tr").count() == 50
    page.get_by_role("link", name="2", exact=True).click()
    assert page.locator("section[aria-labelledby=rows] tbody tr").count() == 45
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    waiting.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 95

    fact = Sponsorship.objects.filter(msme__name="Usaha Peraga 001").get()
    page.goto(f"/admin/msmes/sponsorship/{fact.pk}/change/")
    page.fill("input[name=ends_on]", "2019-03-30")
    page.fill("textarea[name=change_reason]", "Surat pengakhiran 30 Maret 2019")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto(TABLE)
    expect(row.get_by_role("link", name="94")).to_be_visible()
    row.get_by_role("link", name="94").click()
    expect(page.locator("#rows")).to_contain_text("94")
    expect(page.locator("section[aria-labelledby=rows]")).not_to_contain_text("Usaha Peraga 001")
    page.goto(f"/admin/msmes/sponsorship/{fact.pk}/history/")
    expect(page.locator("#change-history")).to_contain_text("Surat pengakhiran 30 Maret 2019")
    expect(page.locator("#change-history")).to_contain_text("30 Mar 2019")
    assert complaints == []


LOOKS = [(1280, "en", "dark"), (360, "id", "light")]
PAGES = [
    "/",
    TABLE,
    "/dashboard/programme/?on=2019-08-31",
    "/figures/programme/assisted-msmes/?on=2019-03-31",
    "/figures/programme/?on=2999-01-01",
    "/figures/programme/no-such-code/",
    "/targets/2019/",
    "/targets/2027/set/",
    "/targets/target/{target}/",
    "/quality/programme/",
    "/quality/programme/sex-missing/",
    "/confirmations/",
    "/context/",
    "/publications/",
    "/publications/2018-04-2019-03/",
    "/publications/2018-04-2019-03/changes/",
    "/open/",
    "/open/2018-04-2019-03/",
    "/open/check/",
    "/admin/idaman/remoteness/add/",
    "/admin/",
    "/admin/msmes/msme/",
    "/admin/msmes/msme/add/",
    "/admin/msmes/msme/{msme}/change/",
    "/admin/msmes/msme/{msme}/history/",
    "/admin/msmes/sponsorship/",
    "/admin/msmes/sponsorship/{sponsorship}/change/",
    "/admin/outlets/corner/add/",
]


@pytest.mark.engine_free
@pytest.mark.parametrize("width, language, scheme", LOOKS)
def test_every_page_is_accessible_and_fits(open_as, width, language, scheme):
    page = open_as("officer", width=width, language=language, scheme=scheme)
    fact = Sponsorship.objects.filter(msme__name="Usaha Peraga 001").get()
    target = Target.objects.order_by("starts_on").first()
    complaints = watched(page)
    for address in PAGES:
        page.goto(address.format(msme=fact.msme_id, sponsorship=fact.pk, target=target.pk))
        assert not [one for one in complaints if "status of 40" not in one], address
        accessible(page)
        fits(page)
        complaints.clear()  # axe measures with styles of its own, which the policy refuses


@pytest.mark.engine_free
def test_everybody_has_a_home_that_says_what_next(open_as):
    for word in ("leadership", "company", "coach", "labhead", "outsider", "administrator", "community", "media"):
        page = open_as(word, width=360)
        accessible(page)
        fits(page)
        page.locator("main a.panel").first.click()
        accessible(page)
        fits(page)
        page.context.close()


@pytest.mark.engine_free
def test_a_file_being_made_is_shown_with_its_progress_and_then_offered(open_as):
    page = open_as("officer", width=360)
    words = {"scope": "programme", "code": "assisted-msmes", "asked": "on=2019-03-31", "language": "id", "rows": 95}
    times = {"asked_at": clock.now(), "expires_at": clock.now() + timedelta(days=1)}
    export = Export.objects.create(
        owner=User.objects.get(email="officer@demo.test"), state="making", rows_done=40, **words, **times
    )
    complaints = watched(page)
    page.goto(f"/exports/{export.public_id}/")
    expect(page.locator("#progress")).to_contain_text("42 %")
    Export.objects.update(state="failed")
    expect(page.locator("#progress")).to_contain_text("Berkas tidak dapat dibuat", timeout=8000)
    assert complaints == []
    accessible(page)
    fits(page)


@pytest.mark.engine_free
def test_the_sign_in_page_is_accessible(site, page):
    page.goto(site + "/figures/programme/")
    accessible(page)
    fits(page)
    page.goto(site + "/accounts/password/reset/")
    accessible(page)
