"""From asking to join to being a partner."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from idaman import workspace
from idaman.models import Region
from idaman.testing.cast import make_partner
from partners.joining import actions
from partners.joining.alike import alike_partners
from partners.joining.models import JoinRequest
from partners.models import Partner
from partners.people.models import Invitation

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
State = JoinRequest.State
ONCE = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


def typed(**other) -> dict:
    return {
        "kind": "company",
        "name": "PT Calon Mitra",
        "nib": "9900000000017",
        "npwp": "",
        "district": "",
        "address": "Jalan Uji 1",
        "contact_name": "Calon",
        "contact_email": "Calon@Example.test",
        "contact_phone": "0812 0000 0000",
        "message": "",
        "agrees": "on",
        "once": ONCE,
        **other,
    }


@pytest.fixture
def request_made(db):
    details = {"name": "PT Calon Mitra", "nib": "9900000000017", "address": "Jalan Uji", "contact_name": "Calon"}
    details |= {"contact_email": "calon@example.test", "contact_phone": "+6281200000000"}
    return actions.confirm(request=actions.ask_to_join(at=NOW, **details))


def test_anybody_asks_on_the_public_page_and_confirms_the_address(client, db, mailoutbox, django_capture_on_commit_callbacks):
    assert "/join/" in client.get("/").text
    district = Region.objects.districts().first()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/join/", typed(district=district.pk)).status_code == 302
    made = JoinRequest.objects.get()
    assert (made.state, made.contact_email, made.contact_phone) == ("unconfirmed", "calon@example.test", "+6281200000000")
    link = next(line for line in mailoutbox[0].body.splitlines() if "/join/" in line).partition("testserver")[2]
    assert client.get(link).status_code == 200
    assert JoinRequest.objects.get().state == "unconfirmed"  # looking writes nothing
    client.post(link + "confirm/")
    assert JoinRequest.objects.get().state == "submitted"


def test_a_double_tap_makes_one_request(client, db):
    assert client.post("/join/", typed()).url == client.post("/join/", typed()).url
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"nib": "12"}, {"nib": ""}, {"contact_phone": "5"}, {"agrees": ""}, {"npwp": "1"}, {"name": "x" * 10_000}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, db, wrong):
    page = client.post("/join/", typed(**wrong))
    assert page.status_code == 400 and "Jalan Uji 1" in page.text and "invalid-feedback" in page.text
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("odd", ["<script>alert(1)</script>", "😀 Usaha", "=1+1"])
def test_odd_names_are_kept_and_shown_as_text(client, db, officer, odd):
    client.post("/join/", typed(name=odd))
    actions.confirm(request=JoinRequest.objects.get())
    client.force_login(officer)
    page = client.get(f"/requests/{JoinRequest.objects.get().public_id}/")
    assert page.status_code == 200 and "<script>alert" not in page.text


def test_a_name_that_reads_as_another_one_is_refused_at_its_field(client, db):
    page = client.post("/join/", typed(contact_name="abc\u202etxt.exe"))
    assert page.status_code == 400 and "U+202E" in page.text and not JoinRequest.objects.exists()


def test_too_many_requests_from_one_connection_are_told_to_wait(client, db):
    answers = [client.post("/join/", typed(once="", contact_email=f"a{n}@example.test")) for n in range(11)]
    assert [one.status_code for one in answers] == [302] * 10 + [400]
    assert "Jalan Uji 1" in answers[-1].text


def test_the_agency_accepts_and_the_contact_is_invited(client, officer, request_made):
    client.force_login(officer)
    assert "PT Calon Mitra" in client.get("/").text
    page = client.post(f"/requests/{request_made.public_id}/", {"decision": "accept"}, follow=True)
    assert "/welcome/" in page.text
    partner = Partner.objects.get(name="PT Calon Mitra")
    assert (partner.nib, partner.kind) == ("9900000000017", "company")
    assert Invitation.objects.get().role == "company_manager"
    assert "PT Calon Mitra" not in client.get("/").text


def test_it_is_sent_back_with_a_reason_that_the_applicant_sees_where_the_form_was_left(client, officer, request_made):
    client.force_login(officer)
    assert client.post(f"/requests/{request_made.public_id}/", {"decision": "return"}).status_code == 400
    client.post(f"/requests/{request_made.public_id}/", {"decision": "return", "why": "Alamat belum lengkap"})
    client.logout()
    link = f"/join/{request_made.link_key}/"
    assert "Alamat belum lengkap" in client.get(link).text
    page = client.get(link + "complete/")
    assert "Alamat belum lengkap" in page.text and "PT Calon Mitra" in page.text
    client.post(link + "complete/", typed(address="Jalan Uji 1, RT 3"))
    request_made.refresh_from_db()
    assert (request_made.state, request_made.address, request_made.decided_by) == ("submitted", "Jalan Uji 1, RT 3", None)


def test_the_second_of_two_who_decide_is_told_who_decided(client, officer, administrator, request_made):
    client.force_login(officer)
    client.post(f"/requests/{request_made.public_id}/", {"decision": "refuse", "why": "Bukan perusahaan"})
    client.force_login(administrator)
    page = client.post(f"/requests/{request_made.public_id}/", {"decision": "accept"})
    assert page.status_code == 400 and "Officer" in page.text
    assert not Partner.objects.filter(name="PT Calon Mitra").exists()


def test_the_queue_tells_what_was_decided_last_and_by_whom(client, officer, request_made):
    client.force_login(officer)
    client.post(f"/requests/{request_made.public_id}/", {"decision": "refuse", "why": "Bukan perusahaan"})
    decided = client.get("/requests/").text.partition('id="decided"')[2]
    assert f"/requests/{request_made.public_id}/" in decided and "PT Calon Mitra" in decided and officer.name in decided


def test_a_partner_recorded_already_is_offered_instead_of_a_twin(client, officer, request_made):
    known = make_partner("Calon Mitra, PT.")
    assert list(alike_partners(request_made)) == [known]
    client.force_login(officer)
    assert "Calon Mitra, PT." in client.get(f"/requests/{request_made.public_id}/").text
    client.post(f"/requests/{request_made.public_id}/", {"decision": "accept", "into": known.pk})
    request_made.refresh_from_db()
    assert request_made.partner == known and Partner.objects.filter(kind="company").count() == 1


@pytest.mark.parametrize("now", ["", *State])
@pytest.mark.parametrize("to", State)
def test_only_the_moves_of_the_table_are_possible(db, request_made, now, to):
    allowed = to in actions.REQUESTS.moves.get(now, set())
    if allowed:
        return actions.REQUESTS.check(request_made, now, to)
    with pytest.raises(ValidationError):
        actions.REQUESTS.check(request_made, now, to)


def test_a_link_of_another_hand_opens_nothing(client, request_made):
    assert client.get(f"/join/{request_made.link_key[:-2]}xx/").status_code == 404
    assert client.get(f"/join/{request_made.public_id}/").status_code == 404


def test_a_company_agrees_to_the_forum_and_takes_it_back(client, company, company_manager, forum_secretary):
    client.force_login(forum_secretary)
    assert client.get(f"/figures/{company.public_id}/").status_code == 404
    client.force_login(company_manager)
    client.post("/forum-consent/agree/")
    client.force_login(forum_secretary)
    assert client.get(f"/figures/{company.public_id}/").status_code == 200
    client.force_login(company_manager)
    client.post("/forum-consent/withdraw/")
    client.force_login(forum_secretary)
    assert client.get(f"/figures/{company.public_id}/").status_code == 404


@pytest.mark.parametrize("mails", [True, False])
def test_without_a_mail_server_passing_the_link_on_is_somebodys_task(client, officer, settings, mails):
    backend = "smtp" if mails else "console"
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    details = {"name": "PT Tanpa Surel", "nib": "9900000000017", "address": "Jalan Uji", "contact_name": "Calon"}
    made = actions.ask_to_join(at=NOW, contact_email="calon@example.test", contact_phone="+6281200000000", **details)
    client.force_login(officer)
    assert (f"/requests/{made.public_id}/" in client.get("/").text) is not mails
    assert ("WhatsApp" in client.get("/requests/").text) is not mails
    actions.confirm(request=made)
    assert f"join-link-{made.pk}" not in {task.key for task in workspace.tasks.ask(officer, on=NOW.date())}
