"""What becomes of MSMEs and people when a company leaves or is sold."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from idaman.effects import tried
from idaman.history import keep
from idaman.testing.cast import ends, make_msme, make_partner, make_sponsorship, make_store
from msmes.aspects import ASPECTS
from msmes.leaving.actions import company_leaves
from msmes.models import Sponsorship
from outlets.models import Chain
from partners.models import Membership
from partners.roles import Kind

ON, BEFORE = date(2020, 7, 1), date(2018, 3, 10)
LIST = "/admin/partners/partner/"


@pytest.fixture
def buyer(db):
    return make_partner("Perusahaan Pembeli")


def leaves(company, successor=None, by=None):
    return company_leaves(company=company, on=ON, by=by, why="dijual", successor=successor)


def facts(**by) -> list[tuple]:
    found = Sponsorship.objects.filter(**by).order_by("starts_on", "pk")
    return [(one.starts_on, one.ends_on, [str(name) for name in one.aspects]) for one in found]


def own(company, msme, *aspects, on=BEFORE, last_day=None) -> Sponsorship:
    ticked = {f"on_{aspect}": True for aspect in aspects}
    return keep(Sponsorship(company=company, msme=msme, starts_on=on, ends_on=ends(last_day), **ticked), by=None)


def names(*aspects) -> list[str]:
    return [str(ASPECTS[aspect]) for aspect in aspects]


def test_all_that_a_company_does_ends_and_who_is_left_without_a_sponsor_is_named(company, company_manager, officer):
    alone, other = make_msme("Sendiri", enrolled=BEFORE), make_msme("Ditemani", enrolled=BEFORE)
    never, stranger = make_msme("Belum Ikut"), make_msme("Tanpa Pembina Sejak Dulu", enrolled=BEFORE)
    assert not stranger.sponsorships.exists()
    for one in (alone, other, never):
        make_sponsorship(company, one, BEFORE)
    make_sponsorship(make_partner("Perusahaan Lain"), other, BEFORE)
    done = leaves(company, by=officer)
    assert done.unsponsored == [alone]
    assert not Sponsorship.objects.of(company).on(ON) and Sponsorship.objects.of(company).on(date(2020, 6, 30)).count() == 3
    assert Membership.objects.get(user=company_manager).last_day == date(2020, 6, 30)
    last = alone.sponsorships.get().history.latest()
    assert (last.history_user, last.history_change_reason) == (officer, "dijual")


def test_what_would_begin_later_is_deleted_and_kept_in_its_history(company):
    make_sponsorship(company, make_msme(), date(2020, 8, 1))
    leaves(company)
    assert not Sponsorship.objects.exists()
    assert Sponsorship.history.latest().history_type == "-"
    assert Sponsorship.history.latest().history_change_reason == "dijual"


def test_a_company_that_is_sold_passes_sponsorships_people_and_chains_on(company, company_manager, buyer):
    one = make_msme("A", enrolled=BEFORE)
    own(company, one, "capital", "market", last_day=date(2020, 12, 31))
    chain = Chain.objects.get(pk=make_store().chain_id)
    chain.company = company
    keep(chain, by=None)
    done = leaves(company, buyer)
    assert facts(company=buyer) == [(ON, date(2021, 1, 1), names("capital", "market"))]
    acting = Membership.objects.filter(user=company_manager).order_by("starts_on")
    assert [(one.partner, one.starts_on, one.ends_on) for one in acting][1] == (buyer, ON, None)
    chain.refresh_from_db(), company.refresh_from_db()
    assert (chain.company, company.successor, done.unsponsored, len(done.told)) == (buyer, buyer, [], 3)


def test_where_the_successor_sponsors_already_the_aspects_are_united_from_that_day(company, buyer):
    one = make_msme(enrolled=BEFORE)
    own(company, one, "capital", last_day=date(2020, 12, 31))
    own(buyer, one, "market")
    leaves(company, buyer)
    assert facts(company=buyer) == [
        (BEFORE, ON, names("market")),
        (ON, date(2021, 1, 1), names("capital", "market")),
        (date(2021, 1, 1), None, names("market")),
    ]


def test_where_the_successor_sponsors_on_some_days_only_the_others_are_added(company, buyer):
    one = make_msme(enrolled=BEFORE)
    own(company, one, "market")
    kept = own(buyer, one, "market", "capital", last_day=date(2020, 9, 30))
    leaves(company, buyer)
    assert Sponsorship.objects.get(pk=kept.pk).last_day == date(2020, 9, 30)
    assert facts(company=buyer)[1:] == [(date(2020, 10, 1), None, names("market"))]


def test_who_acts_for_the_successor_already_is_not_doubled(company, company_manager, buyer):
    Membership(user=company_manager, partner=buyer, role="company_manager", starts_on=date(2019, 1, 1)).save()
    leaves(company, buyer)
    assert Membership.objects.filter(user=company_manager, partner=buyer).count() == 1


def test_a_company_with_nothing_left_is_told(company, company_manager):
    leaves(company)
    with pytest.raises(ValidationError, match="Perusahaan Uji"):
        leaves(company)


def test_only_companies_leave_or_succeed_and_none_itself(company, buyer):
    lab = make_partner("Laboratorium", Kind.UNIVERSITY)
    for pair in ((lab, None), (company, lab), (company, company)):
        with pytest.raises(ValidationError):
            leaves(*pair)
    company.refresh_from_db()
    assert company.successor is None


def test_an_officer_looks_at_what_ends_and_confirms(sign_in, officer, company):
    alone = make_msme("Usaha Sendiri", enrolled=BEFORE)
    make_sponsorship(company, alone, BEFORE)
    client, chosen = sign_in(officer), {"action": "leave", "_selected_action": [company.pk]}
    assert client.post(LIST, chosen).status_code == 200
    answers = {**chosen, "on": "2020-06-30", "successor": "", "why": "tutup"}
    assert client.post(LIST, {**answers, "on": "", "look": "1"}).context["form"].errors["on"]
    seen = client.post(LIST, {**answers, "look": "1"})
    assert f'<a href="/admin/msmes/msme/{alone.pk}/change/">' in seen.text
    assert {(one.before, one.after) for one in seen.context["effects"]} == {(1, 0)}
    assert 'type="hidden" name="on" value="2020-06-30"' in seen.text and "30 Jun 2020" in seen.text
    assert Sponsorship.objects.of(company).on(ON), "looking changes nothing"
    done = client.post(LIST, {**answers, "apply": "1"}, follow=True)
    assert not Sponsorship.objects.of(company).on(ON) and Sponsorship.objects.on(date(2020, 6, 30)).exists()
    assert any("Usaha Sendiri" in str(message) for message in done.context["messages"])
    assert client.post(LIST, {**answers, "apply": "1"}).context["form"].non_field_errors(), "a second tap is told"


def test_only_one_company_leaves_at_a_time(sign_in, officer, company, buyer):
    lab = make_partner("Laboratorium", Kind.UNIVERSITY)
    for chosen in ([company.pk, buyer.pk], [lab.pk]):
        assert sign_in(officer).post(LIST, {"action": "leave", "_selected_action": chosen}).status_code == 302


def test_what_passes_and_what_ends_is_told_with_its_day(company, company_manager, buyer):
    make_sponsorship(company, make_msme(), BEFORE)
    with translation.override("en"):
        told = tried(lambda: leaves(company, successor=buyer), on=ON)[0].told
        assert told[0] == "1 sponsorship passes to Perusahaan Pembeli from 1 Jul 2020."
        assert leaves(company).told[:2] == ["1 sponsorship ends on 30 Jun 2020.", "1 membership ends on 30 Jun 2020."]
