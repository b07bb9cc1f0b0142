"""What is checked when an MSME's numbers are typed."""

from datetime import date

import pytest

from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.models import Msme

ADD = "/admin/msmes/msme/add/"
KINDS = ("addresses", "activities", "sponsorships", "enrolments")
EMPTY = {f"{kind}-{count}": 0 for kind in KINDS for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
FORM = {"name": "Usaha Uji", **EMPTY}


@pytest.fixture
def add(sign_in, officer):
    client = sign_in(officer)
    return lambda **typed: client.post(ADD, {**FORM, **typed})


def test_a_nik_with_a_31st_of_february_is_refused_at_its_field(add):
    page = add(owner_nik="6402013102800001")
    assert "310280" in page.context["adminform"].form.errors["owner_nik"][0]
    assert not Msme.objects.exists()


def test_a_second_msme_with_the_same_nib_is_refused_with_the_way_to_the_first(add):
    first = make_msme("Usaha Pertama", nib="9120001000001")
    page = add(nib="9120 0010 0000 1")
    error = page.context["adminform"].form.errors["nib"][0]
    assert f"/admin/msmes/msme/{first.pk}/change/" in error and "Usaha Pertama" in error
    assert f'<a href="/admin/msmes/msme/{first.pk}/change/">' in page.text


def test_a_name_that_is_html_is_shown_as_text(add):
    make_msme("<script>alert(1)</script>", nib="9120001000001")
    page = add(nib="9120001000001")
    assert "<script>alert(1)" not in page.text and "&lt;script&gt;alert(1)" in page.text


def test_numbers_are_kept_in_one_form(add):
    assert add(nib="9120 0010 0000 1", owner_nik="640201 410180 0001", phone="0812-3456-7890").status_code == 302
    one = Msme.objects.get()
    assert (one.nib, one.owner_nik, one.phone) == ("9120001000001", "6402014101800001", "+6281234567890")


def test_two_msmes_may_have_no_nib(add):
    add()
    add(name="Usaha Lain")
    assert list(Msme.objects.values_list("nib", flat=True)) == [None, None]


def test_an_officer_may_keep_a_number_as_printed(add):
    typed = {"nib": "SIUP 503/12", "owner_nik": "6402013102800001", "is_as_printed": "on"}
    assert add(**typed).context["adminform"].form.errors["change_reason"]
    assert add(**typed, change_reason="begitu di kartunya").status_code == 302
    one = Msme.objects.get()
    assert (one.nib, one.owner_nik, one.is_as_printed) == ("SIUP 503/12", "6402013102800001", True)


def test_what_is_odd_about_a_nik_is_said_and_saved_all_the_same(add, sign_in, officer):
    make_msme("Usaha Pertama", owner_nik="6402990101800001")
    add(owner_nik="6402990101800001")
    said = " ".join(str(message) for message in sign_in(officer).get("/admin/msmes/msme/").context["messages"])
    assert "640299" in said and "Usaha Pertama" in said


def test_an_address_is_in_a_village(add):
    from idaman.models import Region

    district = Region.objects.districts().first()
    row = {"addresses-TOTAL_FORMS": 1, "addresses-0-village": district.pk, "addresses-0-starts_on": "2019-01-01"}
    assert add(**row).status_code == 200 and not Msme.objects.exists()


def test_a_search_finds_those_not_enrolled_too(sign_in, officer):
    make_msme("Usaha Baru Sekali")
    client = sign_in(officer)
    assert client.get("/admin/msmes/msme/").context["cl"].result_count == 0
    assert client.get("/admin/msmes/msme/?q=Sekali").context["cl"].result_count == 1


def test_the_number_of_sponsors_opens_them(sign_in, officer):
    one = make_msme(enrolled=date(2018, 3, 10))
    make_sponsorship(make_partner("Perusahaan Uji"), one)
    make_sponsorship(make_partner("Perusahaan Lain"), one, last_day=date(2019, 3, 31))
    make_sponsorship(make_partner("Perusahaan Lain"), make_msme("Usaha Lain"))
    client = sign_in(officer)
    address = f"/admin/msmes/sponsorship/?msme__id__exact={one.pk}"
    assert f'<a href="{address}">1</a>' in client.get("/admin/msmes/msme/").text
    assert client.get(address).context["cl"].result_count == 1
