"""A button pressed after the sign-in ended: nothing was sent, and signing in leads back to where the button is."""

from urllib.parse import parse_qs, urlsplit

import pytest

from idaman.testing.cast import PASSWORD

HERE = "http://testserver"


def pressed(client, address: str, came_from: str) -> str:
    """Where signing in would lead to, after the button."""
    answer = client.post(address, headers={"referer": came_from} if came_from else {})
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer.url).query)["next"][0]


@pytest.mark.parametrize("came_from", ["/registrations/", "/msmes/?q=kue&page=2"])
def test_signing_in_leads_back_to_the_page_with_the_button(client, db, came_from):
    assert pressed(client, "/registrations/new/", HERE + came_from) == came_from


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.test/registrations/", "javascript:alert(1)"])
def test_without_a_page_of_ours_it_leads_home(client, db, came_from):
    assert pressed(client, "/registrations/new/", came_from) == "/"


def test_what_was_not_sent_is_told_before_and_the_page_opens_after(client, company_manager):
    answer = client.post("/registrations/new/", headers={"referer": f"{HERE}/registrations/"})
    page = client.get(answer.url)
    assert "nothing was sent" in page.text or "tidak ada yang terkirim" in page.text
    signed_in = client.post("/accounts/login/", {"login": company_manager.email, "password": PASSWORD, "next": "/registrations/"})
    assert signed_in.url == "/registrations/"
    assert client.get(signed_in.url).status_code == 200


def test_a_page_that_is_only_read_is_the_page_asked_for(client, db):
    assert client.get("/msmes/?q=kue").url.endswith("next=/msmes/%3Fq%3Dkue")
