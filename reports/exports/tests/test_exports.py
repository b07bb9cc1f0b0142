"""A large list becomes a file in the background: for who asked, as far as they may see, for a day."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from partners.models import Membership
from reports.exports import views
from reports.exports.actions import ask_export, make_export
from reports.exports.models import Export
from reports.questions import Question

ROWS = "/figures/programme/assisted-msmes/rows.xlsx?on=2019-03-31"


@pytest.fixture
def two(company, monkeypatch):
    """Two assisted MSMEs, where one is already many."""
    monkeypatch.setattr(views, "AT_ONCE", 1)
    for name, sponsor in (("Usaha Satu", company), ("Usaha Dua", make_partner("Perusahaan Lain"))):
        make_sponsorship(sponsor, make_msme(name, enrolled=date(2018, 3, 10)), on=date(2018, 3, 10))


def sheet(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def test_a_large_list_is_made_by_the_worker_and_waits_for_its_owner(
    two, officer, leadership, sign_in, django_capture_on_commit_callbacks
):
    client = sign_in(officer)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get(ROWS)
    export = Export.objects.get()
    assert page.url == f"/exports/{export.public_id}/" and export.state == "ready"
    assert "file.xlsx" in client.get(page.url).text
    file = client.get(f"{page.url}file.xlsx")
    assert "assisted-msmes-2019-03-31.xlsx" in file.headers["Content-Disposition"]
    content = b"".join(file.streaming_content)
    assert "Usaha Satu" in sheet(content) and "Usaha Dua" in sheet(content)
    other = sign_in(leadership)
    assert other.get(page.url).status_code == other.get(f"{page.url}file.xlsx").status_code == 404


def test_while_it_is_made_the_page_says_how_far_it_is(two, officer, sign_in):
    client = sign_in(officer)
    address = client.get(ROWS).url
    Export.objects.update(state="making", rows_done=1)
    page = client.get(address)
    assert 'hx-get="' in page.text and 'value="50"' in page.text
    part = client.get(address, headers={"hx-request": "true"})
    assert "<html" not in part.text and 'value="50"' in part.text
    assert client.get(f"{address}file.xlsx").status_code == 404


def asked_by(user, scope="programme"):
    question = Question.asked(user, scope, {"on": "2019-03-31"}, today=clock.today())
    return ask_export(by=user, question=question, code="assisted-msmes", rows=2, language="id", at=clock.now())


def test_what_may_be_seen_is_asked_again_when_the_file_is_made(two, officer, sign_in):
    export = asked_by(officer)
    membership = Membership.objects.get(user=officer)
    membership.ends_on = clock.today()
    keep(membership, by=None, why="pindah tugas")
    make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == "failed" and not export.file
    assert "Berkas tidak dapat dibuat" in sign_in(officer).get(f"/exports/{export.public_id}/").text


def test_a_company_gets_a_file_of_its_own_msmes_only(two, company, company_manager):
    export = asked_by(company_manager, company.public_id)
    make_export.call(export.pk)
    export.refresh_from_db()
    with export.file.open() as file:
        content = sheet(file.read())
    assert "Usaha Satu" in content and "Usaha Dua" not in content


def test_a_failure_is_told_and_logged_and_leaves_no_half_file(two, officer, monkeypatch):
    export = asked_by(officer)
    monkeypatch.setattr("reports.exports.jobs.xlsx_file", lambda *_args, **_words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == "failed" and not export.file


def test_past_its_day_a_file_is_gone_for_everybody(two, officer, sign_in, django_capture_on_commit_callbacks):
    export = asked_by(officer)
    make_export.call(export.pk)
    Export.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    assert sign_in(officer).get(f"/exports/{export.public_id}/").status_code == 404
    export.refresh_from_db()
    storage, name = export.file.storage, export.file.name
    with django_capture_on_commit_callbacks(execute=True):
        asked_by(officer)
    assert not storage.exists(name) and Export.objects.count() == 1


def test_a_file_made_before_a_right_ended_is_not_handed_out_after_it(two, officer, sign_in):
    export = asked_by(officer)
    make_export.call(export.pk)
    membership = Membership.objects.get(user=officer)
    membership.ends_on = clock.today()
    keep(membership, by=None, why="pindah tugas")
    assert sign_in(officer).get(f"/exports/{export.public_id}/file.xlsx").status_code == 404
