"""The page on which a person says whether they want the digest, and the whole addresses that mails carry."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from idaman.addresses import absolute
from idaman.digest.models import Subscription
from idaman.digest.tests.test_digest import waits
from idaman.management.commands.serve import next_call, reached, this_morning

pytestmark = pytest.mark.engine_free


def test_a_person_asks_for_it_once_and_takes_it_back(sign_in, company_manager):
    client, form = sign_in(company_manager), {"is_wanted": "yes", "language": "en", "once": uuid.uuid4()}
    assert "/digest/" in client.get("/").text
    assert client.get("/digest/").context["form"]["is_wanted"].value() == "no"
    assert client.post("/digest/", form).url == client.post("/digest/", form).url == "/digest/"
    kept = Subscription.objects.get(user=company_manager)
    assert kept.is_wanted and kept.language == "en" and kept.history.count() == 1
    assert kept.history.get().history_user == company_manager
    client.post("/digest/", {**form, "is_wanted": "no", "once": uuid.uuid4()})
    kept.refresh_from_db()
    assert not kept.is_wanted


@pytest.mark.parametrize("wrong", [{"is_wanted": "perhaps"}, {"language": "fr"}, {"is_wanted": ""}])
def test_an_answer_that_is_none_is_sent_back(sign_in, company_manager, wrong):
    response = sign_in(company_manager).post("/digest/", {"is_wanted": "yes", "language": "id", **wrong})
    assert response.context["form"].errors and not Subscription.objects.exists()


def test_the_preview_is_the_mail(sign_in, company_manager):
    waits()
    client = sign_in(company_manager)
    client.post("/digest/", {"is_wanted": "yes", "language": "en"})
    preview = client.get("/digest/").context["preview"]
    call_command("digest", verbosity=0)
    assert (preview.subject, preview.body) == (mail.outbox[0].subject, mail.outbox[0].body)
    assert client.get("/digest/").context["sent"].state == "sent"


def test_whole_addresses_follow_the_settings(settings):
    settings.SITE_URL, settings.HTTPS, settings.ALLOWED_HOSTS = "", True, ["*", ".kukar.example.test"]
    assert absolute("/digest/") == "https://kukar.example.test/digest/"
    settings.HTTPS, settings.ALLOWED_HOSTS = False, ["*"]
    assert absolute("/") == "http://localhost/"
    assert reached(8022)["SITE_URL"] == "http://localhost:8022"
    settings.SITE_URL = "http://127.0.0.1:8000/"
    assert absolute("/digest/") == "http://127.0.0.1:8000/digest/"


def test_serving_calls_at_six_at_a_later_start_at_once_and_soon_again_after_a_failure():
    five, noon = datetime(2026, 11, 23, 21, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)  # in Tenggarong
    six = five + timedelta(hours=1)
    assert this_morning(five) == this_morning(noon) == six
    assert next_call(noon, is_done=True) == six + timedelta(days=1)
    assert next_call(noon, is_done=False) == noon + timedelta(minutes=15)
