"""The MSMEs a reader may see, the page of one, and what stays closed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman.history import keep
from idaman.testing.cast import make_msme, make_product, make_sponsorship
from msmes.consents.models import Consent
from msmes.models import Disclosure, Msme

pytestmark = pytest.mark.engine_free

NIK = "6402014507900001"
DAY = date(2020, 1, 1)


@pytest.fixture
def sponsored(company):
    one = make_msme(
        "Usaha Binaan", enrolled=DAY, village="Timbau", owner_nik=NIK, owner_name="Ibu Pemilik", phone="+6281234567890"
    )
    make_sponsorship(company, one, on=DAY)
    return one


def test_a_company_sees_its_own_msmes_on_the_day_and_no_others(company_manager, outsider, sponsored):
    make_msme("Usaha Lain", enrolled=DAY)
    seen = Msme.objects.visible_to(company_manager, on=date(2021, 1, 1))
    assert list(seen) == [sponsored]
    assert not Msme.objects.visible_to(company_manager, on=date(2019, 1, 1))
    assert not Msme.objects.visible_to(outsider, on=date(2021, 1, 1))


@pytest.mark.parametrize("word", ["officer", "leadership"])
def test_the_agency_sees_all(request, word, sponsored):
    assert Msme.objects.visible_to(request.getfixturevalue(word), on=DAY).count() == 1


def test_the_owner_is_open_to_the_company_with_consent_only(client, company_manager, sponsored):
    client.force_login(company_manager)
    address = f"/msmes/{sponsored.public_id}/"
    assert "Ibu Pemilik" not in client.get(address).text
    keep(Consent(msme=sponsored, purpose="company", version=1, how="signed", starts_on=DAY), by=None)
    page = client.get(address)
    assert "Ibu Pemilik" in page.text and "64••" not in page.text


def test_leadership_reads_no_personal_data(client, leadership, sponsored):
    client.force_login(leadership)
    page = client.get(f"/msmes/{sponsored.public_id}/")
    assert page.status_code == 200
    assert "Ibu Pemilik" not in page.text and "+6281234567890" not in page.text and "64••" not in page.text


def test_a_nik_is_shown_with_a_reason_and_on_record(client, officer, leadership, sponsored):
    client.force_login(officer)
    assert NIK not in client.get(f"/msmes/{sponsored.public_id}/").text
    address = f"/msmes/{sponsored.public_id}/reveal/"
    assert NIK not in client.get(address).text and NIK not in client.post(address, {"why": ""}).text
    assert NIK in client.post(address, {"why": "Pengurusan NIB"}).text
    told = Disclosure.objects.get()
    assert (told.by, told.what, told.why) == (officer, "nik", "Pengurusan NIB")
    client.force_login(leadership)
    assert client.post(address, {"why": "x"}).status_code == 404


def test_a_company_reads_of_no_other_sponsor(client, company_manager, outsider, sponsored):
    make_sponsorship(outsider.memberships.get().partner, sponsored, on=DAY)
    client.force_login(company_manager)
    assert "Perusahaan Lain" not in client.get(f"/msmes/{sponsored.public_id}/").text


def test_the_page_tells_what_happened(client, officer, sponsored):
    make_product(sponsored, standardised=date(2021, 5, 1))
    client.force_login(officer)
    page = client.get(f"/msmes/{sponsored.public_id}/")
    for words in ("Perusahaan Uji", "Timbau", "Madu", "1 Mei 2021"):
        assert words in page.text


def test_filters_survive_going_into_one_and_back(client, officer, sponsored):
    client.force_login(officer)
    page = client.get("/msmes/?q=binaan&state=enrolled")
    assert "Usaha Binaan" in page.text
    link = page.text.split(f'href="/msmes/{sponsored.public_id}/?')[1].split('"')[0]
    page = client.get(f"/msmes/{sponsored.public_id}/?{link}".replace("&amp;", "&"))
    assert 'href="/msmes/?q=binaan&amp;state=enrolled"' in page.text


@pytest.mark.parametrize("asked", ["q=%27", "district=x", "state=zzz", "sponsor=99999999999999999999", "page=x", "sort=-zz"])
def test_odd_questions_get_a_page(client, officer, sponsored, asked):
    client.force_login(officer)
    assert client.get(f"/msmes/?{asked}").status_code == 200


@pytest.mark.parametrize("word", ["officer", "company_manager"])
def test_the_list_costs_as_many_queries_for_many_as_for_few(client, request, company, word):
    client.force_login(request.getfixturevalue(word))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get("/msmes/").status_code == 200
        return len(made)

    for number in range(3):
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=DAY, village="Timbau"), on=DAY)
    few = queries()
    for number in range(3, 80):
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=DAY, village="Timbau"), on=DAY)
    assert queries() == few <= 10
