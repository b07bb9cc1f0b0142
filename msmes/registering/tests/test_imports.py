"""A company's own list comes into the same queue as if each business had been typed."""

from datetime import date

import pytest
from django.http import Http404

from idaman.testing.cast import make_msme, make_sponsorship
from msmes.models import Msme
from msmes.registering import actions
from msmes.registering.models import Registration
from partners.importing import jobs
from partners.importing.importers import find, importers, opened_to
from partners.importing.models import Import, ImportedRow
from partners.importing.tests.small_files import AT, ON, causes, counts, handed_over, reasons, taken, written_to
from partners.importing.undoing import looked_at, undo

HEADINGS = ["Nama Usaha", "Pemilik", "Desa", "Kecamatan", "NIB", "No HP", "JK", "Omzet", "Dibina sejak", "Disabilitas"]
KERIPIK = [
    "Keripik Ani",
    "Ani",
    "Loa Ipuh",
    "Tenggarong",
    "1234567890123",
    "081155500011",
    "P",
    "Rp 2.500.000",
    "Maret 2024",
    "Tidak",
]
MADU = ["Madu Budi", "Budi", "Melayu", "Tenggarong", "", "081155500012", "L", "", "", ""]
WHOLE = {"aspects": "pasar, modal", "consent": "Ya", "how": "Ditandatangani"}


@pytest.fixture
def hand_in(db, tmp_path, company_manager, company):
    def handed_in(*rows, name="a.csv", whole=WHOLE, **words):
        path = written_to(tmp_path / name, HEADINGS, *rows)
        return taken("registrations", path, by=company_manager, partner=company, whole=whole, **words)

    return handed_in


def test_each_row_is_handed_in_as_if_typed(hand_in, company, company_manager):
    told = hand_in(KERIPIK, MADU)
    assert counts(told) == {"created": 2}, reasons(told)
    first, second = company.registrations.to_decide().order_by("pk")
    assert first.begun_by == company_manager
    assert {one.history_change_reason for one in first.history.all()} == {told.why}
    details = actions.told(first, today=ON)
    assert details["support"]["aspects"] == ["capital", "market"]
    assert details["support"]["monthly_turnover"] == 2_500_000
    assert details["support"]["supported_from"] == date(2024, 3, 1)
    assert details["owner"]["owner_has_disability"] == "no"
    unsaid = actions.told(second, today=ON)
    assert unsaid["support"]["monthly_turnover"] is None
    assert unsaid["owner"]["owner_has_disability"] == ""
    assert not Msme.objects.exists()


def test_an_officer_accepts_them_like_any_other(hand_in, officer, company):
    hand_in(KERIPIK)
    one = company.registrations.get()
    made = actions.accept(registration=one, by=officer, at=AT, holds_from=date(2026, 1, 1)).msme
    assert (made.name, made.nib, made.sponsorships.get().company) == ("Keripik Ani", "1234567890123", company)
    assert made.consents.get().how == "signed"


def test_the_same_file_twice_makes_nothing_new(hand_in, officer, company):
    hand_in(KERIPIK, MADU)
    actions.accept(registration=company.registrations.order_by("pk").first(), by=officer, at=AT, holds_from=date(2026, 1, 1))
    again = hand_in(KERIPIK, MADU, name="b.csv")
    assert counts(again) == {"unchanged": 2}
    assert company.registrations.count() == 2


def test_rows_are_judged_by_the_rules_of_the_form(hand_in):
    told = hand_in([*KERIPIK[:1], "", *KERIPIK[2:]], [*MADU[:2], "Melayuu", *MADU[3:]], MADU, MADU, whole={"aspects": "pasar"})
    assert counts(told) == {"refused": 3, "duplicate": 1}
    expected = [
        ("consent", "rule-company"),
        ("how", "rule-how"),
        ("owner_name", "rule-owner_name"),
        ("village", "village-unknown"),
    ]
    assert causes(told) == expected


def test_a_company_learns_nothing_of_what_others_recorded(hand_in, company, outsider):
    other = make_msme("Keripik Ani", nib="1234567890123", phone="+6281155500011", village="Loa Ipuh", enrolled=date(2019, 1, 1))
    make_sponsorship(outsider.memberships.get().partner, other)
    told = hand_in(KERIPIK)
    assert counts(told) == {"created": 1}
    ledger = ImportedRow.objects.get(imported=told)
    assert (ledger.how, ledger.problems, told.told["causes"]) == ("", [], [])


def test_what_the_company_sponsors_already_is_told(hand_in, company):
    make_sponsorship(company, make_msme("Madu Budi", village="Melayu"))
    assert causes(hand_in(MADU)) == [("name", "sponsored")]


def test_undoing_withdraws_what_still_waits_and_names_what_was_decided(hand_in, company, company_manager, officer):
    told = hand_in(KERIPIK, MADU)
    first, second = company.registrations.order_by("pk")
    actions.send_back(registration=first, by=officer, at=AT, why="NIB?")
    importer = importers()["registrations"]
    found = looked_at(told, importer)
    assert (found.delete, found.touched) == ({Registration: [second.pk]}, {first.pk: str(officer)})
    undo(imported=told, importer=importer, by=company_manager, at=AT, why="Berkas keliru")
    states = dict(company.registrations.values_list("pk", "state"))
    assert states == {first.pk: "returned", second.pk: "withdrawn"}
    assert told.why in second.history.first().history_change_reason
    assert Import.objects.get(pk=told.pk).state == Import.State.UNDONE


def test_a_company_imports_registrations_and_nothing_else(company_manager, company_viewer, officer, administrator, coach):
    assert [one.code for one in opened_to(company_manager)] == ["registrations"]
    assert opened_to(company_viewer) == opened_to(coach) == []
    by_officer = {one.code for one in opened_to(officer)}
    assert "registrations" not in by_officer
    assert "memberships" not in by_officer
    assert {one.code for one in opened_to(administrator)} == by_officer | {"memberships"}
    for code in ("msmes", "sponsorships", "memberships", "no-such"):
        with pytest.raises(Http404):
            find(company_manager, code)


def test_imports_are_seen_by_the_company_that_made_them(hand_in, tmp_path, company_viewer, company_manager, outsider, officer):
    told = hand_in(KERIPIK)
    for person, seen in ((company_manager, True), (outsider, False), (officer, False), (company_viewer, False)):
        opened = [one.code for one in opened_to(person)]
        assert (told in Import.objects.visible_to(person, on=ON, opened=opened)) is seen


def test_a_right_that_ended_stops_the_job(db, tmp_path, company_manager, company):
    company_manager.memberships.update(ends_on=ON)
    path = written_to(tmp_path / "a.csv", HEADINGS, KERIPIK)
    imported = handed_over("registrations", path, by=company_manager, partner=company, whole=WHOLE)
    jobs.ask(imported, Import.State.CHECKING, at=AT)
    jobs.check_file.func(imported.pk, imported.turn + 1)
    stopped = Import.objects.get(pk=imported.pk)
    assert stopped.state == Import.State.FAILED
    assert stopped.fault
    assert not company.registrations.exists()
