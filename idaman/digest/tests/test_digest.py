"""A person's open tasks once a day by e-mail: never twice, and not lost by a bad night."""

import threading
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from idaman import clock
from idaman.digest.actions import send, send_digests, wish
from idaman.digest.letters import letter
from idaman.digest.models import Sent, Subscription
from idaman.history import keep
from idaman.models import User
from idaman.periods import ONE_DAY
from idaman.personal import held_on
from idaman.testing.cast import ends, make_msme, make_partner, make_person, make_sponsorship
from partners.joining.actions import ask_to_join, confirm
from partners.models import Membership
from partners.roles import Kind, Role

pytestmark = pytest.mark.engine_free

State = Sent.State
HERE = "idaman.digest.tests.test_digest."
NIK = "6402011208850003"


class Unreachable(EmailBackend):
    """A mail server that is down."""

    def open(self):
        raise ConnectionRefusedError("connection refused")


class Refusing(EmailBackend):
    """A mail server that answers, and says no."""

    def send_messages(self, messages):
        raise SMTPDataError(451, b"try again later")


class HangingUp(EmailBackend):
    """A mail server that is gone after the mail was handed over: it may have taken it or not."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("connection lost")


@pytest.fixture(autouse=True)
def addressed(settings):
    settings.SITE_URL = "https://idaman.example.test"


def waits(name: str = "Usaha Uji", company: str = "Perusahaan Uji") -> None:
    """A task for the people of the company: one of its sponsorships ends soon."""
    make_sponsorship(make_partner(company), make_msme(name), last_day=clock.today() + timedelta(days=10))


def a_request(name: str) -> None:
    """A task for those who decide: somebody asks to join."""
    details = {"nib": "9900000000017", "address": "Jalan Uji", "contact_name": "Calon", "contact_phone": "+6281200000000"}
    confirm(request=ask_to_join(name=name, contact_email="calon@example.test", at=clock.now(), **details))


@pytest.fixture
def reader(company_manager):
    """Somebody who wants the digest, with two open tasks: one to continue, and sponsorships nobody confirmed for a year."""
    waits()
    wish(user=company_manager, is_wanted=True, language="id", by=company_manager)
    return company_manager


def states() -> list[str]:
    return list(Sent.objects.values_list("state", flat=True))


def test_it_comes_once_a_day_even_when_called_five_times(reader):
    for _each in range(5):
        call_command("digest", verbosity=0)
    assert len(mail.outbox) == 1 and mail.outbox[0].to == [reader.email]
    assert states() == ["sent"] and Sent.objects.get().task_count == 2
    assert not Subscription.objects.due(on=clock.today()).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one():
    manager = make_person("company_manager", Role.COMPANY_MANAGER, "Perusahaan Uji")
    waits()
    subscription = wish(user=manager, is_wanted=True, language="id", by=manager)
    today, now, start, ended = clock.today(), clock.now(), threading.Barrier(2), []

    def worker():
        try:
            start.wait()
            ended.append(send(subscription=subscription, on=today, today=today, at=now))
        finally:
            connection.close()

    both = [threading.Thread(target=worker) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert sorted(ended, key=str) == [None, State.SENT]
    assert len(mail.outbox) == 1 and states() == ["sent"]


def test_a_missed_night_is_made_up_for_by_one_digest_of_today(reader, monkeypatch):
    today = clock.today()
    call_command("digest", verbosity=0)
    monkeypatch.setattr(clock, "today", lambda: today + 3 * ONE_DAY)
    call_command("digest", verbosity=0)
    call_command("digest", verbosity=0)
    assert set(Sent.objects.values_list("for_day", flat=True)) == {today, today + 3 * ONE_DAY}
    assert len(mail.outbox) == 2


def test_a_job_left_lying_over_night_sends_for_the_day_on_which_it_is_done(reader, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    call_command("digest", verbosity=0)
    (job,) = send_digests.get_backend().results
    tomorrow = clock.today() + ONE_DAY
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    send_digests.func(*job.args, **job.kwargs)
    assert Sent.objects.get().for_day == tomorrow


@pytest.mark.parametrize("server", ["Unreachable", "Refusing"])
def test_what_the_mail_server_did_not_take_is_sent_by_the_next_call(reader, settings, server):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = HERE + server
    call_command("digest", verbosity=0)
    assert states() == ["refused"] and not mail.outbox
    settings.EMAIL_BACKEND = working
    call_command("digest", verbosity=0)
    call_command("digest", verbosity=0)
    assert states() == ["sent"] and len(mail.outbox) == 1


def test_the_worker_asks_a_failing_mail_server_again_the_same_day(reader, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.EMAIL_BACKEND = HERE + "Unreachable"
    jobs, midday = send_digests.get_backend().results, clock.local(clock.now()).replace(hour=12)
    monkeypatch.setattr(clock, "now", lambda: midday)
    send_digests.func()
    assert [job.task.run_after for job in jobs] == [midday + timedelta(minutes=30)]
    monkeypatch.setattr(clock, "now", lambda: midday.replace(hour=23, minute=45))
    send_digests.func()
    assert len(jobs) == 1


def test_what_may_have_been_taken_is_never_sent_again(reader, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = HERE + "HangingUp"
    call_command("digest", verbosity=0)
    settings.EMAIL_BACKEND = working
    call_command("digest", verbosity=0)
    assert states() == ["claimed"] and not mail.outbox


def test_trouble_with_one_digest_keeps_nobody_else_from_theirs(reader, outsider, monkeypatch):
    waits("Usaha Lain", company="Perusahaan Lain")
    wish(user=outsider, is_wanted=True, language="id", by=outsider)
    monkeypatch.setattr("idaman.digest.actions.letter", lambda user, **rest: letter(user, **rest) if user != reader else 1 / 0)
    call_command("digest", verbosity=0)
    assert [one.to for one in mail.outbox] == [[outsider.email]]


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_written_in_the_language_the_person_chose(reader, language):
    wish(user=reader, is_wanted=True, language=language, by=reader)
    call_command("digest", verbosity=0)
    with translation.override(language):
        assert translation.gettext("Ending soon") in mail.outbox[0].body
        assert translation.gettext("The sponsorship of %(msme)s ends") % {"msme": "Usaha Uji"} in mail.outbox[0].body


def test_it_lists_the_tasks_by_reason_with_whole_addresses_and_how_to_stop_it(reader):
    waits("Usaha Dua")
    wish(user=reader, is_wanted=True, language="en", by=reader)
    call_command("digest", verbosity=0)
    (sent,) = mail.outbox
    assert "3 tasks" in sent.subject and "Ending soon (2)" in sent.body
    links = [line.strip() for line in sent.body.splitlines() if line.strip().startswith("http")]
    assert len(links) == 5 and all(link.startswith("https://idaman.example.test/") for link in links)
    assert links[-1].endswith(reverse("digest")) and "stop" in sent.body and sent.content_subtype == "plain"


def test_the_tasks_are_those_for_all_the_partners_of_the_person(reader, sign_in):
    other = make_partner("Perusahaan Dua", Kind.COMPANY)
    keep(Membership(user=reader, partner=other, role=Role.COMPANY_MANAGER, starts_on=date(2018, 3, 1)), by=None)
    waits("Usaha Dua", company="Perusahaan Dua")
    assert sign_in(reader).get("/digest/").context["preview"].count == 3
    call_command("digest", verbosity=0)
    assert Sent.objects.get().task_count == 3


def test_a_personal_number_somebody_wrote_into_a_reason_stays_out(officer):
    a_request(f"Calon {NIK} dan 6402 0112 0885 0003")
    today = clock.today()
    body = letter(officer, on=today, today=today, language="id").body
    assert "Calon" in body and NIK not in body and "6402 0112" not in body


def test_an_empty_list_sends_nothing_and_claims_nothing(company_manager):
    wish(user=company_manager, is_wanted=True, language="id", by=company_manager)
    call_command("digest", verbosity=0)
    assert not mail.outbox and not Sent.objects.exists()


def test_who_stops_it_or_can_no_longer_sign_in_gets_none(reader, outsider):
    waits("Usaha Lain", company="Perusahaan Lain")
    wish(user=outsider, is_wanted=True, language="id", by=outsider)
    wish(user=reader, is_wanted=False, language="id", by=reader)
    User.objects.filter(pk=outsider.pk).update(is_active=False, is_superuser=True)  # for whom every request to join waits
    a_request("Calon")
    call_command("digest", verbosity=0)
    assert not mail.outbox and not Sent.objects.exists()
    assert Subscription.objects.get(user=reader).history.count() == 2


def test_a_right_that_ended_leaves_no_tasks(reader):
    keep_ended = reader.memberships.get()
    keep_ended.ends_on = ends(clock.today() - ONE_DAY)
    keep(keep_ended, by=None)
    call_command("digest", verbosity=0)
    call_command("digest", on=clock.today() - ONE_DAY, verbosity=0)
    assert not mail.outbox and not Sent.objects.exists()


def test_a_past_day_can_be_sent_by_hand_and_a_coming_one_cannot(reader):
    yesterday = clock.today() - ONE_DAY
    call_command("digest", f"--on={yesterday}", verbosity=0)
    call_command("digest", f"--on={yesterday}", verbosity=0)
    assert Sent.objects.get().for_day == yesterday and len(mail.outbox) == 1
    with pytest.raises(CommandError):
        call_command("digest", on=clock.today() + ONE_DAY)


def test_without_a_mail_server_nothing_is_claimed_and_both_page_and_command_say_so(reader, sign_in, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    call_command("digest")
    send_digests.enqueue()
    assert "EMAIL_URL" in capsys.readouterr().out and not Sent.objects.exists()
    page = sign_in(reader).get("/digest/")
    assert not page.context["mails"] and 'class="notice"' in page.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", [None, "Refusing"], ids=["not yet sent", "not taken"])
def test_a_backup_of_this_morning_brought_back_the_same_day_sends_nothing_twice(tmp_path, settings, capsys, server):
    settings.MEDIA_ROOT, working = tmp_path / "files", settings.EMAIL_BACKEND
    manager = make_person("company_manager", Role.COMPANY_MANAGER, "Perusahaan Uji")
    waits()
    wish(user=manager, is_wanted=True, language="id", by=manager)
    if server:
        settings.EMAIL_BACKEND = HERE + server
        call_command("digest", verbosity=0)
    call_command("backup", tmp_path / "file")
    settings.EMAIL_BACKEND = working
    call_command("digest", verbosity=0)
    capsys.readouterr()
    call_command("restore", tmp_path / "file", "--replace")
    assert " 1 " in capsys.readouterr().out
    call_command("digest", verbosity=0)
    assert len(mail.outbox) == 1 and states() == ["restored"] and Sent.objects.get().task_count is None
    send(subscription=Subscription.objects.get(), on=clock.today() + ONE_DAY, today=clock.today(), at=clock.now())
    assert len(mail.outbox) == 2


def test_it_belongs_to_what_is_held_on_an_account(reader):
    call_command("digest", verbosity=0)
    held = list(held_on(reader))
    assert [one.value for one in held if one.record == capfirst(Sent._meta.verbose_name_plural)] == [str(State.SENT.label)]
    assert any(str(Subscription._meta.verbose_name) in one.record.lower() for one in held)
