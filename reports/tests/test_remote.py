"""Whether a district counts as remote: as of the day, with a source, and unknown where nobody said."""

from datetime import date

import pytest

from idaman.history import keep
from idaman.models import Region, Remoteness
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY

pytestmark = pytest.mark.django_db


def remote(district: str, is_remote: bool, since: date, until: date | None = None):
    words = {"district": Region.objects.districts().get(name=district), "is_remote": is_remote, "source": "Keputusan uji"}
    keep(Remoteness(**words, starts_on=since, ends_on=until), by=None)


@pytest.fixture
def three():
    for name, village in (("Usaha A", "Melayu"), ("Usaha B", "Umaq Dian"), ("Usaha C", "Jahab")):
        make_sponsorship(make_partner("Perusahaan Uji"), make_msme(name, enrolled=date(2018, 3, 10), village=village))


def parts(day: date) -> dict:
    one = REGISTRY["assisted-msmes"]
    return {part.key: part.count for part in BREAKDOWNS["remote"].parts(one.rows(day), day)}


def test_nobody_said_anything_so_nothing_is_known(three):
    assert parts(date(2019, 3, 31)) == {"": 3}


def test_what_was_said_holds_from_its_day(three):
    remote("Tabang", True, date(2019, 1, 1), date(2021, 1, 1))
    remote("Tabang", False, date(2021, 1, 1))
    remote("Tenggarong", False, date(2019, 1, 1))
    assert parts(date(2018, 12, 31)) == {"": 3}
    assert parts(date(2019, 3, 31)) == {"yes": 1, "no": 2}
    assert parts(date(2022, 3, 31)) == {"no": 3}


def test_an_officer_records_it_in_the_admin(client, officer):
    client.force_login(officer)
    tabang = Region.objects.districts().get(name="Tabang")
    assert client.get("/admin/idaman/remoteness/add/").status_code == 200
    form = {
        "district": tabang.pk,
        "is_remote": "on",
        "source": "Keputusan uji",
        "starts_on": "2019-01-01",
        "change_reason": "uji",
    }
    assert client.post("/admin/idaman/remoteness/add/", form).status_code == 302
    assert Remoteness.objects.on(date(2020, 1, 1)).get().is_remote
