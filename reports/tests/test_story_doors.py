"""How people come in, played in a real browser: joining, inviting, second factors, passkeys."""

import re

import pytest
from playwright.sync_api import expect

from idaman.models import User
from idaman.testing.browser import DEMO_PASSWORD, accessible, fits, watched
from idaman.testing.cast import PASSWORD
from partners.models import Membership
from partners.people.models import Invitation

pytestmark = [pytest.mark.browser, pytest.mark.engine_free, pytest.mark.django_db(transaction=True)]


def test_a_company_finds_the_public_page_and_comes_in(open_as, site, new_context):
    applicant = new_context(viewport={"width": 360, "height": 800}, base_url=site).new_page()
    applicant.goto("/")
    accessible(applicant)
    applicant.get_by_role("link", name="Ajukan bergabung").click()
    applicant.fill("input[name=name]", "Perusahaan Baru Peraga")
    applicant.fill("input[name=nib]", "12")
    for name, value in {"address": "Jalan Uji 5", "contact_name": "Ibu Baru", "contact_email": "baru@demo.test"}.items():
        applicant.fill(f"input[name={name}]", value)
    applicant.fill("input[name=contact_phone]", "0812 3456 7890")
    applicant.check("input[name=agrees]")
    applicant.get_by_role("button", name="Kirim permohonan").click()
    expect(applicant.locator(".invalid-feedback")).to_be_visible()
    expect(applicant.locator("input[name=address]")).to_have_value("Jalan Uji 5")
    applicant.fill("input[name=nib]", "9912345678901")
    applicant.get_by_role("button", name="Kirim permohonan").click()
    expect(applicant.locator("h1")).to_contain_text("Permohonan Anda sudah disimpan")

    officer = open_as("officer")
    officer.get_by_role("link", name="Permohonan bergabung").first.click()
    officer.get_by_role("link", name="Perusahaan Baru Peraga").click()
    applicant.goto(officer.locator("#link").input_value())
    applicant.get_by_role("button", name=re.compile("baru@demo.test milik saya")).click()
    expect(applicant.locator(".notice")).to_contain_text("menunggu keputusan dinas")
    accessible(applicant)
    fits(applicant)

    officer.reload()
    officer.get_by_label("Terima: menjadi mitra").check()
    officer.get_by_role("button", name="Putuskan").click()
    accessible(officer)
    applicant.goto(officer.locator("#link").input_value())
    applicant.fill("input[name=password]", PASSWORD)
    applicant.get_by_role("button", name="Buat akun saya").click()
    expect(applicant.locator("main")).to_contain_text("manajer perusahaan untuk Perusahaan Baru Peraga")
    assert Membership.objects.get(user__email="baru@demo.test").partner.nib == "9912345678901"


def test_a_manager_invites_and_withdraws(open_as):
    page = open_as("company", width=360)
    page.goto("/people/")
    page.get_by_role("link", name="Undang orang").click()
    accessible(page)
    fits(page)
    page.fill("input[name=name]", "Rekan Peraga")
    page.fill("input[name=email]", "rekan@demo.test")
    page.get_by_role("button", name="Undang").click()
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Tarik undangan").click()
    expect(page.locator(".notice")).to_contain_text("Rekan Peraga")
    assert Invitation.objects.get().withdrawn_at


def test_somebody_with_two_partners_chooses(open_as):
    page = open_as("labhead", width=360)
    expect(page.locator("main")).to_contain_text("kepala laboratorium")
    page.get_by_role("button", name="Komunitas Wirausaha (peraga)").click()
    expect(page.locator("main")).to_contain_text("petugas komunitas")
    accessible(page)
    fits(page)


def prove(page, address: str):
    """Go to a page that asks for the password once more, and give it."""
    page.goto(address)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**{address}")


def test_a_passkey_is_added_and_signs_in(open_as):
    page = open_as("officer", width=360)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "isUserVerified": True}})
    complaints = watched(page)
    prove(page, "/accounts/2fa/webauthn/add/")
    accessible(page)
    complaints.clear()
    page.fill("input[name=name]", "Telepon")
    page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(re.compile("recovery-codes|webauthn/$"))
    page.get_by_role("button", name="Keluar").first.click()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    expect(page.locator("h1")).to_contain_text("Petugas Peraga")
    assert complaints == []
    assert User.objects.get(email="officer@demo.test").authenticator_set.filter(type="webauthn").exists()


@pytest.mark.engine_free
@pytest.mark.parametrize("width, language, scheme", [(360, "id", "dark"), (1280, "en", "light")])
def test_every_page_of_the_doors_is_accessible_and_fits(open_as, width, language, scheme):
    page = open_as("administrator", width=width, language=language, scheme=scheme)
    person = User.objects.get(email="coach@demo.test").pk
    prove(page, "/accounts/2fa/totp/activate/")
    for address in (
        "/requests/",
        "/people/",
        "/companies/",
        "/companies/?on=2999-01-01",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        f"/people/leave/{Membership.objects.get(user=person).pk}/",
        f"/admin/idaman/user/{person}/change/",
        f"/admin/idaman/user/{person}/door/",
        f"/admin/idaman/user/{person}/second-factor/",
    ):
        page.goto(address)
        accessible(page)
        fits(page)
