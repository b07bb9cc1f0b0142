"""A personal number stands in clear nowhere outside the eyes allowed to see it."""

import pytest
from django.db import connection

from idaman import sealed
from idaman.history import keep
from idaman.testing.cast import make_msme
from msmes.models import Msme

NIK = "6402014101800001"


def everything_stored() -> str:
    """Every text in every table."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def test_a_number_is_sealed_at_rest_and_in_history(db):
    one = make_msme(owner_nik=NIK, npwp=NIK)
    one.owner_nik = "6402014101800002"
    keep(one, by=None, why="salah ketik")
    assert Msme.objects.get().owner_nik == "6402014101800002"
    assert [old.owner_nik for old in one.history.order_by("history_id")] == [NIK, "6402014101800002"]
    stored = everything_stored()
    assert NIK not in stored and "6402014101800002" not in stored


def test_a_number_is_found_again_by_its_keyed_hash(db):
    one = make_msme(owner_nik=NIK)
    make_msme("Usaha Lain")
    assert Msme.objects.get(owner_nik_hash=sealed.keyed_hash(NIK)) == one


def test_the_hash_needs_its_key(settings):
    before = sealed.keyed_hash(NIK)
    settings.HASH_KEY = "another" * 8
    assert sealed.keyed_hash(NIK) != before


def test_an_older_cipher_key_still_opens_what_it_sealed(settings):
    token = sealed.seal(NIK)
    settings.CIPHER_KEYS = ["a newer key" * 4, *settings.CIPHER_KEYS]
    assert sealed.unseal(token) == NIK
    settings.CIPHER_KEYS = ["a newer key" * 4]
    with pytest.raises(sealed.WrongKeyError, match="CIPHER_KEYS"):
        sealed.unseal(token)


def test_the_admin_shows_a_mask_and_keeps_what_is_left_empty(sign_in, officer):
    one = make_msme(owner_nik=NIK, owner_name="Ibu Uji")
    client = sign_in(officer)
    address = f"/admin/msmes/msme/{one.pk}/change/"
    page = client.get(address)
    assert NIK not in page.text and "64••••••••••••01" in page.text
    form = {name: page.context["adminform"].form[name].value() or "" for name in page.context["adminform"].form.fields}
    kinds = ("addresses", "activities", "sponsorships", "enrolments")
    empty = {f"{kind}-{count}": 0 for kind in kinds for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form |= {**empty, "owner_nik": "", "npwp": "", "is_as_printed": "", "owner_name": "Ibu Uji Baru", "change_reason": "nama"}
    client.post(address, form)
    one.refresh_from_db()
    assert (one.owner_name, one.owner_nik) == ("Ibu Uji Baru", NIK)
    client.post(address, {**form, "owner_nik": "-", "opened_at": one.version, "once": ""})
    one.refresh_from_db()
    assert one.owner_nik == "" and one.owner_nik_hash == ""
    history = client.get(f"/admin/msmes/msme/{one.pk}/history/")
    assert NIK not in history.text and "64••••••••••••01" in history.text
