"""A backup holds everything, comes back whole or not at all, and never where it doesn't belong."""

import json
import threading
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult, get_date_max

from idaman import clock
from idaman.backups import making, restoring, tables
from idaman.models import OnceKey, User
from idaman.overlaps import judge_now
from idaman.testing.cast import make_msme, make_person, make_sponsorship
from msmes.models import Msme, Sponsorship
from partners.models import Partner
from partners.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

NIK = "6402014101800001"
AWKWARD = "satu\tdua\\tiga\r\n\\N  \u2028 'x' \"y\" \\. 🍯"
UNCOUNTED = {"django_migrations", "django_session", "idaman_cache", "sqlite_sequence"}
KINDS = {
    *(
        "AutoField",
        "BigAutoField",
        "GenericIPAddressField",
        "BigIntegerField",
        "IntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "DecimalField",
    ),
    *("BooleanField", "CharField", "SlugField", "TextField", "FileField", "JSONField", "DateField", "DateTimeField", "UUIDField"),
}


@pytest.fixture(autouse=True)
def root(settings, tmp_path) -> Path:
    """Where uploads lie."""
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "idaman.backup"


@pytest.fixture
def world(root):
    """One of everything, with a past: a changed, an ended and a deleted record, awkward text, uploads."""
    officer = make_person("petugas", Role.OFFICER, "DPMPTSP")
    officer.set_password("kata-sandi-panjang")
    officer.save()
    officer.groups.add(Group.objects.create(name="Kelompok"))
    EmailAddress.objects.create(user=officer, email=officer.email, primary=True, verified=True)
    make_person("perusahaan", Role.COMPANY_MANAGER, "Perusahaan Uji")
    one = make_msme("Usaha Satu", owner_nik=NIK, enrolled=date(2018, 3, 10), village="Timbau", older_numbers=AWKWARD)
    Msme.objects.filter(pk=one.pk).update(name=AWKWARD)  # as it was kept before such names were refused
    make_sponsorship(Partner.objects.get(name="Perusahaan Uji"), one, last_day=date(2019, 12, 31))
    gone = make_msme("Usaha Hilang", owner_nik=NIK)
    last = gone.pk
    gone.delete()
    words = {"args_kwargs": {"args": [1], "kwargs": {}}, "task_path": "x", "backend_name": "default"}
    DBTaskResult.objects.create(**words, run_after=get_date_max())
    OnceKey.objects.create(key="12345678123456781234567812345678", made_at=clock.now(), url="/x")
    (root / "exports").mkdir()
    (root / "exports" / "satu.xlsx").write_bytes(b"satu" * 100_000)
    return last


