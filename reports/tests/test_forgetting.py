"""An owner who asks to be forgotten is found nowhere any more, and no figure changes."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from idaman import clock
from idaman.history import keep
from idaman.sealed import keyed_hash, unseal
from idaman.testing.cast import make_msme, make_product, make_sponsorship
from idaman.testing.pictures import picture
from idaman.uploads.models import StoredFile
from msmes.actions import disclose, move_enrolment
from msmes.forgetting import anonymise
from msmes.merging.actions import merge, undo
from msmes.merging.models import Merge
from msmes.models import Msme
from msmes.registering.actions import attach, begin, keep_typed
from reports.exports.models import Export
from reports.indicators import REGISTRY

NIK = "6402014507900001"
PNG = picture()
DAYS = [date(2018, 3, 31), date(2019, 3, 31), date(2021, 6, 30), date(2026, 11, 24)]
SECRETS = [
    NIK,
    keyed_hash(NIK),
    "Pemilik Rahasia",
    "pemilik rahasia",
    "+6281299998888",
    "081299998888",
    "Gang Rahasia 7",
    "SKU/77/2016",
]


def figures() -> dict:
    return {(code, day): sorted(one.rows(day).values_list("pk", flat=True)) for code, one in REGISTRY.items() for day in DAYS}


def everything() -> str:
    """Every row of every table, sealed texts opened."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [opened(str(value)) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def opened(text: str) -> str:
    """The text with what is sealed in it, as in a ledger, opened."""
    return re.sub(r"gAAAA[\w=-]{60,}", lambda found: unseal(found[0]), text)


@pytest.fixture
def msme(company, company_manager, officer):
    details = {"owner_nik": NIK, "owner_name": "Pemilik Rahasia", "phone": "+6281299998888", "owner_sex": "woman"}
    more = {"owner_birth_year": 1990, "owner_is_poor": True, "nib": "9120001000001"}
    one = make_msme("Keripik Pemilik Rahasia", enrolled=date(2018, 3, 10), village="Timbau", **details, **more)
    address = one.addresses.get()
    address.street = "Gang Rahasia 7"
    keep(address, by=officer, why="alamat Pemilik Rahasia")
    make_sponsorship(company, one)
    make_product(one, standardised=date(2018, 4, 1))
    move_enrolment(msme=one, to="suspended", on=date(2020, 1, 1), by=officer, why="permintaan pemilik rahasia, 081299998888")
    disclose(msme=one, what="nik", by=officer, at=clock.now(), why="Untuk Pemilik Rahasia")
    draft = begin(company=company, by=company_manager, at=clock.now())
    typed = {"owner_nik": [NIK], "owner_name": ["Pemilik Rahasia"], "street": ["Gang Rahasia 7"]}
    keep_typed(registration=draft, step="owner", typed=typed, opened_at=0, page="x", at=clock.now())
    more = {"owner_nik": NIK, "owner_name": "Pemilik Rahasia", "npwp": NIK, "older_numbers": "SKU/77/2016"}
    twin = make_msme("Usaha Pemilik Rahasia", enrolled=date(2018, 3, 1), village="Timbau", **more)
    merge(kept=one, gone=twin, at=clock.now(), by=officer, why="kembar milik Pemilik Rahasia")
    one.refresh_from_db()
    return one


@pytest.fixture
def file_made_before(officer):
    words = {"scope": "programme", "code": "assisted-msmes", "asked": "on=2019-03-31", "language": "id", "rows": 1}
    export = Export(owner=officer, asked_at=clock.now(), expires_at=clock.now() + timedelta(days=1), state="ready", **words)
    export.file.save("rows.xlsx", ContentFile(b"x"), save=False)
    export.save()
    return export


def forget(msme, by, **more):
    return anonymise(msme=msme, at=clock.now(), by=by, why="Permintaan Pemilik Rahasia", with_name=True, **more)


