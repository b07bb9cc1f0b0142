"""Districts split or renamed in between: figures of every day are counted on today's boundaries, and it is said."""

from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command

from idaman.boundaries import HEADING
from idaman.models import Region, Remoteness
from idaman.places import Places
from idaman.reference import load_region_changes, load_regions
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.scopes import named

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2019, 3, 31), date(2021, 3, 31)
TODAY = date(2026, 1, 1)
SPLIT_TENGGARONG = [
    ",64.02.90,Peraga Baru,kecamatan,64.02,2020-07-01,Perda uji 1/2020",
    "{jahab},64.02.90.1001,Jahab Baru,kelurahan,64.02.90,2020-07-01,Perda uji 1/2020",
]
RENAMED = ["64.02.12,64.02.12,Peraga Hulu,kecamatan,64.02,2020-07-01,Perda uji 2/2020"]


def code(village: str) -> str:
    return Region.objects.get(level="village", name=village, parent__parent__kemendagri_code="64.02").kemendagri_code


@pytest.fixture
def change(tmp_path):
    """Loads these changes from a file of their own."""

    def changed(lines, today=TODAY):
        path = tmp_path / "region_changes.csv"
        path.write_text("\n".join([",".join(HEADING), *lines]) + "\n", encoding="utf-8")
        load_region_changes(path, today)

    return changed


@pytest.fixture
def split(change):
    """Three assisted MSMEs; Jahab leaves Tenggarong for a district of its own, Tabang gets another name."""
    for name, village in (("Usaha A", "Melayu"), ("Usaha B", "Jahab"), ("Usaha C", "Umaq Dian")):
        make_sponsorship(make_partner("Perusahaan Uji"), make_msme(name, enrolled=date(2018, 3, 10), village=village))
    lines = [line.format(jahab=code("Jahab")) for line in SPLIT_TENGGARONG] + RENAMED
    change(lines)
    return lines


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_a_figure_of_any_day_is_told_by_the_districts_of_today_and_adds_up(split, officer, sign_in, day):
    client, address = sign_in(officer), f"/figures/programme/assisted-msmes/?on={day}&by=district"
    page = client.get(address)
    parts = {part.key: part.count for part in page.context["parts"]}
    assert parts == {"Tenggarong": 1, "Peraga Baru": 1, "Peraga Hulu": 1}
    assert sum(parts.values()) == page.context["figure"].value
    for key, count in parts.items():
        assert client.get(f"{address}&part={key}").context["table"].paginator.count == count
    notes = [
        "Counted on today's boundaries: Peraga Hulu was called Tabang until 30 June 2020.",
        "Counted on today's boundaries: Peraga Baru was part of Tenggarong until 30 June 2020.",
    ]
    client.cookies["django_language"] = "en"
    page = client.get(address)
    assert page.context["notes"] == notes and all(note in unescape(page.text) for note in notes)
    assert page.context["unmapped"] == ["Not on the map, whose outlines are older, but in the table: Peraga Baru."]
    assert "Peraga Hulu: 1" in page.text


def test_a_district_is_asked_for_by_its_code_of_any_time(split):
    counts = {slug: REGISTRY["assisted-msmes"].rows(BEFORE, named(slug)).count() for slug in
              ("district-64.02.06", "district-64.02.90", "district-64.02.12")}  # fmt: skip
    assert counts == dict.fromkeys(counts, 1)
    served = REGISTRY["districts-served"].rows(BEFORE)
    assert set(served.values_list("name", flat=True)) == {"Tenggarong", "Peraga Baru", "Peraga Hulu"}
    assert REGISTRY["districts-served"].counts([BEFORE, AFTER]) == [3, 3]


def test_days_after_the_last_change_say_nothing_of_it(split, officer, sign_in):
    page = sign_in(officer).get("/figures/programme/assisted-msmes/?on=2023-03-31&by=remote")
    assert page.context["notes"] == []
    page = sign_in(officer).get("/dashboard/programme/?on=2019-03-31")
    assert len(page.context["places"].notes) == 2
    for code in ("", "sponsor-companies/"):
        page = sign_in(officer).get(f"/figures/district-64.02.90/{code}?on=2019-03-31")
        assert len(page.context["notes"]) == 2


def test_what_was_said_of_a_renamed_district_still_holds(split):
    former = Region.objects.get(name="Tabang", level="district")
    Remoteness(district=former, is_remote=True, source="Keputusan uji", starts_on=date(2019, 1, 1)).save()
    rows = REGISTRY["assisted-msmes"].rows(AFTER)
    assert {part.key: part.count for part in BREAKDOWNS["remote"].parts(rows, AFTER)} == {"yes": 1, "": 2}


def test_the_terminal_says_it_beside_the_figures(split, capsys):
    call_command("indicators", "assisted-msmes", on="2019-03-31", by="district", format="csv")
    told = capsys.readouterr()
    assert "Peraga Baru,1" in told.out and told.err.count("\n") == 2


def test_loading_again_changes_nothing_and_names_lead_to_what_stands_today(split, change):
    before = list(Region.objects.values())
    change(split)
    load_regions()
    assert list(Region.objects.values()) == before
    places = Places()
    assert places.find("Jahab Baru", "Peraga Baru") == places.find("Jahab", "Tenggarong") == places.find("Jahab")
    assert places.find("Umaq Dian", "Tabang") == places.find("Umaq Dian", "Peraga Hulu")


def test_a_second_change_leaves_no_chain(split, change):
    change([*split, "64.02.90.1001,64.02.90.1001,Jahab Raya,kelurahan,64.02.90,2022-01-01,Perda uji 3/2022"])
    former = Region.objects.filter(name__in=["Jahab", "Jahab Baru"], level="village").values_list("now__name", "district__name")
    assert list(former) == [("Jahab Raya", "Peraga Baru")] * 2


def test_a_change_still_to_come_waits(change):
    change(["64.02.06,64.02.06,Peraga Kota,kecamatan,64.02,2027-01-01,Perda uji"])
    assert not Region.objects.filter(name="Peraga Kota").exists()


@pytest.mark.parametrize(
    "line",
    [
        "64.02.99,64.02.98,Peraga,kecamatan,64.02,2020-07-01,Perda uji",
        "64.02.06,64.02.01,Peraga,kecamatan,64.02,2020-07-01,Perda uji",
        "64.02.06,64.02.06,Peraga,kampung,64.02,2020-07-01,Perda uji",
        "64.02.06,64.02.06,Peraga,desa,64.02,2020-07-01,Perda uji",
        "64.02.06,64.02.06,Peraga,kecamatan,64.02.01,2020-07-01,Perda uji",
        "64.02.06,64.02.06,Peraga,kecamatan,64.02,1 Juli 2020,Perda uji",
        "64.02.06,64.02.06,Peraga,kecamatan,64.02,2020-07-01,",
        "64.02.06,64.02.06,Peraga,kecamatan,64.02,2020-07-01,Perda uji,lagi",
    ],
)
def test_a_wrong_line_is_named_and_nothing_of_the_file_is_kept(change, line):
    before = list(Region.objects.values())
    with pytest.raises(CommandError, match="region_changes.csv.* 3"):
        change([SPLIT_TENGGARONG[0], line])
    assert list(Region.objects.values()) == before
