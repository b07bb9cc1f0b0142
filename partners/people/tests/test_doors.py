"""Second factors, one-time links and sessions."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.management import CommandError, call_command

from idaman.testing.cast import PASSWORD, make_person
from partners.roles import Role

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def sign_in_by_hand(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True)


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, totp.yield_hotp_counters_from_time().__next__()))


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_agency_staff_set_up_a_second_factor_before_anything_else(required, client, officer):
    sign_in_by_hand(client, officer)
    for address in ("/", "/admin/", "/figures/programme/", "/admin/msmes/msme/"):
        response = client.get(address)
        assert response.status_code == 302 and response.url == "/accounts/2fa/", address
    assert client.get("/accounts/2fa/").status_code == 200


def test_others_are_offered_one_but_not_held_up(required, client, company_manager):
    sign_in_by_hand(client, company_manager)
    assert client.get("/").status_code == 200
    assert client.get("/accounts/2fa/").status_code == 200


def test_with_an_authenticator_app_the_code_opens_the_door(required, client, officer):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    page = sign_in_by_hand(client, officer)
    assert page.request["PATH_INFO"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_the_door_once(required, client, officer):
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    sign_in_by_hand(client, officer)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 200
    client.logout()
    sign_in_by_hand(client, officer)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 302


def test_a_session_without_its_second_factor_is_asked_for_it(required, client, officer):
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    client.force_login(officer)
    assert client.get("/admin/").url.startswith("/accounts/2fa/reauthenticate/")


def test_secrets_are_sealed_at_rest(db, officer):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_an_administrator_takes_away_a_lost_factor_with_a_reason(client, administrator, officer):
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    client.force_login(administrator)
    address = f"/admin/idaman/user/{officer.pk}/second-factor/"
    assert client.post(address, {"why": ""}).status_code == 200 and Authenticator.objects.exists()
    client.post(address, {"why": "Telepon hilang"})
    assert not Authenticator.objects.exists()
    assert officer.history.latest("history_id").history_change_reason == "Telepon hilang"


def test_the_one_time_link_sets_a_password_once(client, administrator, officer):
    client.force_login(administrator)
    page = client.post(f"/admin/idaman/user/{officer.pk}/door/", {"why": "Lupa kata sandi"})
    link = page.text.split('value="http://testserver')[1].split('"')[0]
    client.logout()
    form = client.get(link, follow=True)
    words = {"password1": "kata-sandi-baru", "password2": "kata-sandi-baru"}
    client.post(form.request["PATH_INFO"], words)
    officer.refresh_from_db()
    assert officer.check_password("kata-sandi-baru")
    assert "password1" not in client.get(link, follow=True).text
    assert "pbkdf2" not in page.text and mail.outbox == []


def test_the_terminal_lets_somebody_back_in(db, officer, capsys):
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    call_command("door", officer.email, "--second-factor")
    assert "/accounts/password/reset/key/" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="tidak@ada"):
        call_command("door", "tidak@ada.test")


def test_ones_sessions_are_listed_and_ended(client, officer, django_user_model):
    from django.test import Client

    other = Client()
    sign_in_by_hand(client, officer)
    sign_in_by_hand(other, officer)
    assert client.get("/accounts/sessions/").text.count("<li") >= 2
    client.post("/accounts/sessions/")
    assert other.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_one_place_is_signed_out_and_the_others_stay(client, officer, coach):
    from django.test import Client

    phone, desk, stranger = (Client(headers={"user-agent": agent}) for agent in (PHONE, DESK, DESK))
    for one, person in ((client, officer), (phone, officer), (desk, officer), (stranger, coach)):
        sign_in_by_hand(one, person)
    page = client.get("/accounts/sessions/")
    assert "Chrome, Android" in page.text and "Firefox, Windows" in page.text and "AppleWebKit" not in page.text
    there = UserSession.objects.get(user=officer, user_agent=PHONE).pk
    assert stranger.post(f"/accounts/sessions/{there}/end/").status_code == 404
    assert client.get(f"/accounts/sessions/{there}/end/").status_code == 405
    assert client.post(f"/accounts/sessions/{there}/end/").url == "/accounts/sessions/"
    assert phone.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == desk.get("/admin/").status_code == 200


def test_a_second_factor_that_is_not_there_is_not_taken_away(client, administrator, officer):
    client.force_login(administrator)
    address = f"/admin/idaman/user/{officer.pk}/second-factor/"
    assert address in client.get(f"/people/{officer.memberships.get().partner.public_id}/").text
    assert 'name="why"' not in client.get(address).text
    page = client.post(address, {"why": "Telepon hilang"})
    assert page.status_code == 200 and not list(page.context["messages"])
    assert officer.history.count() == 1


def test_a_right_of_staff_ends_and_with_it_the_demand(required, client, db):
    former = make_person("bekas", Role.OFFICER, "DPMPTSP", last_day=date(2020, 1, 1))
    sign_in_by_hand(client, former)
    assert client.get("/").status_code == 200


def test_wrong_passwords_are_stopped(client, officer):
    for _ in range(6):
        page = client.post("/accounts/login/", {"login": officer.email, "password": "salah-sekali"})
    assert "Terlalu banyak" in page.text
