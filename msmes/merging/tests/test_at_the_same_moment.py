"""Who writes about a record in the very moment in which it is merged away: moved along, or told, never left behind."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from idaman.history import keep, sign
from idaman.testing.cast import make_msme, make_partner, make_person, make_sponsorship
from msmes.admin import MsmeAdmin
from msmes.merging.actions import merge
from msmes.models import Msme, Sponsorship
from partners.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2020, 5, 4, 9, tzinfo=ZoneInfo("Asia/Makassar"))
WAITED = 1.5  # seconds after which somebody who is still not done is waiting for the other


@pytest.fixture
def pair():
    return {"kept": make_msme("Usaha Tetap"), "gone": make_msme("Usaha Kembar")}


def begun(act) -> threading.Thread:
    """Somebody at the next desk, who does it now."""

    def run():
        try:
            act()
        finally:
            connection.close()

    found = threading.Thread(target=run)
    found.start()
    return found


def merge_them(pair):
    return merge(**pair, at=AT, by=None, why="usaha yang sama")


def on(msme) -> Sponsorship:
    return Sponsorship(company=make_partner("Perusahaan Uji"), msme=msme, starts_on=date(2019, 1, 1), on_market=True)


def test_a_fact_judged_before_the_merge_and_saved_after_it_moves_along(pair):
    fact = on(pair["gone"])
    with transaction.atomic():
        list(Msme.objects.all())  # on SQLite the transaction begins to write here at the latest
        fact.full_clean()
        desk = begun(lambda: merge_them(pair))
        desk.join(timeout=WAITED)
        fact.save()
    desk.join(timeout=30)
    assert Sponsorship.objects.get().msme == pair["kept"] and Msme.objects.current().get() == pair["kept"]


def test_a_fact_changed_by_somebody_who_read_it_before_the_merge_stays_moved(pair):
    make_sponsorship(make_partner("Perusahaan Uji"), pair["gone"])
    fact = Sponsorship.objects.select_related("msme").get()
    told = []

    def change():
        fact.on_capital = True
        try:
            with transaction.atomic():
                keep(fact, by=None)
        except ValidationError as refusal:
            told.append(refusal)

    with transaction.atomic():
        merge_them(pair)
        desk = begun(change)
        desk.join(timeout=WAITED)
    desk.join(timeout=30)
    assert told and Sponsorship.objects.get().msme == pair["kept"]


def test_an_officer_who_saves_the_record_that_is_being_merged_is_led_to_the_one_that_stays(pair, client, monkeypatch):
    officer = make_person("petugas", Role.OFFICER, "DPMPTSP")
    client.force_login(officer)
    address = f"/admin/msmes/msme/{pair['gone'].pk}/change/"
    page = client.get(address).context["adminform"].form
    sent = {"name": "Usaha Kembar", "change_reason": "x", "opened_at": page["opened_at"].value()}
    for prefix in ("addresses", "activities", "enrolments", "sponsorships"):
        sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    desks, plain = [], MsmeAdmin.save_model

    def meanwhile(self, request, obj, form, change):
        desks.append(begun(lambda: merge_them(pair)))
        desks[0].join(timeout=WAITED)
        sign(obj, by=request.user, why="x")
        plain(self, request, obj, form, change)

    monkeypatch.setattr(MsmeAdmin, "save_model", meanwhile)
    assert client.post(address, sent).status_code == 302
    desks[0].join(timeout=30)
    assert Msme.objects.current().get() == pair["kept"]
    monkeypatch.undo()
    assert client.post(address, sent).url.endswith(f"/msme/{pair['kept'].pk}/change/")
