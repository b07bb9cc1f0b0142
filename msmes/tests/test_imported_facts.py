"""Facts of past years from files: named by name, key or NIB, told where they can't stand, undone as a whole."""

from datetime import date

import pytest

from idaman.testing.cast import make_assignment, make_msme, make_partner, make_product, make_sponsorship
from msmes.actions import move_enrolment
from msmes.assignments.models import Assignment
from msmes.finding import find_msmes
from msmes.models import Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from partners.importing import jobs
from partners.importing.decided import Decided
from partners.importing.importers import Run, importers
from partners.importing.tests.small_files import AT, ON, causes, counts, kept, reasons, taken, written_to
from partners.importing.undoing import looked_at, undo

STANDINGS = ["Nama UMKM", "Status", "Sejak", "Sampai", "Alasan"]


@pytest.fixture
def take(db, tmp_path):
    def took(code, headings, *rows, **words):
        return taken(code, written_to(tmp_path / "a.csv", headings, *rows), **words)

    return took


def standings(msme) -> list[tuple]:
    return list(msme.enrolments.order_by("starts_on").values_list("state", "starts_on", "ends_on"))


def test_the_years_of_an_msme_come_in_and_each_standing_ends_the_one_before(take):
    one = make_msme("Keripik Ani")
    rows = [["Keripik Ani", "Lulus", "Mei 2020", "", "Mandiri"], ["Keripik Ani", "Peserta", "2018", "", ""]]
    told = take("enrolments", STANDINGS, *rows)
    assert counts(told) == {"created": 2}, reasons(told)
    expected = [("enrolled", date(2018, 3, 1), date(2020, 5, 1)), ("graduated", date(2020, 5, 1), None)]
    assert standings(one) == expected
    assert counts(take("enrolments", STANDINGS, *rows)) == {"unchanged": 2}
    assert "2019-12-31" in told.told["moved"] or told.told["moved"] == {}


def test_a_known_standing_is_ended_by_the_files_next_one_and_comes_back_when_undone(take, officer):
    one = make_msme("Keripik Ani", enrolled=date(2018, 3, 31))
    before = standings(one)
    told = take("enrolments", STANDINGS, ["Keripik Ani", "Keluar", "2021-02-01", "", "Tutup"])
    assert counts(told) == {"created": 1}
    assert standings(one)[0][2] == date(2021, 2, 1)
    importer = importers()["enrolments"]
    assert not looked_at(told, importer).touched
    undo(imported=told, importer=importer, by=officer, at=AT, why="Keliru")
    assert standings(one) == before


def test_undoing_leaves_both_standings_where_somebody_went_on_with_one(take, officer):
    one = make_msme("Keripik Ani", enrolled=date(2018, 3, 31))
    told = take("enrolments", STANDINGS, ["Keripik Ani", "Keluar", "2021-02-01", "", "Tutup"])
    move_enrolment(msme=one, to=Enrolment.State.ENROLLED, on=date(2022, 1, 1), by=officer)
    importer = importers()["enrolments"]
    found = looked_at(told, importer)
    assert len(found.touched) == 2
    after = standings(one)
    undo(imported=told, importer=importer, by=officer, at=AT, why="Keliru")
    assert standings(one) == after


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Lulus", "2019-01-01", "", "Mandiri"]], [("state", "move")]),
        ([["Peserta", "2017-01-01", "", ""]], [("since", "too-early")]),
        ([["Peserta", "2018-04-01", "2019-12-31", ""], ["Keluar", "2019-05-01", "", "Pindah"]], [("since", "overlap")]),
        (
            [["Peserta", "2018-04-01", "", ""], ["Keluar", "2019-05-01", "", ""]],
            [("reason", "rule-msmes_enrolment_reason_given")],
        ),
        ([["Peserta", "2018-04-01", "", ""], ["Lulus", "2019", "", "x"], ["Keluar", "2020", "", "x"]], [("state", "move")]),
        ([["Peserta", "2018-04-01", "2018-03-01", ""]], [("until", "rule-ends_on")]),
    ],
)
def test_what_the_programme_does_not_have_is_told(take, rows, expected):
    make_msme("Keripik Ani")
    told = take("enrolments", STANDINGS, *(["Keripik Ani", *row] for row in rows))
    assert causes(told) == expected, reasons(told)
    assert Enrolment.objects.count() == len(rows) - 1


def test_an_msme_is_named_by_key_by_nib_or_by_name_and_village(take):
    make_partner("PT Maju")
    first = make_msme("Keripik Ani", nib="1234567890123", village="Loa Ipuh")
    second = make_msme("Keripik Ani", village="Melayu")
    other = make_msme("Madu Budi")
    headings = ["Perusahaan", "Nama UMKM", "Desa", "Pasar", "Modal", "Sejak"]
    rows = [
        ["PT Maju", f"{first.public_id}-17", "", "V", "", "2018-05-01"],
        ["PT Maju", "1234567890123", "", "V", "", "2019"],
        ["PT Maju", "keripik ani", "Kel. Melayu", "", "ya", "2018-05-01"],
        ["PT Maju", "Madu Budi", "", "", "", "2018-05-01"],
        ["PT Maju", "Keripik Ani", "", "V", "", "2020"],
        ["PT Maju", "Keripik Ani", "Timbau", "V", "", "2020"],
        ["PT Maju", other.public_id, "", "V", "V", "2018"],
    ]
    told = take("sponsorships", headings, *rows)
    assert causes(told) == [("aspects", "missing"), ("msme", "msme-elsewhere"), ("msme", "msme-twice"), ("since", "overlap")]
    assert set(Sponsorship.objects.values_list("msme", "starts_on")) == {
        (first.pk, date(2018, 5, 1)), (second.pk, date(2018, 5, 1)), (other.pk, date(2018, 1, 1))
    }  # fmt: skip
    twice = next(one for one in told.told["causes"] if one["cause"] == "msme-twice")["spellings"][0]["proposals"]
    assert sorted(twice) == sorted([f"Keripik Ani, Loa Ipuh ({first.public_id})", f"Keripik Ani, Melayu ({second.public_id})"])
    chosen = take("sponsorships", headings, rows[4], said={"msme": {"Keripik Ani": f"Keripik Ani, Melayu ({second.public_id})"}})
    assert causes(chosen) == [("since", "overlap")]


