"""From the public page to the figure: a company joins, registers an MSME; the number of assisted MSMEs moves and moves back."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from idaman.testing.browser import DEMO_PASSWORD, accessible, fits, watched
from idaman.testing.cast import PASSWORD
from idaman.testing.pictures import picture
from msmes.models import Msme, Sponsorship
from msmes.registering.models import Registration
from partners.joining.models import JoinRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIGURE = "/figures/programme/assisted-msmes/?on=2019-03-31&against=2018-03-31"
PNG = picture()


def joined(new_context, site, officer):
    """A page of a company that asked on the public page and was accepted."""
    page = new_context(viewport={"width": 360, "height": 800}, base_url=site).new_page()
    page.goto("/join/")
    words = {"name": "Perusahaan Cerita", "nib": "9912345678901", "address": "Jalan Uji 5", "contact_name": "Ibu Cerita"}
    for name, value in {**words, "contact_email": "cerita@demo.test", "contact_phone": "081234567890"}.items():
        page.fill(f"input[name={name}]", value)
    page.check("input[name=agrees]")
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.locator("h1")).to_contain_text("sudah disimpan")
    page.goto(f"/join/{JoinRequest.objects.get(name='Perusahaan Cerita').link_key}/")
    page.get_by_role("button", name=re.compile("milik saya")).click()
    officer.goto("/requests/")
    officer.get_by_role("link", name="Perusahaan Cerita").click()
    officer.get_by_label("Terima: menjadi mitra").check()
    officer.get_by_role("button", name="Putuskan").click()
    page.goto(officer.locator("#link").input_value())
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Buat akun saya").click()
    return page


def test_from_the_public_page_to_the_figure_and_back(open_as, site, new_context, tmp_path):
    officer = open_as("officer")
    officer.goto(FIGURE)
    expect(officer.locator("#rows")).to_contain_text("95")
    page = joined(new_context, site, officer)
    complaints = watched(page)
    page.goto("/registrations/")
    page.get_by_role("button", name="Daftarkan UMKM").click()
    page.fill("#id_name", "Keripik Cerita")
    expect(page.locator("#kept")).to_contain_text("Tersimpan pukul")
    page.reload()
    expect(page.locator("#id_name")).to_have_value("Keripik Cerita")
    page.fill("#id_nib", Msme.objects.exclude(nib=None).first().nib)
    page.locator("#id_nib").press("Tab")
    expect(page.locator("#known")).to_contain_text("sudah tercatat")
    complaints.clear()
    accessible(page)
    fits(page)
    complaints.clear()
    page.fill("#id_nib", "")
    page.select_option("#id_village", label="Timbau")
    page.get_by_role("button", name="Lanjut").click()
    page.fill("#id_owner_name", "Ibu Keripik")
    page.fill("#id_phone", "081234567891")
    page.fill("#id_owner_nik", "6402014507900001")
    page.get_by_role("button", name="Lanjut").click()
    page.check("input[name=aspects][value=market]")
    page.fill("#id_monthly_turnover", "0")
    page.check("#id_jobs_unknown")
    page.get_by_role("button", name="Lanjut").click()
    page.check("#id_company")
    page.check("input[name=how][value=signed]")
    page.get_by_role("button", name="Lanjut").click()
    (tmp_path / "persetujuan.png").write_bytes(PNG)
    page.set_input_files("input[type=file]", tmp_path / "persetujuan.png")
    page.get_by_role("button", name="Tambahkan berkas").click()
    expect(page.locator("#files + ul")).to_contain_text("persetujuan.png")
    assert complaints == []
    accessible(page)
    fits(page)
    page.get_by_role("link", name="Periksa dan kirim").click()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Kirim ke dinas").click()
    expect(page.locator(".notice.success").first).to_contain_text("Sudah berada di dinas")

    officer.goto(FIGURE)
    expect(officer.locator("#rows")).to_contain_text("95")
    officer.goto("/")
    officer.get_by_role("link", name="Keripik Cerita").click()
    officer.get_by_label("Kembalikan untuk dilengkapi").check()
    officer.fill("#id_why", "Mohon tambahkan jalan")
    officer.get_by_role("button", name="Putuskan").click()
    page.goto("/")
    page.get_by_role("link", name=re.compile("Mohon tambahkan jalan")).click()
    page.get_by_role("link", name="Ubah: Usaha").click()
    expect(page.locator(".notice").first).to_contain_text("Mohon tambahkan jalan")
    page.fill("#id_street", "Jalan Cerita 1")
    page.get_by_role("link", name="Periksa dan kirim").wait_for()
    expect(page.locator("#kept")).to_contain_text("Tersimpan pukul")
    page.wait_for_timeout(1200)
    page.get_by_role("link", name="Periksa dan kirim").click()
    expect(page.locator("main")).to_contain_text("Jalan Cerita 1")
    page.get_by_role("button", name="Kirim ke dinas").click()

    officer.goto("/submissions/")
    officer.get_by_role("link", name="Keripik Cerita").click()
    accessible(officer)
    officer.get_by_label("Terima: menjadi peserta").check()
    officer.fill("#id_holds_from", "2019-03-31")
    officer.get_by_role("button", name="Putuskan").click()
    officer.goto(FIGURE)
    expect(officer.locator("#rows")).to_contain_text("96")
    page.goto("/msmes/")
    page.get_by_role("link", name="Keripik Cerita").click()
    expect(page.locator("main")).to_contain_text("Ibu Keripik")
    accessible(page)
    fits(page)

    fact = Sponsorship.objects.get(msme__name="Keripik Cerita")
    officer.goto(f"/admin/msmes/sponsorship/{fact.pk}/change/")
    officer.fill("input[name=starts_on]", "2019-04-01")
    officer.fill("textarea[name=change_reason]", "TMT dibetulkan")
    officer.click("input[name=_save]")
    officer.goto(FIGURE)
    expect(officer.locator("#rows")).to_contain_text("95")


@pytest.mark.engine_free
@pytest.mark.parametrize("width, language, scheme", [(1280, "id", "dark"), (360, "en", "light")])
def test_every_page_of_the_workspace_is_accessible_and_fits(open_as, width, language, scheme):
    page = open_as("officer", width=width, language=language, scheme=scheme)
    one = Msme.objects.get(name="Usaha Peraga 001")
    for address in (
        "/",
        "/msmes/",
        "/msmes/?q=zzz",
        f"/msmes/{one.public_id}/",
        f"/msmes/{one.public_id}/reveal/",
        "/submissions/",
        "/admin/merging/merge/",
        "/admin/assignments/assignment/",
        "/admin/consents/consent/",
    ):
        page.goto(address)
        accessible(page)
        fits(page)


@pytest.mark.engine_free
def test_a_sign_in_that_ended_loses_nothing(open_as):
    page = open_as("company", width=360)
    page.goto("/registrations/")
    page.get_by_role("button", name="Daftarkan UMKM").click()
    page.fill("#id_name", "Sebelum")
    expect(page.locator("#kept")).to_contain_text("Tersimpan pukul")
    Session.objects.all().delete()
    page.fill("#id_name", "Sesudah keluar")
    expect(page.locator("#kept a")).to_be_visible()
    accessible(page)
    fits(page)
    with page.context.expect_page() as opened:
        page.locator("#kept a").click()
    other = opened.value
    other.fill("input[name=login]", "company@demo.test")
    other.fill("input[name=password]", DEMO_PASSWORD)
    other.locator("main button[type=submit]").first.click()
    expect(other.locator("h1")).to_contain_text("Selamat datang")
    page.fill("#id_name", "Sesudah masuk lagi")
    expect(page.locator("#kept")).to_contain_text("Tersimpan pukul")
    assert Registration.objects.latest("pk").typed["name"] == ["Sesudah masuk lagi"]
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#id_name")).to_have_value("Sesudah masuk lagi")


@pytest.mark.engine_free
def test_on_a_slow_line_nobody_is_taken_for_a_colleague(open_as):
    page = open_as("company")

    def late(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.goto("/registrations/")
    page.get_by_role("button", name="Daftarkan UMKM").click()
    page.route("**/keep/", late)
    for word in ("Satu", "Dua", "Tiga"):
        page.fill("#id_name", word)
        page.wait_for_timeout(750)
    page.fill("#id_name", "Empat")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#id_name")).to_have_value("Empat")
    for word in ("Lima", "Enam"):
        page.fill("#id_name", word)
        expect(page.locator("#kept")).to_contain_text("Tersimpan pukul")
        page.get_by_role("button", name="Lanjut").click()
        expect(page.locator("#id_name")).to_have_value(word)
        expect(page.locator("main")).not_to_contain_text("rekan")
