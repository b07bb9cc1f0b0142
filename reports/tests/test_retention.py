"""What is past its keeping goes, by rule; what is younger stays; what people decide is only listed."""

import io
import os
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from idaman import clock, retention
from idaman.digest.models import Sent
from idaman.models import OnceKey
from idaman.testing.cast import make_msme
from idaman.testing.pictures import picture
from idaman.uploads.actions import store
from idaman.uploads.models import StoredFile
from idaman.uploads.orphans import Orphans
from msmes.actions import move_enrolment
from msmes.models import Msme
from msmes.registering.actions import begin, keep_typed, withdraw
from msmes.registering.models import Registration
from partners.joining.actions import ask_to_join, confirm, refuse
from partners.joining.models import JoinRequest
from partners.people.actions import invite
from partners.people.models import Invitation, token_hash
from partners.roles import Role
from reports.exports.models import Export

NOW = clock.now()


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    """Where files lie."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def days_ago(days: int):
    return NOW - timedelta(days=days)


def aged(model, days: int):
    """Make all its history as old."""
    model.history.update(history_date=days_ago(days))


def run(*words) -> str:
    out = io.StringIO()
    call_command("retention", *words, stdout=out)
    return out.getvalue()


def make_request(officer) -> JoinRequest:
    details = {"kind": "company", "name": "CV Uji", "address": "x", "contact_name": "Ibu Tanya", "contact_phone": "+628111111111"}
    request = confirm(request=ask_to_join(at=NOW, contact_email="tanya@example.test", **details))
    return refuse(request=request, by=officer, at=NOW, why="bukan perusahaan")


def png(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture())


def make_export(owner, expires_at) -> Export:
    words = {"scope": "programme", "code": "assisted-msmes", "asked": "on=2019-03-31", "language": "id", "rows": 1}
    export = Export(owner=owner, asked_at=NOW, expires_at=expires_at, state="ready", **words)
    export.file.save("rows.xlsx", ContentFile(b"x"), save=False)
    export.save()
    return export


@pytest.mark.parametrize(("age", "left"), [(731, 0), (729, 1)])
def test_a_refused_request_to_join_goes_with_its_history_after_two_years(officer, age, left):
    make_request(officer)
    aged(JoinRequest, age)
    run()
    assert JoinRequest.objects.count() == left and bool(JoinRequest.history.count()) == bool(left)


@pytest.mark.parametrize(("age", "typed", "left"), [(366, 366, 0), (366, 10, 1), (364, 364, 1)])
def test_a_draft_nobody_touched_goes_after_a_year(company, company_manager, age, typed, left):
    draft = begin(company=company, by=company_manager, at=days_ago(age))
    words = {"step": "owner", "typed": {"owner_name": ["Bu"]}, "opened_at": 0, "page": "x"}
    keep_typed(registration=draft, at=days_ago(typed), **words)
    aged(Registration, age)
    run()
    assert Registration.objects.count() == left and bool(Registration.history.count()) == bool(left)


def test_a_withdrawn_one_goes_after_a_year(company, company_manager):
    withdraw(registration=begin(company=company, by=company_manager, at=days_ago(400)), by=company_manager)
    run()
    assert Registration.objects.count() == 1  # withdrawn today
    aged(Registration, 366)
    run()
    assert not Registration.objects.exists()


def test_expired_files_of_lists_go_from_the_disk(officer, django_capture_on_commit_callbacks):
    old, young = make_export(officer, days_ago(1)), make_export(officer, NOW + timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        run()
    assert list(Export.objects.all()) == [young]
    assert not old.file.storage.exists(old.file.name) and young.file.storage.exists(young.file.name)


def test_marks_sessions_and_forgotten_uploads_go(officer, django_capture_on_commit_callbacks):
    for days in (31, 29):
        OnceKey.objects.create(pk=uuid.uuid4(), made_at=days_ago(days), url="/")
    for days in (1, -1):
        Session.objects.create(session_key=str(days), session_data="x", expire_date=days_ago(days))
    for days in (8, 6):
        store(upload=png(f"{days}.png"), owner=officer, at=days_ago(days))
    run()
    assert OnceKey.objects.count() == 1
    assert [one.session_key for one in Session.objects.all()] == ["-1"]
    assert [one.name for one in StoredFile.objects.all()] == ["6.png"]


def test_who_got_a_digest_goes_after_a_year(officer):
    for age in (366, 364):
        Sent.objects.create(user=officer, for_day=days_ago(age).date(), sent_at=days_ago(age), task_count=1, state="sent")
    run()
    assert Sent.objects.get().sent_at == days_ago(364)


def files(root, hours: float) -> set[str]:
    """What lies in the store, made so many hours old."""
    found = [path for path in root.rglob("*") if path.is_file()]
    moment = (NOW - timedelta(hours=hours)).timestamp()
    for path in found:
        os.utime(path, (moment, moment))
    return {str(path.relative_to(root)) for path in found}


def without_a_row() -> int:
    """What a dry run counts."""
    return next(one.count for one in retention.applied(at=NOW, is_dry_run=True) if isinstance(one.rule, Orphans))


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_row_was_rolled_back_goes_after_a_day_and_no_other(root, officer):
    assert without_a_row() == 0  # there is no store yet
    kept = [
        store(upload=png("ada.png"), owner=officer, at=NOW).file.name,
        make_export(officer, NOW + timedelta(days=1)).file.name,
    ]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store(upload=png("hilang.png"), owner=officer, at=NOW)
        1 / 0  # noqa: B018
    (orphan,) = files(root, hours=23) - set(kept)
    run()
    assert files(root, hours=25) == {*kept, orphan}
    assert without_a_row() == 1 and orphan in files(root, hours=25)
    run()
    assert files(root, hours=25) == set(kept)


def test_an_old_invitation_loses_its_link_and_stays(company, officer):
    words = {"partner": company, "role": Role.COMPANY_VIEWER, "name": "Tamu", "by": officer}
    _old, dead = invite(email="a@example.test", at=days_ago(98), **words)
    _young, alive = invite(email="b@example.test", at=days_ago(96), **words)
    run()
    kept = set(Invitation.objects.values_list("token_hash", flat=True))
    assert token_hash(dead) not in kept and token_hash(alive) in kept and len(kept) == 2


def test_msmes_that_left_long_ago_are_listed_and_nothing_more(officer):
    for name, year in (("Usaha Lama", 2016), ("Usaha Baru", 2026)):
        one = make_msme(name, enrolled=date(2018, 3, 1))
        move_enrolment(msme=one, to="graduated", on=date(2018, 4, 1), by=officer, why="mandiri")
        one.enrolments.filter(state="enrolled").delete()
        one.enrolments.update(starts_on=date(year, 4, 1))
    told = run()
    assert "Usaha Lama" in told and "Usaha Baru" not in told and "1 Apr 2016" in told
    assert Msme.objects.count() == 2


def test_a_dry_run_counts_and_changes_nothing_and_a_second_run_finds_nothing(officer):
    make_request(officer)
    aged(JoinRequest, 800)
    line = next(line for line in run("--dry-run").splitlines() if str(days_ago(800).year) in line)
    assert " 1 " in line and JoinRequest.objects.count() == 1
    run()
    assert not JoinRequest.objects.exists()
    assert all(one.count == 0 for one in retention.applied(at=NOW, is_dry_run=True))


@pytest.mark.django_db(transaction=True)
def test_stopped_halfway_what_was_done_stays_done(monkeypatch, officer):
    OnceKey.objects.create(pk=uuid.uuid4(), made_at=days_ago(31), url="/")
    make_request(officer)
    aged(JoinRequest, 800)
    list(retention.applied(at=NOW, is_dry_run=True))
    of_rows = [rule for rule in retention.RULES if isinstance(rule, retention.Rule)]
    joining = next(rule for rule in of_rows if rule.past(NOW).model is JoinRequest)
    marks = next(rule for rule in of_rows if rule.past(NOW).model is OnceKey)
    broken = retention.Rule("berhenti", 730, joining.found, lambda rows: (retention.erased(rows), 1 / 0))
    monkeypatch.setattr(retention, "RULES", [marks, broken])
    with pytest.raises(ZeroDivisionError):
        run()
    assert not OnceKey.objects.exists() and JoinRequest.objects.count() == 1
    monkeypatch.setattr(retention, "RULES", [marks, joining])
    run()
    assert not JoinRequest.objects.exists()
