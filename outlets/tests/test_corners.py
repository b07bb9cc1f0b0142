"""A corner sits in a store that takes part."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from idaman.testing.cast import make_corner, make_store
from outlets.models import Corner, Store

ADD = "/admin/outlets/corner/add/"
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


def form(store, opened="") -> dict:
    rows = {"openings-TOTAL_FORMS": 1 if opened else 0, "openings-INITIAL_FORMS": 0, "openings-0-starts_on": opened}
    return {"store": store.pk, "name": "Gerai Uji", "planned_on": "", "openings-0-ends_on": "", **rows}


def test_a_corner_in_a_store_without_a_partnership_is_refused_at_the_store(sign_in, officer):
    page = sign_in(officer).post(ADD, form(make_store(), opened="2018-06-01"))
    assert "tidak dalam kemitraan" in page.context["adminform"].form.errors["store"][0]
    assert not Corner.objects.exists()


def test_a_corner_opens_only_while_the_partnership_is_in_force(sign_in, officer):
    store = make_store(partnered=date(2018, 3, 1), last_day=date(2019, 3, 31))
    client = sign_in(officer)
    page = client.post(ADD, form(store, opened="2019-04-01"))
    assert "tidak dalam kemitraan" in str(page.context["errors"])
    assert client.post(ADD, form(store, opened="2019-03-31")).status_code == 302
    corner = Corner.objects.get()
    assert Corner.objects.open(on=date(2019, 3, 31)).get() == corner


def test_the_rule_holds_on_every_road(db):
    with pytest.raises(ValidationError):
        make_corner(make_store())
    with pytest.raises(ValidationError):
        make_corner(make_store("Toko Dua", partnered=date(2018, 3, 1), last_day=date(2018, 12, 31)), opened=date(2019, 1, 1))


def test_a_store_is_planned_until_it_opens(db):
    from idaman.history import keep
    from outlets.models import StoreOpening

    own = keep(Store(name="Toko I-DAMAN Uji", planned_on=date(2019, 2, 1)), by=None)
    keep(StoreOpening(outlet=own, starts_on=date(2021, 6, 1)), by=None)
    planned = [
        day
        for day in (date(2019, 1, 31), date(2019, 2, 1), date(2021, 5, 31), date(2021, 6, 1))
        if own in Store.objects.planned(on=day)
    ]
    assert planned == [date(2019, 2, 1), date(2021, 5, 31)]


def test_a_partnership_under_which_a_corner_opened_stays(sign_in, administrator):
    store = make_store(partnered=date(2018, 3, 1))
    make_corner(store, opened=date(2018, 6, 1))
    partnership, client = store.partnerships.get(), sign_in(administrator)
    address = f"/admin/outlets/storepartnership/{partnership.pk}/"
    form = {"store": store.pk, "starts_on": "2024-01-01", "ends_on": "", "change_reason": "x"}
    assert "1 Jun 2018" in str(client.post(f"{address}change/", form).context["errors"])
    moved = {**form, "starts_on": "2018-03-01", "store": make_store("Toko Dua").pk}
    assert "1 Jun 2018" in str(client.post(f"{address}change/", moved).context["errors"])
    rows = {
        "partnerships-TOTAL_FORMS": 1,
        "partnerships-INITIAL_FORMS": 1,
        "openings-TOTAL_FORMS": 0,
        "openings-INITIAL_FORMS": 0,
    }
    row = {"partnerships-0-id": partnership.pk, "partnerships-0-store": store.pk, "partnerships-0-starts_on": "2024-01-01"}
    whole = {"name": store.name, "chain": store.chain_id, "change_reason": "x", **rows, **row}
    page = client.post(f"/admin/outlets/store/{store.pk}/change/", whole)
    assert page.status_code == 200 and "1 Jun 2018" in page.text
    client.post(f"{address}delete/", {"post": "yes", "change_reason": "x"})
    partnership.refresh_from_db()
    assert partnership.starts_on == date(2018, 3, 1)
