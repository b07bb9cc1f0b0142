"""One owner goes through every flow; afterwards the NIK stands nowhere in the clear: database, files, logs, mails, backup."""

import io
import logging
import uuid
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from idaman.models import Region
from idaman.testing.cast import make_msme, make_person
from msmes.models import Msme
from msmes.registering.models import Registration
from partners.models import Partner
from partners.roles import Role
from reports.exports import views
from reports.exports.actions import make_export
from reports.exports.models import Export

NIK, SPACED = "6402017107890042", "640201 710789 0042"
PHONE, OWNER = "+6281377665544", "Ibu Tertanam Sekali"
ON = {"on": "2026-11-20"}
pytestmark = pytest.mark.django_db(transaction=True)


def once() -> str:
    return str(uuid.uuid4())


def typed(**other) -> dict:
    """Everything the steps of registering ask."""
    village = Region.objects.villages().get(name="Timbau", kemendagri_code__startswith="64.02")
    business = {"name": "Keripik Tertanam", "village": village.pk, "street": "Jalan Uji 3", "nib": "", "older_numbers": ""}
    owner = {"owner_name": OWNER, "phone": PHONE, "owner_nik": SPACED, "owner_sex": "woman", "owner_birth_year": "1989"}
    support = {"aspects": ["market"], "monthly_turnover": "0", "jobs_unknown": "on"}
    return {**business, **owner, **support, "company": "on", "how": "signed", "saves": "0", "page": "p1", **other}


@pytest.fixture
def office(tmp_path, settings, monkeypatch, client):
    """The site as it is set up, its log in a text, its files in a folder; every list is already a large one."""
    settings.MEDIA_ROOT, settings.ADMINS = tmp_path / "files", [("", "admin@example.test")]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(views, "AT_ONCE", 0)
    log = io.StringIO()
    for name in ("django", "idaman"):
        monkeypatch.setattr(logging.getLogger(name).handlers[0], "stream", log)
    client.raise_request_exception = False
    people = {"manager": make_person("manajer", Role.COMPANY_MANAGER, "Perusahaan Uji")}
    people |= {"officer": make_person("petugas", Role.OFFICER, "DPMPTSP")}
    people |= {"administrator": make_person("pengelola", Role.ADMINISTRATOR, "DPMPTSP")}
    return client, people, log


def registering(client, people) -> Msme:
    """Begun, kept as it is typed, looked up, handed in, sent back, completed, accepted."""
    client.force_login(people["manager"])
    address = client.post("/registrations/new/", {"once": once()}).url
    draft = Registration.objects.get()
    client.post(f"/registrations/{draft.public_id}/step/owner/keep/", typed())
    client.post(f"/registrations/{draft.public_id}/known/", typed())
    for step in ("business", "owner", "support", "consent"):
        draft.refresh_from_db()
        client.get(f"/registrations/{draft.public_id}/step/{step}/")
        client.post(f"/registrations/{draft.public_id}/step/{step}/", typed(saves=str(draft.saves(step))))
    client.get(address.replace("step/business/", ""))
    client.post(f"/registrations/{draft.public_id}/submit/")
    client.force_login(people["officer"])
    client.post(f"/submissions/{draft.public_id}/", {"decision": "return", "why": "lengkapi"})
    client.force_login(people["manager"])
    client.post(f"/registrations/{draft.public_id}/submit/")
    client.force_login(people["officer"])
    client.post(f"/submissions/{draft.public_id}/", {"decision": "accept", "holds_from": "2026-11-01"})
    return Msme.objects.get()


def looking_up(client, msme):
    """Shown in full, found by NIK, all that is held: what the eyes allowed to see it do see."""
    for address, form in (
        (f"/msmes/{msme.public_id}/reveal/", {"why": "cek"}),
        (f"/msmes/{msme.public_id}/personal/", {"why": "cek"}),
    ):
        assert NIK in client.post(address, form).text
    assert msme.name in client.post("/msmes/by-nik/", {"nik": SPACED}).text
    client.get("/msmes/", {"q": msme.name})
    client.get(f"/admin/msmes/msme/{msme.pk}/history/")


