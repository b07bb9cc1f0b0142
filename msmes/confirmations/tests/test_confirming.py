"""A company says of one or many sponsorships that they are still so."""

from datetime import date

from idaman import clock, workspace
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.confirmations.actions import confirm
from msmes.confirmations.models import Confirmation, unconfirmed
from msmes.models import Sponsorship

BEGAN = date(2018, 3, 10)


def test_a_manager_confirms_the_ticked_ones_of_the_company_and_no_other(company, company_manager, sign_in):
    own = [make_sponsorship(company, make_msme(f"Usaha {n}"), BEGAN) for n in "AB"]
    other = make_sponsorship(make_partner("Perusahaan Lain"), make_msme("Usaha C"), BEGAN)
    client, today = sign_in(company_manager), clock.today()
    page = client.get("/confirmations/").text
    assert "Usaha A" in page and "Usaha C" not in page
    (task,) = [one for one in workspace.tasks.ask(company_manager, on=today) if one.key == "unconfirmed"]
    assert task.title.startswith("2 ")
    client.post("/confirmations/confirm/", {"sponsorships": [own[0].pk, other.pk, "x"]})
    assert [(one.sponsorship, one.confirmed_on, one.by) for one in Confirmation.objects.all()] == [
        (own[0], today, company_manager)
    ]
    assert set(unconfirmed(today)) == {own[1], other}


def test_a_confirmation_holds_for_a_year_and_is_made_once_a_day(company):
    fact, on = make_sponsorship(company, make_msme("Usaha A"), BEGAN), date(2020, 2, 1)
    every = Sponsorship.objects.all()
    assert [confirm(sponsorships=every, on=on, by=None) for _ in range(2)] == [1, 0]
    days = {date(2019, 3, 9): False, date(2019, 4, 1): True, on: False, date(2021, 2, 1): False, date(2021, 2, 2): True}
    assert {day: fact in unconfirmed(day) for day in days} == days


def test_what_has_ended_is_not_confirmed(company):
    make_sponsorship(company, make_msme("Usaha A"), BEGAN, last_day=date(2019, 1, 31))
    assert confirm(sponsorships=Sponsorship.objects.all(), on=date(2020, 2, 1), by=None) == 0
