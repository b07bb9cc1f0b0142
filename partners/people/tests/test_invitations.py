"""How people come in by an invitation, and how they leave."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from idaman.history import keep
from idaman.models import User
from idaman.testing.cast import PASSWORD, make_partner, make_person
from partners.models import Membership
from partners.people import actions
from partners.people.models import Invitation
from partners.roles import Kind, Role

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LATER = NOW + timedelta(days=3650)
TODAY = date(2026, 11, 24)


@pytest.fixture
def invited(company, company_manager):
    return actions.invite(
        partner=company, role=Role.COMPANY_VIEWER, email="Baru@Example.test", name="Baru", by=company_manager, at=NOW
    )


def test_the_link_makes_an_account_that_acts_for_the_partner(db, invited):
    invitation, token = invited
    user = actions.join(token=token, name="Baru Sekali", password=PASSWORD, on=TODAY, at=NOW)
    assert user.email == "baru@example.test" and user.check_password(PASSWORD)
    membership = user.memberships.get()
    assert (membership.partner, membership.role, membership.starts_on) == (invitation.partner, "company_viewer", TODAY)


def test_what_is_kept_of_the_link_opens_nothing(db, invited):
    invitation, token = invited
    assert token not in str(list(Invitation.objects.values())) + str(list(Invitation.history.values()))
    with pytest.raises(ValidationError):
        actions.join(token=invitation.token_hash, name="Baru", password=PASSWORD, on=TODAY, at=NOW)


@pytest.mark.parametrize("spoilt", ["used", "expired", "withdrawn", "renewed"])
def test_a_link_works_once_in_its_time(db, invited, company_manager, client, spoilt):
    invitation, token = invited
    if spoilt == "used":
        actions.join(token=token, name="Baru", password=PASSWORD, on=TODAY, at=NOW)
    if spoilt == "expired":
        Invitation.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    if spoilt == "withdrawn":
        actions.withdraw(invitation=invitation, by=company_manager, at=NOW)
    if spoilt == "renewed":
        actions.renew(invitation=invitation, by=company_manager, at=NOW)
    users = User.objects.count()
    page = client.post(f"/welcome/{token}/", {"name": "Baru", "password": PASSWORD})
    assert page.status_code == 410 and "Minta tautan baru" in page.text
    assert User.objects.count() == users
    with pytest.raises(ValidationError):
        actions.accept(token=token, user=company_manager, on=TODAY, at=NOW)


def test_an_invitation_is_for_its_address_alone(db, invited, outsider, client):
    _invitation, token = invited
    with pytest.raises(ValidationError, match="baru@example.test"):
        actions.accept(token=token, user=outsider, on=TODAY, at=NOW)
    assert Invitation.objects.get().accepted_at is None


def test_somebody_with_an_account_accepts_signed_in_as_themselves(db, client, company, company_manager, coach):
    _invitation, token = actions.invite(
        partner=company,
        role=Role.COMPANY_VIEWER,
        email=coach.email,
        name="Coach",
        by=company_manager,
        at=NOW + timedelta(days=3650),
    )
    assert "Masuk" in client.get(f"/welcome/{token}/").text
    client.force_login(coach)
    assert client.post(f"/welcome/{token}/").status_code == 302
    assert {one.partner.name for one in coach.memberships.all()} == {"Laboratorium Uji", "Perusahaan Uji"}


def test_the_manager_invites_in_the_browser_and_sees_the_link_once(client, company, company_manager, mailoutbox):
    client.force_login(company_manager)
    words = {
        "name": "Baru",
        "email": "baru@example.test",
        "role": "company_viewer",
        "once": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    }
    page = client.post(f"/people/{company.public_id}/invite/", words, follow=True)
    invitation = Invitation.objects.get()
    assert "/welcome/" in page.text
    assert "/welcome/" not in client.get(f"/invitations/{invitation.public_id}/").text
    again = client.post(f"/people/{company.public_id}/invite/", words, follow=True)
    assert Invitation.objects.count() == 1 and invitation.name in again.text


def test_the_mail_carries_the_same_link(client, company, company_manager, mailoutbox, django_capture_on_commit_callbacks):
    client.force_login(company_manager)
    words = {"name": "Baru", "email": "baru@example.test", "role": "company_viewer"}
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"/people/{company.public_id}/invite/", words, follow=True)
    link = next(line for line in mailoutbox[0].body.splitlines() if "/welcome/" in line)
    assert link in page.text and mailoutbox[0].to == ["baru@example.test"]


def test_a_manager_gives_no_role_of_another_kind(db, company, company_manager):
    with pytest.raises(ValidationError):
        actions.invite(partner=company, role=Role.OFFICER, email="x@example.test", name="X", by=company_manager, at=NOW)


def test_an_address_is_invited_to_a_role_once_at_a_time(db, company, company_manager, invited):
    with pytest.raises(ValidationError, match=r"sudah diundang|already"):
        actions.invite(
            partner=company, role=Role.COMPANY_VIEWER, email="baru@example.test", name="Lagi", by=company_manager, at=NOW
        )


def test_a_leaver_loses_the_right_the_day_after_the_last_day(client, company, company_manager, company_viewer):
    client.force_login(company_manager)
    membership = company_viewer.memberships.get()
    words = {"last_day": "2020-05-31", "why": "Pindah tugas"}
    assert client.post(f"/people/leave/{membership.pk}/", words).status_code == 302
    membership.refresh_from_db()
    assert membership.ends_on == date(2020, 6, 1)
    assert membership.history.latest("history_id").history_change_reason == "Pindah tugas"
    client.force_login(company_viewer)
    assert client.get(f"/figures/{company.public_id}/").status_code == 404
    assert User.objects.get(pk=company_viewer.pk).is_active


def test_the_last_administrator_cant_lock_the_office_out(client, administrator):
    membership = administrator.memberships.get()
    with pytest.raises(ValidationError, match=r"terakhir"):
        actions.leave(membership=membership, on=TODAY, by=administrator, why="x")
    client.force_login(administrator)
    page = client.get(f"/admin/idaman/user/{administrator.pk}/change/")
    assert page.status_code == 200
    words = {"email": administrator.email, "name": "A", "is_active": "", "change_reason": "x", "new_password": ""}
    client.post(f"/admin/idaman/user/{administrator.pk}/change/", words)
    administrator.refresh_from_db()
    assert administrator.is_active
    assert client.get(f"/admin/partners/membership/{membership.pk}/delete/").status_code == 404
    make_person("kedua", Role.ADMINISTRATOR, "DPMPTSP")
    actions.leave(membership=membership, on=TODAY, by=administrator, why="x")
    assert Membership.objects.administrators().count() == 1


def test_an_administrator_ends_nobody_elses_last_day_by_the_record_either(db, administrator):
    membership = administrator.memberships.get()
    membership.ends_on = TODAY
    with pytest.raises(ValidationError):
        keep(membership, by=administrator)


def test_every_kind_of_partner_has_somebody_who_comes_first(db):
    from partners.roles import FIRST_ROLE

    assert all(FIRST_ROLE[kind].rule.kind == kind for kind in Kind if kind != Kind.GOVERNMENT)
    assert make_partner("x").kind == Kind.COMPANY
