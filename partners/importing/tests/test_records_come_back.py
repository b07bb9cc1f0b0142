"""Lists of facts and records leave as files and come back: each row is its record, whatever was edited in it."""

import csv
import io
from datetime import date

import pytest

from idaman.history import keep
from idaman.spreadsheets.written import csv_lines, xlsx_file
from idaman.testing.cast import make_assignment, make_msme, make_partner, make_product, make_sponsorship, make_store
from msmes.models import Enrolment, Sponsorship
from msmes.products.models import Standardisation
from outlets.models import Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.actions import rename_partner
from partners.importing import jobs
from partners.importing.coming_back import seen
from partners.importing.decided import Decided
from partners.importing.importers import Run, importers
from partners.importing.models import ImportedRow
from partners.importing.tests.small_files import AT, ON, causes, counts, kept, reasons, taken
from partners.importing.undoing import undo
from partners.models import Membership, Partner

pytestmark = pytest.mark.engine_free

BEGIN, THEN = date(2019, 1, 1), date(2021, 1, 1)


@pytest.fixture
def back(db, tmp_path):
    """The list leaves, something is typed over in its rows (row, column, words), and comes back later."""

    def left(code: str, *typed, between=lambda: None, **words):
        importer = importers()[code]
        text = "".join(csv_lines(importer.exported(None, ON, importer.model.objects.order_by("pk")), "id"))
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        names = [column.name for column in importer.columns]
        for row, column, cell in typed:
            cells[row][names.index(column)] = cell
        path = tmp_path / f"{code}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(cells)
        between()
        return taken(code, path, **words)

    return left


@pytest.fixture
def two(db):
    """PT Maju supports Keripik Ani in 2019 and 2020, and again from 2021."""
    company, msme = make_partner("PT Maju"), make_msme("Keripik Ani", enrolled=BEGIN)
    make_partner("PT Mundur")
    return [
        make_sponsorship(company, msme, on=BEGIN, last_day=date(2020, 12, 31)),
        make_sponsorship(company, msme, on=THEN),
    ]


@pytest.fixture
def everything(two, coach):
    """At least one record of each list."""
    msme, store = two[0].msme, make_store("Toko Melayu")
    make_assignment(msme, coach, on=THEN)
    kept(Standardisation(product=make_product(msme, "Keripik, pedas"), starts_on=THEN, decision="=SK 1"))
    if not StorePartnership.objects.exists():
        kept(StorePartnership(store=store, starts_on=BEGIN))
    kept(StoreOpening(outlet=store, starts_on=BEGIN, ends_on=THEN))
    kept(Store(name="Toko Melayu", planned_on=BEGIN))
    corner = kept(Corner(store=store, name="Gerai"))
    kept(CornerOpening(outlet=corner, starts_on=THEN))
    two[0].company.phone, two[0].company.npwp = "+62541661001", "0012345678901000"
    kept(two[0].company)


def test_no_list_that_nobody_touched_changes_anything(everything, back, monkeypatch):
    monkeypatch.setattr(jobs, "figures_of_years", lambda importer, on: {})
    for code, importer in importers().items():
        if importer.key is None:
            continue
        count, before = importer.model.objects.count(), importer.model.history.count()
        assert count, code
        told = back(code)
        assert counts(told) == {"unchanged": count}, (code, reasons(told))
        assert importer.model.history.count() == before
        assert {row.how for row in ImportedRow.objects.filter(imported=told)} == {"key"}


def test_as_xlsx_it_comes_back_as_well(two, tmp_path):
    with xlsx_file(importers()["sponsorships"].exported(None, ON, Sponsorship.objects.all()), title="Daftar") as file:
        (tmp_path / "a.xlsx").write_bytes(file.read())
    assert counts(taken("sponsorships", tmp_path / "a.xlsx")) == {"unchanged": 2}


def test_whatever_was_edited_the_row_is_its_record(two, back):
    edited = [(1, "since", "2018-05-01"), (1, "until", "31/12/2019"), (2, "on_capital", "ya"), (2, "company", "PT Mundur")]
    told = back("sponsorships", *edited)
    assert counts(told) == {"updated": 2}, reasons(told)
    one, other = Sponsorship.objects.order_by("pk")
    assert (one.starts_on, one.last_day, one.pk) == (date(2018, 5, 1), date(2019, 12, 31), two[0].pk)
    assert (other.on_capital, other.on_market, other.company.name, other.pk) == (True, two[1].on_market, "PT Mundur", two[1].pk)
    assert other.history.latest("history_id").history_change_reason == told.why


def test_an_emptied_cell_takes_nothing_away(two, back):
    assert counts(back("sponsorships", (1, "until", ""), (1, "on_market", ""))) == {"unchanged": 2}
    assert causes(back("sponsorships", (1, "company", ""))) == [("company", "missing")]


