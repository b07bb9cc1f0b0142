"""What was published never changes, whatever road is tried."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from idaman import refusals, triggers
from idaman.testing.cast import make_person
from partners.roles import Role
from reports.publications.models import Edition, Publication
from reports.publications.tests.editions import empty_edition

IS_POSTGRESQL = connection.vendor == "postgresql"
EDITION, PUBLICATION = Edition._meta.db_table, Publication._meta.db_table
STATEMENTS = [
    f"UPDATE {EDITION} SET public = '{{}}'",
    f"UPDATE {EDITION} SET reason = 'x' WHERE number = 1",
    f"DELETE FROM {EDITION}",
    f"UPDATE {PUBLICATION} SET ends_on = '2020-01-01'",
    f"DELETE FROM {PUBLICATION}",
    *(
        [f"TRUNCATE {EDITION} CASCADE", f"TRUNCATE {PUBLICATION} CASCADE"]
        if IS_POSTGRESQL
        else [f"INSERT OR REPLACE INTO {EDITION} SELECT * FROM {EDITION}", f"UPDATE OR REPLACE {EDITION} SET id = id"]
    ),
]


@pytest.fixture
def edition(db) -> Edition:
    made = empty_edition(make_person("petugas", Role.OFFICER, "DPMPTSP"))
    connection.check_constraints()  # PostgreSQL truncates nothing that still waits to be judged
    return made


def refused(act) -> str:
    """The sentence with which the database refuses it; nothing is changed."""
    before = list(Edition.objects.values()), list(Publication.objects.values())
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert (list(Edition.objects.values()), list(Publication.objects.values())) == before
    return refusals.sentence(error.value)


def run(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_it(edition, statement):
    assert refused(lambda: run(statement))


def test_no_model_changes_it(edition):
    edition.reason = "x"
    assert "restat" in refused(edition.save) or "ulang" in refused(edition.save)
    refused(edition.delete)
    refused(lambda: Edition.objects.update(reason="x"))
    refused(lambda: Edition.objects.bulk_update([edition], ["reason"]))
    with pytest.raises(models.ProtectedError):
        edition.publication.delete()
    with pytest.raises(ValidationError):
        edition.full_clean()


def test_the_admin_shows_it_and_changes_nothing(edition, sign_in, administrator):
    client, page = sign_in(administrator), f"/admin/publications/edition/{edition.pk}/"
    assert client.get(page + "change/").status_code == 200
    assert "_save" not in client.get(page + "change/").text
    for address in (page + "change/", page + "delete/", "/admin/publications/edition/add/"):
        assert client.post(address, {"reason": "x", "post": "yes"}).status_code == 404
    chosen = {"action": "delete_selected", "_selected_action": edition.pk, "post": "yes"}
    client.post("/admin/publications/edition/", chosen)
    assert Edition.objects.get().reason == ""


def standing() -> set[str]:
    found = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'" if IS_POSTGRESQL else "SELECT name FROM sqlite_master"
    with connection.cursor() as cursor:
        cursor.execute(found)
        return {name for (name,) in cursor.fetchall()}


def test_every_trigger_that_keeps_it_stands(db):
    wanted = set(triggers.wanted(connection.vendor))
    assert wanted <= standing()
    words = ("row", "truncate") if IS_POSTGRESQL else ("update", "delete", "replace")
    for rule in ("publications_edition_written_once", "publications_publication_written_once"):
        assert {f"{rule}_{word}" for word in words} <= wanted


@pytest.mark.django_db(transaction=True)
def test_a_later_migration_that_rebuilds_the_table_leaves_it_as_safe():
    edition = empty_edition(make_person("petugas", Role.OFFICER, "DPMPTSP"))
    old, new = Edition._meta.get_field("reason"), models.CharField(max_length=900, blank=True)
    new.set_attributes_from_name("reason")
    for before, after in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, before, after)
    call_command("migrate", "publications", verbosity=0)
    assert set(triggers.wanted(connection.vendor)) <= standing()
    assert Edition.objects.get().checksum == edition.checksum
    refused(lambda: run(STATEMENTS[0]))


@pytest.mark.django_db(transaction=True)
def test_it_comes_back_from_a_backup_and_is_as_safe_there(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    before = empty_edition(make_person("petugas", Role.OFFICER, "DPMPTSP"))
    call_command("backup", tmp_path / "file")
    call_command("restore", tmp_path / "file", "--replace")
    assert Edition.objects.get().public == before.public
    refused(lambda: run(STATEMENTS[0]))
    call_command("flush", interactive=False, verbosity=0)
    assert not Edition.objects.exists(), "the tests' own flush may take it away"
    assert set(triggers.wanted(connection.vendor)) <= standing()
