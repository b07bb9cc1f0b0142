"""Which business a row is: what people decided holds, is asked again where it can't, and comes before likeness."""

import pytest

from idaman import clock
from idaman.testing.cast import make_msme
from msmes.models import Msme
from msmes.tests.test_importing import GOOD, NIK, counts, file_of, received, taken
from partners.importing import jobs
from partners.importing.actions import begin
from partners.importing.decided import NEW, Decided
from partners.importing.models import Import
from partners.models import Membership

pytestmark = pytest.mark.engine_free

PHONE = ["2", "Amplang Rekaan", "Pak Umpama", "", "", "0812 1111 2222", "Timbau", "Tenggarong", "", ""]
NUMBER = ["2", "Amplang Rekaan", "Pak Umpama", "", NIK, "", "Timbau", "Tenggarong", "", ""]
NIB = ["2", "Amplang Rekaan", "Pak Umpama", GOOD[3], "", "", "Timbau", "Tenggarong", "", ""]


def test_the_same_as_a_record_that_is_gone_is_asked_again_and_makes_no_new_one(db, tmp_path):
    gone = make_msme("Kripik Umpama", village="Melayu")
    key = gone.public_id
    gone.addresses.all().delete()
    gone.delete()
    row = ["1", "Keripik Umpama", "Pak Umpama", "", "", "", "Melayu", "Tenggarong", "", ""]
    imported = taken(file_of(tmp_path, row), same={"2": key})
    assert counts(imported) == {"refused": 1} and not Msme.objects.exists()
    assert [one["cause"] for one in imported.ledger.get().problems] == ["same-gone"]
    assert imported.told["causes"][0]["acts"] == ["same"]


def test_where_the_record_was_merged_the_one_that_stayed_is_found(db, tmp_path):
    kept = make_msme("Keripik Umpama", village="Melayu", owner_name="Pak Umpama")
    gone = make_msme("Kripik Umpama", merged_into=kept)
    row = ["1", "Keripik Umpama", "Pak Umpama", "", "", "", "Melayu", "Tenggarong", "", ""]
    imported = taken(file_of(tmp_path, row), same={"2": gone.public_id})
    assert imported.ledger.get().record == kept.pk


@pytest.mark.parametrize("row, how", [(PHONE, "phone"), (NUMBER, "nik")])
def test_a_twin_by_telephone_or_nik_is_told_how_and_can_be_said_to_be_another(db, tmp_path, row, how):
    twin = taken(file_of(tmp_path, GOOD, row)).ledger.get(number=3)
    assert (twin.outcome, twin.how) == ("duplicate", how)
    assert counts(taken(file_of(tmp_path, GOOD, row, name="lagi.csv"), same={"3": NEW})) == {"created": 1, "unchanged": 1}
    assert Msme.objects.count() == 2


def test_a_record_known_by_telephone_can_be_said_to_be_another(db, tmp_path):
    taken(file_of(tmp_path, GOOD))
    path = file_of(tmp_path, PHONE, name="lagi.csv")
    assert counts(taken(path)) == {"unchanged": 1}
    assert counts(taken(path, same={"2": NEW})) == {"created": 1}


def test_a_nib_is_nobody_elses_whatever_is_said(db, tmp_path):
    assert counts(taken(file_of(tmp_path, GOOD, NIB), same={"3": NEW})) == {"created": 1, "duplicate": 1}


def test_an_officer_says_so_on_the_page_and_takes_it_back(client, officer, tmp_path):
    partner = Membership.objects.of(officer, on=clock.today())[0].partner
    now = begin(
        imported=received(file_of(tmp_path, GOOD, PHONE, NIB), officer, partner), to=Import.State.CHECKING, at=clock.now()
    )
    jobs.check_file.func(now.pk, now.turn)
    client.force_login(officer)
    page = f"/imports/{now.public_id}/rows/"
    assert client.get(page).text.count('value="1"') >= 1
    assert client.post(f"{page}4/another/", {"another": "1"}).status_code == 404
    assert client.post(f"{page}3/another/", {"another": "1"}).status_code == 302
    assert Decided.read(Import.objects.get().decided).same == {"3": NEW}
    assert 'value="0"' in client.get(page).text
    client.post(f"{page}3/another/", {"another": "0"})
    assert Decided.read(Import.objects.get().decided).same == {}
