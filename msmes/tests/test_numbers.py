"""What is checked when an MSME's numbers are typed."""

import pytest

from idaman.testing.cast import make_msme
from msmes.models import Msme

ADD = "/admin/msmes/msme/add/"
EMPTY = {
    f"{kind}-{count}": 0 for kind in ("addresses", "sponsorships", "enrolments") for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}
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
    assert add(nib="SIUP 503/12", owner_nik="6402013102800001", is_as_printed="on").status_code == 302
    one = Msme.objects.get()
    assert (one.nib, one.owner_nik, one.is_as_printed) == ("SIUP 503/12", "6402013102800001", True)
