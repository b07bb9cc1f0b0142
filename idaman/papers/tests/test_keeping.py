"""Officers keep letterhead and signatory in the admin: one at a time, the logo as a clean picture."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from idaman import identifiers
from idaman.history import keep
from idaman.papers.models import Letterhead, Signatory
from idaman.testing.pictures import picture
from idaman.uploads.models import StoredFile

ADD = "/admin/papers/letterhead/add/"
TYPED = {"names": "PEMERINTAH (CONTOH)\nDinas (contoh)", "address": "Jalan Contoh 1", "starts_on": "2025-01-01"}


def test_an_officer_sets_a_letterhead_with_its_logo(officer, leadership, sign_in):
    client = sign_in(officer)
    page = client.post(ADD, {**TYPED, "picture": SimpleUploadedFile("logo.png", picture())})
    assert page.status_code == 302
    one = Letterhead.objects.get()
    assert one.office == "Dinas (contoh)" and one.logo.owner == officer
    assert StoredFile.objects.visible_to(officer, on=date(2026, 1, 1)).contains(one.logo)
    assert sign_in(leadership).get(ADD).status_code == 404


@pytest.mark.parametrize("content", [b"%PDF-1.4 surat", picture()[:40]])
def test_what_is_no_picture_is_told_at_its_field(officer, sign_in, content):
    page = sign_in(officer).post(ADD, {**TYPED, "picture": SimpleUploadedFile("logo.png", content)})
    assert page.status_code == 200 and page.context["adminform"].form.errors["picture"]
    assert "Jalan Contoh 1" in page.text and not Letterhead.objects.exists()


def test_there_is_one_letterhead_and_one_signatory_at_a_time(db):
    words = {"names": "Dinas (contoh)", "address": "Jalan Contoh 1"}
    keep(Letterhead(**words, starts_on=date(2025, 1, 1)), by=None)
    with pytest.raises(ValidationError, match="2025"):
        keep(Letterhead(**words, starts_on=date(2024, 1, 1)), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letterhead.objects.bulk_create([Letterhead(**words, starts_on=date(2026, 1, 1))])
        with transaction.get_connection().cursor() as cursor:
            if transaction.get_connection().vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    keep(Letterhead(**words, starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1)), by=None)


def test_a_signatory_s_number_is_judged_and_printed_in_its_groups(db):
    one = keep(Signatory(name="Pejabat", position="Kepala", nip="19680317 199403 1 002", starts_on=date(2025, 1, 1)), by=None)
    assert one.nip == "196803171994031002" and one.printed_nip == "19680317 199403 1 002"


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "number", ["196813171994031002", "196803171994131002", "196803171960031002", "196803171994033002", "19680317"]
)
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(ValidationError):
        identifiers.nip(number)
