"""A monitor is told whether the installation works, and nothing else."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult, get_date_max

from idaman import clock, health

WELL = {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}


@pytest.fixture(autouse=True)
def plenty(monkeypatch):
    """The tests' own disk may be nearly full."""
    monkeypatch.setattr(health, "LEAST_FREE", 0)


@pytest.fixture
def waiting(db):
    """Makes a task that has been waiting so long."""

    def made(minutes: int, run_after=None) -> DBTaskResult:
        words = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": run_after or get_date_max()}
        one = DBTaskResult.objects.create(**words)
        DBTaskResult.objects.update(enqueued_at=clock.now() - timedelta(minutes=minutes))
        return one

    return made


def test_all_is_well_without_signing_in_and_nothing_is_kept_of_the_visit(client, db):
    found = client.get("/health")
    assert (found.status_code, found.json()) == (200, WELL)
    assert not found.cookies and "no-store" in found.headers["Cache-Control"]
    assert client.head("/health").status_code == 200
    assert client.post("/health").status_code == 405


def test_it_costs_few_questions_and_writes_nothing(client, db, django_assert_max_num_queries):
    client.get("/health")
    with django_assert_max_num_queries(3) as asked:
        client.get("/health")
    assert not [query for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_machine_itself_may_ask_without_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/accounts/login/").status_code == 301
    assert client.get("/health").status_code == 200


def test_a_worker_that_leaves_things_lying_is_behind(client, waiting):
    waiting(9)
    assert client.get("/health").json()["worker"] == "ok"
    waiting(11)
    found = client.get("/health")
    assert (found.status_code, found.json()["worker"], found.json()["status"]) == (503, "behind", "failing")


def test_what_is_not_due_yet_or_is_done_makes_no_worker_late(client, waiting):
    waiting(60, run_after=clock.now() - timedelta(minutes=3))
    done = waiting(60)
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL")
    assert client.get("/health").json()["worker"] == "ok"


def test_a_migration_that_was_forgotten_shows(client, db):
    MigrationRecorder(connection).migration_qs.filter(app="idaman", name="0001_initial").delete()
    found = client.get("/health")
    assert (found.status_code, found.json()["migrations"]) == (503, "missing")


def test_a_database_that_is_down_is_told_not_raised(client, db, monkeypatch):
    def down():
        raise OperationalError("no route to 10.0.0.7")

    monkeypatch.setattr(health, "migrations", down)
    found = client.get("/health")
    assert (found.status_code, found.json()["database"]) == (503, "down")
    assert "10.0.0.7" not in found.text


def test_a_full_disk_shows_also_before_the_folder_of_files_exists(client, db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "there"
    assert client.get("/health").json()["disk"] == "ok"
    monkeypatch.setattr(health, "LEAST_FREE", 2**80)
    assert client.get("/health").json()["disk"] == "low"