def test_what_was_changed_on_both_sides_is_asked_with_both_values(two, back, officer):
    def meanwhile():
        one = Sponsorship.objects.get(pk=two[0].pk)
        one.ends_on, one.company = date(2020, 7, 1), Partner.objects.get(name="PT Mundur")
        keep(one, by=officer, why="Perbaikan")

    told = back("sponsorships", (1, "until", "2020-03-31"), between=meanwhile)
    assert counts(told) == {"refused": 1, "unchanged": 1}
    assert causes(told) == [("until", "conflict")]
    assert officer.name in reasons(told)[0] and "30" in reasons(told)[0]
    assert "31" in told.told["causes"][0]["spellings"][0]["value"]


@pytest.mark.parametrize(
    ("conflict", "last_day", "outcome"), [("file", date(2020, 3, 31), "updated"), ("record", None, "unchanged")]
)
def test_who_is_right_is_decided_once(two, back, conflict, last_day, outcome):
    def meanwhile():
        Sponsorship.objects.filter(pk=two[1].pk).delete()
        one = Sponsorship.objects.get(pk=two[0].pk)
        one.ends_on = None
        kept(one)

    told = back("sponsorships", (1, "until", "2020-03-31"), between=meanwhile, conflict=conflict)
    assert counts(told) == {"updated" if last_day else "unchanged": 1, "refused": 1}
    assert causes(told) == [("key", "unknown-key")]
    assert Sponsorship.objects.get().last_day == last_day


def test_what_only_the_record_changed_stays_and_a_new_name_is_no_fault(two, back):
    def meanwhile():
        rename_partner(partner=two[0].company, name="PT Maju Bersama", on=ON, by=None, why="Akta")
        one = Sponsorship.objects.get(pk=two[1].pk)
        one.on_production = True
        kept(one)
        two[0].msme.name = "Keripik Bu Ani"
        kept(two[0].msme)

    assert counts(back("sponsorships", between=meanwhile)) == {"unchanged": 2}
    assert Sponsorship.objects.get(pk=two[1].pk).on_production


def test_what_was_renamed_since_is_meant_by_the_name_it_had(back):
    store = make_store("Toko Melayu", partnered=BEGIN)

    def meanwhile():
        store.name = "Toko Panji"
        kept(store)

    assert counts(back("store-partnerships", between=meanwhile)) == {"unchanged": 1}


def test_a_border_between_two_facts_moves_in_one_file_and_back(two, back, officer):
    told = back("sponsorships", (1, "until", "2021-05-31"), (2, "since", "2021-06-01"))
    assert counts(told) == {"updated": 2}, reasons(told)
    assert [one.starts_on for one in Sponsorship.objects.order_by("pk")] == [BEGIN, date(2021, 6, 1)]
    undo(imported=told, importer=importers()["sponsorships"], by=officer, at=AT, why="Keliru")
    assert [one.starts_on for one in Sponsorship.objects.order_by("pk")] == [BEGIN, THEN]
    assert causes(back("sponsorships", (1, "until", "2021-05-31"))) == [("since", "overlap")]


def test_a_key_that_leads_nowhere_is_told(two, back):
    standing = Enrolment.objects.get()
    key = f"enrolments-{standing.pk}.{standing.version}"
    told = back("sponsorships", (1, "key", key), (2, "key", f"sponsorships-{two[0].pk}.{two[1].version}"))
    assert counts(told) == {"refused": 2} and causes(told) == [("key", "unknown-key")]
    told = back("sponsorships", (1, "key", "abc"), dropped=["key:unknown-key"])
    assert counts(told) == {"unchanged": 2}


def test_a_row_with_a_new_record_has_no_key(two, back):
    told = back("sponsorships", (2, "key", ""), (2, "since", "2022-01-01"))
    assert causes(told) == [("since", "overlap")] and Sponsorship.objects.count() == 2


def test_only_what_somebody_may_see_is_found_by_its_key(two, company_manager, company):
    mine = make_sponsorship(company, make_msme("Madu Budi"))
    run = Run(user=company_manager, partner=company, on=ON, decided=Decided())
    assert set(seen(Sponsorship, run, {mine.pk, *(one.pk for one in two)})) == {mine.pk}
    assert not seen(Standardisation, run, {1})


def test_what_has_its_own_page_is_not_changed_by_a_file(two, back, administrator, officer):
    at = {one.user.email: row for row, one in enumerate(Membership.objects.order_by("pk"), 1)}
    words = {"by": administrator, "partner": administrator.memberships.get().partner}
    typed = [(at[administrator.email], "role", "Petugas"), (at[officer.email], "person", administrator.email)]
    assert causes(back("memberships", *typed, **words)) == [("person", "own-page"), ("until", "administrator")]
    assert causes(back("partners", (1, "name", "Lain Sekali"))) == [("name", "own-page")]
    make_msme("Madu Budi", enrolled=BEGIN)
    assert causes(back("enrolments", (1, "msme", "Madu Budi"))) == [("msme", "own-page")]


def test_a_coach_who_is_exchanged_serves_for_their_own_lab(everything, back, lab_head):
    make_partner("X")
    assert causes(back("assignments", (1, "since", "1999-01-01"))) == [("since", "no-lab")]
    told = back("assignments", (1, "until", "2021-12-31"))
    assert counts(told) == {"updated": 1}, reasons(told)