def test_a_last_day_is_filled_in_and_otherwise_only_taken_when_that_was_decided(take):
    company, one = make_partner("PT Maju"), make_msme("Keripik Ani")
    fact = make_sponsorship(company, one, on=date(2018, 4, 10))
    headings = ["Perusahaan", "Nama UMKM", "Aspek", "Sejak", "Sampai"]
    assert counts(take("sponsorships", headings, ["PT Maju", "Keripik Ani", "modal", "2018", "2019"])) == {"updated": 1}
    fact.refresh_from_db()
    assert (fact.starts_on, fact.last_day, fact.on_capital) == (date(2018, 4, 10), date(2019, 12, 31), False)
    row = ["PT Maju", "Keripik Ani", "modal", "April 2018", "2020-06-30"]
    assert counts(take("sponsorships", headings, row)) == {"unchanged": 1}
    assert counts(take("sponsorships", headings, row, known="take")) == {"updated": 1}
    fact.refresh_from_db()
    assert (fact.last_day, fact.on_capital, fact.on_market) == (date(2020, 6, 30), True, False)


def test_what_somebody_may_not_see_is_not_found(take, company_manager, company):
    make_msme("Keripik Ani")
    mine = make_msme("Madu Budi")
    make_sponsorship(company, mine)

    run = Run(user=company_manager, partner=company, on=ON, decided=Decided())
    found = find_msmes({("Keripik Ani", None, None), ("Madu Budi", None, None), ("Keripik Anii", None, None)}, run)
    assert found["Madu Budi", None, None] == mine.pk
    assert found["Keripik Ani", None, None].proposals == found["Keripik Anii", None, None].proposals == ()


def test_coaches_are_assigned_by_the_lab_for_which_they_acted(take, coach, lab_head):
    one = make_msme("Keripik Ani")
    headings = ["Pendamping", "Nama UMKM", "Sejak", "Sampai"]
    rows = [
        ["coach@example.test", "Keripik Ani", "2019", "2020"],
        ["lab_head", "Keripik Ani", "2017", ""],
        ["Siapa", "Keripik Ani", "2019", ""],
    ]
    told = take("assignments", headings, *rows)
    assert causes(told) == [("coach", "coach-unknown"), ("since", "no-lab")]
    made = Assignment.objects.get()
    assert (made.msme, made.coach, made.lab.name) == (one, coach, "Laboratorium Uji")
    assert counts(take("assignments", headings, rows[0])) == {"unchanged": 1}
    make_assignment(one, lab_head, on=date(2019, 1, 1))
    assert counts(take("assignments", headings, ["lab_head@example.test", "Keripik Ani", "2020-01-01", ""])) == {"refused": 1}


def test_products_and_their_standardisation(take):
    one, other = make_msme("Keripik Ani"), make_msme("Madu Budi")
    kept(ProductKind(name="Keripik", name_en="Crisps"))
    product = make_product(other, "Madu")
    headings = ["Nama UMKM", "Jenis produk", "Nama produk", "Sejak"]
    rows = [
        ["Keripik Ani", "keripik", "Keripik Pisang", "2018-03"],
        ["Keripik Ani", "Kripik", "Lain", "2018"],
        ["Madu Budi", "Madu", product.name, "2019"],
    ]
    told = take("products", headings, *rows)
    assert causes(told) == [("kind", "kind-unknown"), ("since", "overlap")]
    assert Product.objects.get(msme=one).kind.name == "Keripik"
    headings = ["Nama UMKM", "Nama produk", "Nomor keputusan", "Sejak", "Sampai"]
    rows = [
        ["Keripik Ani", "keripik pisang", "SK 1/2019", "2019-01-01", "2020-12-31"],
        ["Madu Budi", "Keripik Pisang", "", "2019", ""],
        ["Keripik Ani", "Keripik Pisang", "", "2017", ""],
    ]
    told = take("standardisations", headings, *rows)
    assert causes(told) == [("name", "name-unknown"), ("since", "rule-starts_on")]
    made = Standardisation.objects.get()
    assert (made.product.name, made.decision, made.last_day) == ("Keripik Pisang", "SK 1/2019", date(2020, 12, 31))


def test_an_msme_merged_while_the_file_is_written_gets_no_new_facts(take, monkeypatch):
    company, one, other = make_partner("PT Maju"), make_msme("Keripik Ani"), make_msme("Keripik Ani Baru")
    checked = jobs.check

    def merged_meanwhile(*words):
        found = checked(*words)
        Msme.objects.filter(pk=one.pk).update(merged_into=other)
        return found

    monkeypatch.setattr(jobs, "check", merged_meanwhile)
    headings = ["Perusahaan", "Nama UMKM", "Aspek", "Sejak"]
    told = take("sponsorships", headings, [company.name, "Keripik Ani", "modal", "2018"])
    assert causes(told) == [("msme", "msme-unknown")]
    assert not Sponsorship.objects.exists()
