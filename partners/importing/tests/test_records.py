"""Records of any kind from a file: looked up, judged by their model's rules, compared with what is there."""

from datetime import date

from idaman.testing.cast import make_msme, make_partner
from msmes.models import Sponsorship
from partners.importing.tests.files import causes, counts, reasons, taken, written_to
from partners.models import Partner

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