def test_afterwards_the_owner_stands_nowhere(msme, administrator):
    before = everything()
    assert all(secret in before for secret in SECRETS[:3])
    forget(msme, administrator)
    after = everything()
    assert not [secret for secret in SECRETS if secret in after]
    assert msme.history.latest("history_id").history_change_reason == "Permintaan •••"
    stays = Msme.objects.get(pk=msme.pk)
    assert (stays.owner_sex, stays.nib, stays.owner_is_poor, stays.name) == ("woman", None, None, f"UMKM {msme.public_id}")


def test_every_figure_on_every_day_is_what_it_was(msme, administrator):
    before = figures()
    assert any(before.values())
    forget(msme, administrator)
    assert figures() == before


def test_a_merge_can_still_be_undone_and_brings_nobody_back(msme, administrator):
    forget(msme, administrator)
    undo(merge=Merge.objects.get(), at=clock.now(), by=administrator, why="ternyata dua usaha")
    after = everything()
    assert not [secret for secret in SECRETS if secret in after]


def test_files_made_before_are_gone_from_the_disk(msme, administrator, file_made_before, django_capture_on_commit_callbacks):
    storage, name = file_made_before.file.storage, file_made_before.file.name
    with django_capture_on_commit_callbacks(execute=True):
        told = forget(msme, administrator)
    assert not storage.exists(name) and not Export.objects.exists() and len(told) == 2


def test_the_name_of_a_business_that_is_not_the_owners_stays(administrator):
    one = make_msme("Keripik Mahakam", owner_name="Al", phone="+6281299998888")
    anonymise(msme=one, at=clock.now(), by=administrator, why="Al sendiri meminta")
    one.refresh_from_db()
    assert (one.name, one.owner_name, one.phone) == ("Keripik Mahakam", "", "")


def test_an_administrator_confirms_and_a_double_tap_changes_nothing(client, administrator, msme):
    client.force_login(administrator)
    address = f"/msmes/{msme.public_id}/anonymise/"
    assert address in client.get(f"/msmes/{msme.public_id}/").text
    form = {"why": "Permintaan pemilik", "with_name": "on", "once": str(uuid.uuid4())}
    client.post(address, form)
    assert Msme.objects.get(pk=msme.pk).anonymised_at is None  # not confirmed
    first = client.post(address, {**form, "is_sure": "on"})
    versions = msme.history.count()
    second = client.post(address, {**form, "is_sure": "on"})
    third = client.post(address, {**form, "is_sure": "on", "once": str(uuid.uuid4())})
    assert (first.url, second.url, third.status_code) == (address, address, 200) and msme.history.count() == versions


def test_the_page_says_by_when_backups_forget(client, administrator, msme, settings):
    settings.BACKUPS_KEPT_DAYS = 10
    Msme.objects.filter(pk=msme.pk).update(anonymised_at=datetime(2026, 11, 24, 3, tzinfo=clock.now().tzinfo))
    client.force_login(administrator)
    assert "4 Desember 2026" in client.get(f"/msmes/{msme.public_id}/anonymise/").text


def test_officers_and_companies_forget_nobody(client, officer, company_manager, msme):
    for person in (officer, company_manager):
        client.force_login(person)
        assert client.post(f"/msmes/{msme.public_id}/anonymise/", {"why": "x", "is_sure": "on"}).status_code == 404
    assert Msme.objects.get(pk=msme.pk).owner_nik == NIK


def test_papers_handed_in_about_the_owner_go_from_the_disk(db, company, company_manager, administrator):
    details = {"owner_nik": [NIK], "name": ["Usaha"]}
    one = make_msme("Usaha", owner_nik=NIK)
    draft = begin(company=company, by=company_manager, at=clock.now())
    keep_typed(registration=draft, step="owner", typed=details, opened_at=0, page="x", at=clock.now())
    paper = attach(registration=draft, upload=SimpleUploadedFile("ktp.png", PNG), by=company_manager, at=clock.now()).file
    assert list(StoredFile.objects.of(one)) == [paper]
    anonymise(msme=one, by=administrator, at=clock.now(), why="Permintaan pemilik")
    paper.refresh_from_db()
    assert (paper.file.name, paper.size) == ("", 0) and "ktp" not in paper.name
