"""What becomes of two records of one business, and how they become two again."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman import workspace
from idaman.history import keep
from idaman.models import Region
from idaman.testing.cast import ends, make_assignment, make_msme, make_partner, make_product, make_sponsorship
from msmes.actions import move_enrolment
from msmes.merging.actions import merge, preview, undo
from msmes.merging.joining import relations
from msmes.merging.models import Merge
from msmes.models import CURRENT, Address, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, Standardisation

AT = datetime(2020, 5, 4, 9, tzinfo=ZoneInfo("Asia/Makassar"))
DAY = date(2020, 5, 4)
State = Enrolment.State


@pytest.fixture
def pair(db):
    return {"kept": make_msme("Usaha Tetap"), "gone": make_msme("Usaha Kembar")}


def joined(pair, by=None) -> Merge:
    return merge(**pair, at=AT, by=by, why="usaha yang sama")


def undone(done: Merge, by=None) -> Merge:
    return undo(merge=done, at=AT, by=by, why="ternyata dua usaha")


def move(msme, state, on):
    return move_enrolment(msme=msme, to=state, on=on, by=None, why="x")


def standings(msme) -> list[tuple]:
    return [(one.state, one.starts_on, one.ends_on) for one in msme.enrolments.order_by("starts_on")]


def product(msme, on, last_day=None) -> Product:
    made = make_product(msme, on=on)
    made.name, made.ends_on = "Madu Hutan", ends(last_day)
    return keep(made, by=None)


# --- what moves


def test_what_hangs_on_the_other_record_passes_to_the_one_that_stays(pair, officer, coach):
    gone, kept = pair["gone"], pair["kept"]
    made = make_product(gone, standardised=date(2019, 1, 1))
    make_sponsorship(make_partner("Perusahaan Uji"), gone)
    make_assignment(gone, coach)
    joined(pair, by=officer)
    facts = [kept.products.get(), kept.sponsorships.get(), kept.assignments.get()]
    assert facts[0] == made and made.standardisations.exists()
    for fact in facts:
        last = fact.history.latest()
        assert (last.history_user, last.history_change_reason) == (officer, "usaha yang sama")
    assert not any(getattr(gone, name).exists() for name in ("products", "sponsorships", "assignments"))


def test_the_record_that_went_counts_nowhere_and_stands_in_no_list_or_picker(pair, sign_in, officer):
    joined(pair)
    client = sign_in(officer)
    assert [one.name for one in Msme.objects.current()] == ["Usaha Tetap"]
    assert client.get("/admin/msmes/msme/?q=Usaha").context["cl"].result_count == 1
    picked = "/admin/autocomplete/?app_label=msmes&model_name=sponsorship&field_name=msme&term=Usaha"
    assert [one["text"] for one in client.get(picked).json()["results"]] == ["Usaha Tetap"]


def test_an_old_link_leads_to_the_record_that_stayed(pair, sign_in, officer):
    joined(pair)
    last = make_msme("Usaha Akhir")
    merge(kept=last, gone=pair["kept"], at=AT, by=None, why="x")
    client = sign_in(officer)
    for gone in pair.values():
        assert client.get(f"/admin/msmes/msme/{gone.pk}/change/").url == f"/admin/msmes/msme/{last.pk}/change/"
    assert client.get("/admin/msmes/msme/999999999999999999999/change/").status_code == 404


def test_a_record_that_went_gets_no_new_facts(pair):
    joined(pair)
    with pytest.raises(ValidationError):
        make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])


def test_every_key_to_an_msme_chooses_among_current_records(db):
    assert len(relations(Msme)) >= 5
    assert all(one.field.get_limit_choices_to() == CURRENT for one in relations(Msme)), "limit_choices_to=CURRENT"


# --- what may not overlap


def test_where_both_have_a_standing_that_of_the_record_that_stays_wins(pair):
    move(pair["kept"], State.ENROLLED, date(2019, 6, 1))
    move(pair["gone"], State.ENROLLED, date(2018, 6, 1))
    move(pair["gone"], State.GRADUATED, date(2020, 1, 1))
    joined(pair)
    assert standings(pair["kept"]) == [
        ("enrolled", date(2018, 6, 1), date(2019, 6, 1)),
        ("enrolled", date(2019, 6, 1), None),
    ]


def test_a_standing_fills_the_days_between_and_after_those_of_the_other(pair):
    for start, end in ((date(2018, 6, 1), date(2018, 9, 1)), (date(2019, 6, 1), date(2019, 9, 1))):
        keep(Enrolment(msme=pair["kept"], state="enrolled", starts_on=start, ends_on=end), by=None)
    move(pair["gone"], State.ENROLLED, date(2018, 3, 5))
    joined(pair)
    borders = [(one.starts_on, one.ends_on) for one in pair["kept"].enrolments.order_by("starts_on")]
    assert borders == [
        (date(2018, 3, 5), date(2018, 6, 1)),
        (date(2018, 6, 1), date(2018, 9, 1)),
        (date(2018, 9, 1), date(2019, 6, 1)),
        (date(2019, 6, 1), date(2019, 9, 1)),
        (date(2019, 9, 1), None),
    ]


def test_a_standing_that_could_not_lead_to_the_next_is_left_out(pair):
    move(pair["gone"], State.ENROLLED, date(2018, 3, 5))
    move(pair["gone"], State.GRADUATED, date(2018, 9, 1))
    keep(Enrolment(msme=pair["kept"], state="suspended", reason="x", starts_on=date(2019, 1, 1)), by=None)
    joined(pair)
    assert standings(pair["kept"]) == [
        ("enrolled", date(2018, 3, 5), date(2018, 9, 1)),
        ("suspended", date(2019, 1, 1), None),
    ]


def test_a_preview_tells_why_a_standing_is_left_out(pair):
    keep(Enrolment(msme=pair["kept"], state="suspended", reason="x", starts_on=date(2019, 1, 1)), by=None)
    for state, start in (("graduated", date(2018, 4, 1)), ("exited", date(2019, 4, 1))):
        keep(Enrolment(msme=pair["gone"], state=state, reason="x", starts_on=start, ends_on=date(start.year, 5, 1)), by=None)
    told = preview(**pair, on=DAY).told
    assert len(told) == len(set(told)) == 2 and told[0].split(") ")[-1] != told[1].split(") ")[-1]


def test_a_standing_beside_those_of_the_other_is_left_out_where_it_makes_no_sense(pair):
    keep(Enrolment(msme=pair["kept"], state="exited", reason="x", starts_on=DAY, ends_on=date(2020, 8, 1)), by=None)
    for state, start, end in (("graduated", date(2019, 1, 1), date(2019, 2, 1)), ("suspended", date(2020, 9, 1), None)):
        keep(Enrolment(msme=pair["gone"], state=state, reason="x", starts_on=start, ends_on=end), by=None)
    joined(pair)
    assert standings(pair["kept"]) == [("exited", DAY, date(2020, 8, 1))]


def test_the_address_of_the_record_that_stays_wins(pair):
    here, there = Region.objects.villages()[:2]
    keep(Address(msme=pair["kept"], village=here, starts_on=date(2019, 1, 1)), by=None)
    keep(Address(msme=pair["gone"], village=there, starts_on=date(2018, 1, 1)), by=None)
    joined(pair)
    found = [(one.village, one.ends_on) for one in pair["kept"].addresses.order_by("starts_on")]
    assert found == [(there, date(2019, 1, 1)), (here, None)]


def test_two_sponsorships_by_one_company_become_one_with_the_days_and_aspects_of_both(pair):
    company = make_partner("Perusahaan Uji")
    first = make_sponsorship(company, pair["kept"], date(2018, 5, 1), date(2018, 12, 31))
    make_sponsorship(company, pair["kept"], date(2019, 3, 1), date(2019, 3, 31))
    other = Sponsorship(company=company, msme=pair["gone"], on_capital=True, starts_on=date(2018, 3, 1))
    keep(other, by=None)
    joined(pair)
    one = pair["kept"].sponsorships.get()
    assert (one.pk, one.starts_on, one.ends_on) == (first.pk, date(2018, 3, 1), None)
    assert (one.on_market, one.on_capital, one.on_production) == (True, True, False)


def test_two_products_of_one_name_become_one_with_the_standardisations_of_both(pair):
    own, other = product(pair["kept"], date(2018, 5, 1)), product(pair["gone"], date(2018, 3, 1), date(2019, 12, 31))
    for made, start, end in ((own, (2018, 6), (2018, 12)), (other, (2018, 9), (2019, 3)), (other, (2019, 6), (2019, 9))):
        fact = Standardisation(product=made, starts_on=date(*start, 1), ends_on=date(*end, 1))
        keep(fact, by=None)
    joined(pair)
    assert (pair["kept"].products.get(), own.standardisations.count()) == (own, 2)
    assert Product.objects.get().starts_on == date(2018, 3, 1)
    found = [(one.starts_on, one.ends_on) for one in own.standardisations.order_by("starts_on")]
    assert found == [(date(2018, 6, 1), date(2019, 3, 1)), (date(2019, 6, 1), date(2019, 9, 1))]


# --- the business's own words and numbers


def test_the_nib_is_freed_and_empty_fields_are_filled(db):
    gone = make_msme("B", nib="9120001000001", npwp="0640201410180001", owner_nik="6402014101800001", phone="+62812345678")
    kept = make_msme("A", owner_nik="6402014101800002")
    joined({"kept": kept, "gone": gone})
    kept, gone = Msme.objects.get(pk=kept.pk), Msme.objects.get(pk=gone.pk)
    assert (kept.nib, kept.npwp, kept.phone) == ("9120001000001", "0640201410180001", "+62812345678")
    assert (kept.owner_nik, gone.owner_nik, gone.nib) == ("6402014101800002", "6402014101800001", None)
    assert Msme.objects.current().get(npwp_hash=gone.npwp_hash) == kept


def test_a_second_nib_stays_among_the_older_numbers(db):
    gone, kept = make_msme("B", nib="9120001000001", older_numbers="SIUP 1"), make_msme("A", nib="9120001000002")
    joined({"kept": kept, "gone": gone})
    kept.refresh_from_db()
    assert (kept.nib, kept.older_numbers) == ("9120001000002", "SIUP 1\nNIB 9120001000001")
    assert make_msme("C", nib="9120001000001").pk, "the NIB is free"


def test_no_personal_number_stands_in_clear_in_what_a_merge_keeps(db):
    gone = make_msme("B", npwp="0640201410180001", owner_nik="6402014101800001")
    done = joined({"kept": make_msme("A"), "gone": gone})
    for text in (json.dumps(Merge.objects.get().moved), repr(list(Merge.history.values()))):
        assert "6402014101800001" not in text and "0640201410180001" not in text
    undone(done)
    assert Msme.objects.get(name="B").owner_nik == "6402014101800001"
    assert Msme.objects.get(name="A").owner_nik == Msme.objects.get(name="A").owner_nik_hash == ""


# --- looking first


def test_a_preview_tells_what_happens_and_changes_nothing(pair):
    for one in pair.values():
        move(one, State.ENROLLED, date(2018, 6, 1))
        make_sponsorship(make_partner("Perusahaan Uji"), one)
    history = Sponsorship.history.count()
    seen = preview(**pair, on=DAY)
    assert [(one.before, one.after) for one in seen.effects] == [(2, 1)], "assisted MSMEs, and nothing else"
    assert len(seen.told) == 2 and any("Perusahaan Uji → Usaha Kembar" in sentence for sentence in seen.told)
    assert Msme.objects.current().count() == 2 and not Merge.objects.exists()
    assert Sponsorship.history.count() == history


def test_a_preview_costs_the_same_however_many_msmes_there_are(pair, django_assert_num_queries):
    make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])
    preview(**pair, on=DAY)
    with CaptureQueriesContext(connection) as few:
        preview(**pair, on=DAY)
    for number in range(10):
        make_sponsorship(make_partner("Perusahaan Uji"), make_msme(f"Usaha {number}", enrolled=date(2018, 6, 1)))
    with django_assert_num_queries(len(few)):
        preview(**pair, on=DAY)


def test_the_timeline_of_the_record_that_stayed_tells_of_the_merge(pair, officer):
    joined(pair, by=officer)
    told = [event for event in workspace.events.ask(pair["kept"], user=officer, on=DAY) if "Usaha Kembar" in event.title]
    assert [(event.day, event.by) for event in told] == [(DAY, "Officer")]
    assert not list(workspace.events.ask(pair["kept"], user=officer, on=date(2020, 5, 3)))


# --- twice, and back


def test_the_second_of_two_who_merge_is_told(pair):
    joined(pair)
    with pytest.raises(ValidationError, match="Usaha Kembar"):
        joined(pair)
    with pytest.raises(ValidationError, match="Usaha Kembar"):
        joined({"kept": pair["gone"], "gone": pair["kept"]})


def test_a_record_is_not_merged_into_itself(pair):
    with pytest.raises(ValidationError):
        joined({"kept": pair["kept"], "gone": pair["kept"]})
    assert Msme.objects.current().count() == 2


def test_undoing_is_refused_when_a_fact_was_changed_since_and_names_it(pair):
    moved = make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])
    done = joined(pair)
    moved.refresh_from_db()
    moved.ends_on = date(2021, 1, 1)
    keep(moved, by=None)
    with pytest.raises(ValidationError, match="Perusahaan Uji"):
        undone(done)
    assert Msme.objects.current().count() == 1, "nothing half undone"


def test_a_name_or_telephone_changed_since_stays_when_a_merge_is_undone(pair):
    pair["gone"].phone = "+62812345678"
    keep(pair["gone"], by=None)
    done, kept = joined(pair), pair["kept"]
    kept.refresh_from_db()
    kept.name = "Usaha Berganti Nama"
    keep(kept, by=None)
    undone(done)
    found = {(one.name, one.phone) for one in Msme.objects.current()}
    assert found == {("Usaha Berganti Nama", ""), ("Usaha Kembar", "+62812345678")}


def test_undoing_is_refused_when_a_fact_was_deleted_since(pair):
    moved = make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])
    done = joined(pair)
    moved.delete()
    with pytest.raises(ValidationError):
        undone(done)


@pytest.mark.parametrize("has_facts", [True, False])
def test_a_later_merge_is_undone_first(pair, has_facts):
    if has_facts:
        make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])
    first = joined(pair)
    second = merge(kept=make_msme("Usaha Akhir"), gone=pair["kept"], at=AT, by=None, why="x")
    with pytest.raises(ValidationError, match="Usaha Akhir"):
        undone(first)
    undone(second)
    undone(first)
    assert pair["gone"].sponsorships.count() == has_facts and Msme.objects.current().count() == 3


def test_a_merge_is_undone_once_and_can_be_made_again(pair):
    done = joined(pair)
    undone(done)
    assert joined(pair).pk != done.pk
    with pytest.raises(ValidationError):
        undone(done)


def test_undoing_is_refused_in_words_when_the_nib_was_given_to_another_meanwhile(db):
    gone, kept = make_msme("B", nib="9120001000001"), make_msme("A", nib="9120001000002")
    done = joined({"kept": kept, "gone": gone})
    make_msme("C", nib="9120001000001")
    with pytest.raises(ValidationError):
        undone(done)


def test_what_was_recorded_since_stays_where_it_was_recorded(pair):
    keep(Address(msme=pair["kept"], village=Region.objects.villages()[0], starts_on=date(2019, 1, 1)), by=None)
    own = product(pair["kept"], date(2018, 5, 1))
    done = joined(pair)
    keep(Standardisation(product=own, starts_on=date(2019, 1, 1)), by=None)
    undone(done)
    assert own.standardisations.exists()
