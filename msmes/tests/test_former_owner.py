"""After a business changed hands, the owner before stands in its history, for those alone who may see personal data."""

from datetime import date

import pytest

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import PEOPLE, make_assignment, make_msme, make_partner, make_person, make_sponsorship, put_down
from msmes.consents.models import Consent
from msmes.models import Msme
from msmes.tests.test_importing import GOOD, file_of, taken
from partners.importing.importers import importers
from partners.importing.models import Import
from partners.importing.undoing import undo
from partners.roles import TABLE, May, Role

pytestmark = pytest.mark.engine_free

BEFORE = {"owner_name": "Ibu Dahulu", "phone": "+6281111111111"}
AFTER = {"owner_name": "Bapak Sekarang", "phone": "+6282222222222"}
KEEPERS = {"officer", "administrator"}


@pytest.fixture
def cast(db) -> dict:
    return {word: make_person(word, *rest) for word, rest in PEOPLE.items()}


@pytest.fixture
def sold(cast):
    """A business of everybody's: sponsored, coached, with the owner's consent, and another owner since."""
    one = make_msme("Usaha Dijual", enrolled=date(2020, 1, 1), village="Timbau", **BEFORE)
    for company in ("Perusahaan Uji", "Perusahaan Lain"):
        make_sponsorship(make_partner(company), one)
    make_assignment(one, cast["coach"])
    keep(Consent(msme=one, purpose="company", version=1, how="signed", starts_on=date(2020, 1, 1)), by=None)
    for name, value in AFTER.items():
        setattr(one, name, value)
    return keep(one, by=cast["officer"], why="dijual")


@pytest.mark.parametrize("word", sorted([*PEOPLE, "anonymous"]))
def test_only_who_may_see_personal_data_reads_who_owned_it_before_and_is_led_there(client, cast, sold, word):
    if word in cast:
        client.force_login(cast[word])
    history, page = f"/admin/msmes/msme/{sold.pk}/history/", client.get(sold.get_absolute_url())
    told = put_down(client.get(history))
    reads = [value in told.text for value in BEFORE.values()]
    assert reads == [word in KEEPERS] * 2 and (told.status_code == 200) == (word in KEEPERS)
    assert (history in page.text) == (word in KEEPERS)
    assert not any(value in page.text for value in BEFORE.values())


def test_whoever_keeps_records_may_see_personal_data():
    """Histories and records are shown without masks for names and telephones."""
    assert not [role for role in Role if May.KEEP_RECORDS in TABLE[role].may and May.SEE_PERSONAL not in TABLE[role].may]


# --- an import gave the business to somebody else by mistake


def consent(msme, **more):
    return keep(Consent(**{"msme": msme, "purpose": "company", "version": 1, "how": "signed", **more}), by=None)


def given_away(folder) -> Import:
    other = [*GOOD[:2], "Pak Umpama", GOOD[3], "6402010507900002", *GOOD[5:]]
    return taken(file_of(folder, other), known="take")


def undone(imported, officer):
    return undo(imported=imported, importer=importers()["msmes"], by=officer, at=clock.now(), why="Keliru")


def test_consents_that_an_import_ended_are_in_force_again_when_it_is_undone(db, tmp_path, officer):
    taken(file_of(tmp_path, GOOD))
    old = consent(Msme.objects.get(), starts_on=date(2020, 1, 1))
    today = consent(Msme.objects.get(), purpose="catalogue", starts_on=clock.today())
    imported = given_away(tmp_path)
    assert Consent.objects.get().ends_on == clock.today()
    undone(imported, officer)
    assert {one.pk: one.ends_on for one in Consent.objects.all()} == {old.pk: None, today.pk: None}
    assert Consent.history.filter(id=old.pk).first().history_user == officer


def test_where_the_new_owner_agreed_since_the_import_stays(db, tmp_path, officer):
    taken(file_of(tmp_path, GOOD))
    consent(Msme.objects.get(), starts_on=date(2020, 1, 1))
    imported = given_away(tmp_path)
    consent(Msme.objects.get(), starts_on=clock.today())
    assert [*undone(imported, officer).touched] == [Msme.objects.get().pk]
    assert Msme.objects.get().owner_name == "Pak Umpama" and Consent.objects.filter(ends_on=None).count() == 1