def everything() -> dict[str, list[str]]:
    """Every row of every table, as the engine gives it, without what a backup leaves out."""
    with connection.cursor() as cursor:
        found = {}
        for table in set(connection.introspection.table_names(cursor)) - UNCOUNTED:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def uploads(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def flush(root: Path):
    """The database as migrating leaves it, and no files."""
    call_command("flush", interactive=False, verbosity=0)
    for path in root.rglob("*"):
        if path.is_file():
            path.unlink()


def doctored(file: Path, *, replaced: dict[str, bytes] | None = None, **manifest):
    """The backup with other parts, or with a manifest that says something else."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()} | (replaced or {})
    said = json.loads(parts["manifest.json"]) | manifest
    parts["manifest.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return said


def refused(file: Path, *words: str) -> str:
    """What restore says, having changed nothing."""
    before, files = everything(), uploads(Path(restoring.settings.MEDIA_ROOT))
    with pytest.raises(CommandError) as error:
        call_command("restore", file, *words)
    assert (everything(), uploads(Path(restoring.settings.MEDIA_ROOT))) == (before, files)
    return str(error.value)


def test_everything_is_there_again_in_an_empty_database(world, root, file, capsys):
    before, files, last = everything(), uploads(root), tables.last_ids()
    call_command("backup", file)
    assert "1 " in capsys.readouterr().out.splitlines()[-2]
    flush(root)
    assert everything() != before
    call_command("restore", file)
    assert everything() == before
    assert uploads(root) == files
    assert tables.last_ids() == last


def test_people_sign_in_and_numbers_open_as_before(world, root, file):
    call_command("backup", file)
    flush(root)
    call_command("restore", file)
    assert User.objects.get(email="petugas@example.test").check_password("kata-sandi-panjang")
    assert Msme.objects.get().owner_nik == NIK and Msme.objects.get().older_numbers == AWKWARD
    assert [old.history_type for old in Msme.history.filter(name="Usaha Hilang").order_by("history_id")] == ["+", "-"]


def test_the_id_of_a_deleted_record_is_not_given_again(world, root, file):
    call_command("backup", file)
    flush(root)
    call_command("restore", file)
    call_command("backup", file, "--overwrite")
    call_command("restore", file, "--replace")
    assert make_msme("Usaha Baru").pk > world


def test_no_number_and_no_key_stands_in_it_in_clear(world, file, settings):
    call_command("backup", file)
    with zipfile.ZipFile(file) as parts:
        text = b"".join(map(parts.read, parts.namelist()))
    assert b"kata-sandi-panjang" not in text and NIK.encode() not in text
    assert not any(key.encode() in text for key in [*settings.CIPHER_KEYS, settings.HASH_KEY, settings.SECRET_KEY])
    assert file.stat().st_mode & 0o777 == 0o600


def test_overlaps_are_refused_after_a_restore_as_before(world, root, file):
    call_command("backup", file)
    call_command("restore", file, "--replace")
    one = Sponsorship.objects.get()
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.bulk_create([one])
        judge_now()


def test_a_database_in_use_is_refused_and_what_is_in_it_is_said(world, root, file):
    call_command("backup", file)
    assert "2 " in refused(file) and "--replace" in refused(file)
    flush(root)
    make_person("orang", None)
    assert "1 " in refused(file)


def test_with_replace_all_of_it_gives_way_signed_in_people_too(world, root, file, client):
    call_command("backup", file)
    before = everything()
    one = make_msme("Usaha Sesudahnya")
    client.force_login(make_person("sesudah", None))
    (root / "exports" / "dua.xlsx").write_bytes(b"dua")
    (root / "exports" / "satu.xlsx").write_bytes(b"lain")
    cache.set("figure", 1)
    call_command("restore", file, "--replace")
    assert everything() == before and not Msme.objects.filter(name=one.name).exists()
    assert uploads(root) == {"exports/satu.xlsx": b"satu" * 100_000}
    assert not Session.objects.exists() and cache.get("figure") is None


@pytest.mark.parametrize("where", ["tables.go_on_from", "triggers.restore", "cache.clear", "connection.check_constraints"])
def test_stopped_half_way_the_old_content_is_whole(world, root, file, monkeypatch, where):
    call_command("backup", file)
    flush(root)
    make_msme("Usaha Lain", owner_nik=NIK)
    for name in ("lain.xlsx", "exports/satu.xlsx"):
        (root / name).write_bytes(b"lain")
    before, files, last = everything(), uploads(root), tables.last_ids()
    name, attribute = where.split(".")
    plain = getattr(getattr(restoring, name), attribute)

    def stop(*words):
        plain(*words)
        raise KeyboardInterrupt

    monkeypatch.setattr(getattr(restoring, name), attribute, stop)
    with pytest.raises(KeyboardInterrupt):
        call_command("restore", file, "--replace")
    assert (everything(), uploads(root), tables.last_ids()) == (before, files, last)


def test_what_a_killed_restore_left_among_the_files_is_no_upload_and_goes_with_the_next(world, root, file):
    left = root / ".restoring-abc" / "exports"
    left.mkdir(parents=True)
    (left / "tiga.xlsx").write_bytes(b"tiga")
    call_command("backup", file)
    call_command("restore", file, "--replace")
    assert set(uploads(root)) == {"exports/satu.xlsx"}


def test_a_reference_to_nothing_is_refused_by_the_database(world, root, file):
    call_command("backup", file)
    flush(root)
    name = "tables/msmes_sponsorship.jsonl"
    with zipfile.ZipFile(file) as parts:
        row = json.loads(parts.read(name))
        sums = json.loads(parts.read("manifest.json"))["sums"]
    row[-1] = 999
    line = json.dumps(row).encode() + b"\n"
    doctored(file, replaced={name: line}, sums=sums | {name: sha256(line).hexdigest()})
    assert "sponsorship" in refused(file)


@pytest.mark.parametrize("cut", [slice(0, -30), slice(0, 200), slice(0, 0)], ids=["end", "nearly all", "all"])
def test_a_file_cut_off_is_refused(world, root, file, cut):
    call_command("backup", file)
    flush(root)
    file.write_bytes(file.read_bytes()[cut])
    refused(file)


def test_a_single_changed_bit_is_found(world, root, file):
    call_command("backup", file)
    flush(root)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as parts:
        places = [(one.header_offset + one.header_offset + one.compress_size) // 2 + 40 for one in parts.infolist()[-4:-1]]
    for place in places:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(file)


def test_a_part_that_was_exchanged_or_put_beside_is_found(world, root, file):
    call_command("backup", file)
    whole = file.read_bytes()
    flush(root)
    doctored(file, replaced={"tables/msmes_msme.jsonl": b""})
    assert "tables/msmes_msme.jsonl" in refused(file)
    file.write_bytes(whole)
    doctored(file, replaced={"files/x": b"x"})
    refused(file)
    file.write_bytes(whole)
    said = doctored(file)
    doctored(file, sums=said["sums"] | {"files/y": sha256(b"y").hexdigest()})
    refused(file)
    file.write_bytes(whole)
    doctored(file, replaced={"files/../../x": b"x"}, sums=said["sums"] | {"files/../../x": sha256(b"x").hexdigest()})
    refused(file)
    assert not (root.parent.parent / "x").exists()


def test_what_is_no_backup_or_a_later_one_is_refused(world, root, file):
    call_command("backup", file)
    flush(root)
    doctored(file, format=2)
    assert "2" in refused(file)
    doctored(file, format=1, kind="foto")
    refused(file)
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("x", "x")
    refused(file)
    file.write_text("x" * 1000)
    refused(file)
    refused(file.with_name("not-there"))


def test_other_migrations_are_refused_by_name(world, root, file):
    call_command("backup", file)
    flush(root)
    every = doctored(file)["migrations"]
    doctored(file, migrations=[*every, "msmes.0099_later"])
    assert "msmes.0099_later" in refused(file)
    doctored(file, migrations=[one for one in every if one != "partners.0001_initial"])
    assert "partners.0001_initial" in refused(file)
    doctored(file, migrations=every)
    with transaction.atomic():
        MigrationRecorder(connection).migration_qs.filter(app="partners").delete()
        assert "migrate" in refused(file)
        transaction.set_rollback(True)


def test_a_machine_with_other_keys_is_refused_unless_it_is_meant(world, root, file, settings):
    call_command("backup", file)
    flush(root)
    ours = settings.CIPHER_KEYS, settings.HASH_KEY
    settings.CIPHER_KEYS = ["another" * 8]
    assert "CIPHER_KEYS" in refused(file) and "HASH_KEY" not in refused(file)
    settings.CIPHER_KEYS, settings.HASH_KEY = [*settings.CIPHER_KEYS, *ours[0]], "another" * 8
    assert "HASH_KEY" in refused(file)
    call_command("restore", file, "--without-keys")
    call_command("rotate_keys", "--hashes")
    assert Msme.objects.get().owner_nik == NIK


def test_an_existing_file_is_kept_unless_it_is_meant(world, file):
    file.write_text("penting")
    with pytest.raises(CommandError, match="--overwrite"):
        call_command("backup", file)
    assert file.read_text() == "penting"
    call_command("backup", file, "--overwrite")
    assert zipfile.is_zipfile(file)


def test_a_backup_broken_off_leaves_the_one_before_and_nothing_else(world, file, monkeypatch):
    file.write_text("yang lama")

    def full(*_words):
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "add_uploads", full)
    with pytest.raises(CommandError, match="No space"):
        call_command("backup", file, "--overwrite")
    assert file.read_text() == "yang lama"
    assert {path.name for path in file.parent.iterdir()} == {file.name, "files"}


def test_a_backup_that_reads_back_otherwise_never_gets_its_name(world, file, monkeypatch):
    plain = making.Writer.add

    def wrong(self, name, pieces):
        plain(self, name, pieces)
        self.manifest.sums[name] = "0"

    monkeypatch.setattr(making.Writer, "add", wrong)
    with pytest.raises(CommandError):
        call_command("backup", file)
    assert not file.exists()


def test_people_work_on_during_a_backup_and_it_holds_one_moment(world, root, file, monkeypatch):
    plain, before = tables.read, everything()

    def meanwhile(model):
        if model is User:  # tables of MSMEs are read already, the history of users isn't
            thread = threading.Thread(target=at_the_next_desk)
            thread.start()
            thread.join(10)
            assert not thread.is_alive(), "a writer had to wait"
        return plain(model)

    def at_the_next_desk():
        try:
            make_person("rekan", None)
        finally:
            connection.close()

    monkeypatch.setattr(tables, "read", meanwhile)
    call_command("backup", file)
    assert User.objects.filter(email="rekan@example.test").exists()
    monkeypatch.undo()
    flush(root)
    call_command("restore", file)
    assert everything() == before


def test_every_kind_of_column_was_thought_of():
    found = {one.get_col("x").output_field.get_internal_type() for model in tables.models() for one in tables.stored(model)}
    assert found <= KINDS, "see that idaman/backups/tables.py brings it from one engine to the other, then add it here"
