"""Records of any kind from a file: looked up, judged by their model's rules, compared with what is there."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman.testing.cast import make_msme, make_partner
from msmes.models import Sponsorship
from partners.importing.tests.small_files import causes, counts, kept, reasons, taken, written_to
from partners.models import FormerName, Partner

HEADINGS = ["Perusahaan", "Nama UMKM", "Aspek", "Sejak", "Sampai"]


def test_a_sponsorship_is_taken_in_and_known_the_second_time(db, tmp_path):
    make_partner("PT Maju Jaya")
    make_msme("Keripik Ani")
    path = written_to(tmp_path / "a.csv", HEADINGS, ["PT. MAJU JAYA", "keripik ani", "pasar, modal", "Maret 2019", "2020"])
    first = taken("sponsorships", path)
    assert counts(first) == {"created": 1}, reasons(first)
    one = Sponsorship.objects.get()
    assert (one.on_market, one.on_capital, one.on_production) == (True, True, False)
    assert (one.starts_on, one.last_day) == (date(2019, 3, 1), date(2020, 12, 31))
    assert one.history.get().history_change_reason == first.why
    assert counts(taken("sponsorships", path)) == {"unchanged": 1}


def test_what_is_not_found_is_told_with_what_it_may_be(db, tmp_path):
    make_partner("PT Maju Jaya")
    make_msme("Keripik Ani")
    path = written_to(tmp_path / "a.csv", HEADINGS, ["PT Maju Jayya", "Keripik Any", "pasar", "2019", ""])
    told = taken("sponsorships", path)
    assert counts(told) == {"refused": 1}
    assert causes(told) == [("company", "company-unknown"), ("msme", "msme-unknown")]
    spelled = {one["column"]: one["spellings"][0]["proposals"] for one in told.told["causes"]}
    assert spelled["company"] == ["PT Maju Jaya"]
    said = {"company": {"PT Maju Jayya": "PT Maju Jaya"}, "msme": {"Keripik Any": spelled["msme"][0]}}
    assert counts(taken("sponsorships", path, said=said)) == {"created": 1}


def test_partners_are_known_by_kind_and_name(db, tmp_path):
    make_partner("PT Maju Jaya")
    rows = [
        ["Perusahaan", "pt maju jaya", "08115550001"],
        ["LSM", "Hijau", ""],
        ["LSM", "hijau", ""],
        ["LSM", "Hijau", "0541661001"],
    ]
    path = written_to(tmp_path / "a.csv", ["Jenis mitra", "Nama mitra", "Telepon"], *rows)
    told = taken("partners", path)
    assert counts(told) == {"created": 1, "updated": 1, "duplicate": 1, "refused": 1}, reasons(told)
    assert Partner.objects.get(name="PT Maju Jaya").phone
    assert "3" in reasons(told)[0]


def test_who_has_no_account_is_invited_and_not_imported(db, tmp_path, administrator, coach):
    rows = [["baru@example.test", "Perusahaan Uji", "Staf CSR", "2024", ""]]
    rows += [["coach@example.test", "Laboratorium Uji", "Dosen", "2018", "2020"]]
    rows += [["coach@example.test", "DPMPTSP", "Dosen", "2024", ""]]
    rows += [["administrator@example.test", "DPMPTSP", "Admin", "2018-03", "2020"]]
    make_partner("Perusahaan Uji")
    path = written_to(tmp_path / "a.csv", ["Email", "Instansi", "Jabatan", "Sejak", "Sampai"], *rows)
    told = taken("memberships", path, by=administrator, partner=administrator.memberships.get().partner)
    assert causes(told) == [("person", "person-unknown"), ("role", "rule-role"), ("until", "administrator")]
    assert counts(told) == {"updated": 1, "refused": 3}
    assert coach.memberships.get().last_day == date(2020, 12, 31)


def told_at_terminal(*words) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("import_records", *words, "--format=json", stdout=out)
    except SystemExit as ended:
        return ended.code, json.loads(out.getvalue() or "{}")
    return 0, json.loads(out.getvalue())


def test_any_kind_is_taken_in_at_the_terminal(db, tmp_path):
    good = written_to(tmp_path / "a.csv", ["Jenis mitra", "Nama mitra"], ["Perusahaan", "PT Maju"], ["Media", "Kabar"])
    code, told = told_at_terminal("partners", str(good), "--dry-run")
    assert (code, told["created"], Partner.objects.count()) == (0, 2, 0)
    code, told = told_at_terminal("partners", str(good))
    assert (code, told["rows"], told["created"], told["refused_rows"]) == (0, 2, 2, 0)
    bad = written_to(tmp_path / "b.csv", ["Jenis mitra", "Nama mitra"], ["Perusahaan", "PT Maju"], ["Entah", "Kabar"])
    code, told = told_at_terminal("partners", str(bad))
    assert (code, told["unchanged"], told["refused"][0]["column"]) == (1, 1, "kind")
    empty = tmp_path / "c.csv"
    empty.write_text("")
    assert told_at_terminal("partners", str(empty))[0] == 2
    for kind in ("registrations", "no-such"):
        with pytest.raises(CommandError, match="sponsorships"):
            call_command("import_records", kind, str(good))


def test_two_new_partners_with_one_nib_are_told_before_writing(db, tmp_path):
    rows = [["Perusahaan", "PT Satu", "1234567890123"], ["Perusahaan", "PT Dua", "1234567890123"]]
    told = taken("partners", written_to(tmp_path / "a.csv", ["Jenis mitra", "Nama mitra", "NIB"], *rows))
    assert counts(told) == {"created": 1, "refused": 1}
    assert causes(told) == [("nib", "rule-partners_partner_nib_once")]


def test_a_former_name_is_the_same_partner(db, tmp_path):
    partner = make_partner("PT Baru")
    kept(FormerName(partner=partner, name="PT Lama", ends_on=date(2020, 1, 1)))
    rows = [["Perusahaan", "PT Lama"], ["Media", "X"]]
    told = taken("partners", written_to(tmp_path / "a.csv", ["Jenis mitra", "Nama mitra"], *rows))
    assert counts(told) == {"created": 1, "unchanged": 1}


def test_a_missing_column_is_told_at_every_row(db, tmp_path):
    rows = [["PT Satu", "Jl. A"], ["PT Dua", "Jl. B"]]
    told = taken("partners", written_to(tmp_path / "a.csv", ["Nama mitra", "Alamat kantor"], *rows))
    assert causes(told) == [("kind", "missing")]
    assert counts(told) == {"refused": 2}


def test_questions_to_the_database_do_not_grow_with_the_rows(db, tmp_path):
    make_partner("PT Maju")
    for place in range(60):
        make_msme(f"Usaha {place}")
    rows = [["PT Maju", f"Usaha {place}", "pasar", f"2019-01-{1 + place % 28:02}", ""] for place in range(60)]
    path = written_to(tmp_path / "a.csv", HEADINGS, *rows)
    with CaptureQueriesContext(connection) as some:
        taken("sponsorships", written_to(tmp_path / "b.csv", HEADINGS, *rows[:2]))
    with CaptureQueriesContext(connection) as all_of_them:
        assert counts(taken("sponsorships", path)) == {"created": 58, "unchanged": 2}
    more = [one["sql"] for one in all_of_them.captured_queries if "KEY SHARE" not in one["sql"]]  # only in a transaction
    assert len(more) - len(some) < 10