def exporting(client):
    """The rows of a figure, at once and by the worker."""
    csv = client.get("/figures/programme/assisted-msmes/rows.csv", ON)
    assert NIK.encode() not in b"".join(csv.streaming_content)
    client.get("/figures/programme/assisted-msmes/rows.xlsx", ON)
    make_export.call(Export.objects.get().pk)
    assert DBTaskResult.objects.exists() and Export.objects.get().state == "ready"


def failing(client, monkeypatch):
    """A page breaks while the number is in its form and in the words of the fault."""

    def broken(*_args, **_words):
        raise RuntimeError(f"cannot read {NIK} or {SPACED}")

    with monkeypatch.context() as patched:
        patched.setattr("msmes.persons.keyed_hash", broken)
        assert client.post(f"/msmes/by-nik/?q={NIK}", {"nik": NIK, "phone": PHONE, "owner_name": OWNER}).status_code == 500


def merging(client, msme):
    """A twin with the same number is merged away, and comes back."""
    twin = make_msme("Keripik Kembar", enrolled=date(2026, 10, 1), owner_nik=NIK, npwp=NIK, owner_name=OWNER, phone=PHONE)
    answers = {"action": "merge_two", "_selected_action": [msme.pk, twin.pk], "kept": msme.pk, "why": "kembar"}
    client.post("/admin/msmes/msme/?standing=all", {**answers, "look": "1"})
    assert client.post("/admin/msmes/msme/?standing=all", {**answers, "apply": "1"}).status_code == 302


def deleting(client, people):
    """Deleted with a reason, seen among what was deleted, restored."""
    client.force_login(people["administrator"])
    gone = make_msme("Keripik Terhapus", owner_nik=NIK, owner_name=OWNER, phone=PHONE)
    client.post(f"/admin/msmes/msme/{gone.pk}/delete/", {"post": "yes", "change_reason": "salah catat"})
    assert not Msme.objects.filter(pk=gone.pk).exists()
    assert NIK not in client.get(f"/admin/deleted/msmes/msme/{gone.pk}/").text
    client.post(f"/admin/deleted/msmes/msme/{gone.pk}/", {"why": "ternyata benar"})
    assert Msme.objects.get(pk=gone.pk).owner_nik == NIK


def inviting(client):
    company = Partner.objects.get(name="Perusahaan Uji")
    form = {"role": "company_viewer", "email": "tamu@example.test", "name": OWNER, "last_day": "", "once": once()}
    client.post(f"/people/{company.public_id}/invite/", form)


def database() -> dict[str, str]:
    """Every row of every table as it is stored."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = "\n".join(str(value) for row in cursor.fetchall() for value in row)
    return found


def files(folder: Path) -> dict[str, str]:
    """Every file, workbooks unpacked."""
    found = {}
    for path in (one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        found[str(path)] = content.decode(errors="replace")
    return found


def mails() -> str:
    return "\n".join(f"{one.subject}\n{one.body}\n{one.alternatives}" for one in mail.outbox)


def clear(places: dict[str, str], *secrets: str) -> list[str]:
    return [name for name, text in places.items() if any(secret in text for secret in secrets)]


def test_a_planted_number_is_found_nowhere_in_the_clear(office, monkeypatch, tmp_path):
    client, people, log = office
    msme = registering(client, people)
    assert msme.owner_nik == NIK and msme.phone == PHONE and msme.owner_name == OWNER, "else nothing was planted"
    looking_up(client, msme)
    exporting(client)
    failing(client, monkeypatch)
    merging(client, msme)
    deleting(client, people)
    inviting(client)
    call_command("backup", tmp_path / "backup", stdout=io.StringIO())
    written = {"log": log.getvalue(), "mails": mails()}
    assert "RuntimeError" in written["log"] and "RuntimeError" in written["mails"], "the fault is told"
    assert clear(database(), PHONE), "else the search finds nothing at all"
    assert clear(files(tmp_path), PHONE) == [str(tmp_path / "backup")], (
        "a backup holds what the database does, and sealed is sealed"
    )
    tasks = {
        name: text for name, text in database().items() if name.startswith(("django_tasks", "django_session", "idaman_once"))
    }
    everywhere = {**database(), **files(tmp_path), **written}
    assert not clear(everywhere, NIK, SPACED)
    assert not clear({**files(tmp_path / "files"), **tasks, "log": written["log"]}, PHONE, PHONE.removeprefix("+62"), OWNER)
    assert PHONE.removeprefix("+62") not in written["mails"]
