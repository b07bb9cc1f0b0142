"""One number everywhere: dashboard, table, page, map, file, terminal and publication give the same figure."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idaman.models import Region
from idaman.periods import ONE_DAY, Period
from idaman.testing.cast import make_corner, make_msme, make_partner, make_product, make_sponsorship, make_store
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY
from reports.publications.contents import contents
from reports.scopes import PROGRAMME, of_district
from reports.tests.test_counts import FAST, Undo, World, histories

pytestmark = pytest.mark.engine_free

DAY = date(2019, 3, 31)
ON_CARD = re.compile(r'data-figure="([\w-]+)"\s+data-value="([\d.]*)"')
SHOWN = {one.code for one in REGISTRY.values() if REGISTRY.get(one.beside, one).beside == ""}  # not those a share is made of


@pytest.fixture
def programme(db, company):
    """Some of everything, in two districts."""
    for number in range(9):
        village = "Timbau" if number % 3 else "Muara Jawa Ulu"
        about = {"owner_sex": "woman" if number % 2 else "man", "owner_birth_year": 1960 + 5 * number}
        one = make_msme(f"Usaha {number}", enrolled=date(2018, 3, 10 + number), village=village, **about)
        make_sponsorship(company if number % 2 else make_partner("Perusahaan Dua"), one, on=date(2018, 3, 10 + number))
        make_product(one, kind=f"Jenis {number % 2}", standardised=date(2018, 5, 1))
    make_msme("Tanpa Pembina", enrolled=date(2019, 1, 5), village="Timbau")
    make_corner(make_store(partnered=date(2018, 3, 1)), opened=date(2018, 6, 1))


def on_dashboard(client, scope, day) -> dict[str, float | None]:
    """By code, what the cards of the dashboard say."""
    page = client.get(f"/dashboard/{scope}/", {"on": day.isoformat()})
    assert page.status_code == 200
    return {code: float(value) if value else None for code, value in ON_CARD.findall(page.text)}


def in_table(client, scope, day) -> dict[str, float | None]:
    page = client.get(f"/figures/{scope}/", {"on": day.isoformat()})
    rows = [row for top in page.context["figures"] for row in (top, *top.beside)]
    return {row.indicator.code: plain(row.value) for row in rows}


def in_terminal(*codes, scope, day, **more) -> list[dict]:
    out = io.StringIO()
    call_command("indicators", *codes, on=day.isoformat(), scope=str(scope), format="json", stdout=out, **more)
    return json.loads(out.getvalue())


def plain(value) -> float | None:
    return None if value is None else float(value)


def answering(scope) -> list:
    return [one for one in REGISTRY.values() if one.answers(scope)]


def agree(client, scope, day) -> dict[str, float | None]:
    """Fail unless dashboard, table, terminal and the lists themselves say the same; gives back what they say."""
    codes = [one.code for one in answering(scope)]
    told = {row["code"]: row["value"] for row in in_terminal(*codes, scope=scope, day=day)}
    shown = {code: value for code, value in told.items() if code in SHOWN}
    assert on_dashboard(client, scope, day) == in_table(client, scope, day) == shown
    for one in answering(scope):
        if one.kind in ("snapshot", "flow"):
            assert one.rows(day, scope).count() == told[one.code], one.code
    return told


def parts_agree(scope, day, only=tuple(BREAKDOWNS)) -> dict:
    """Fail unless the breakdowns have the parts of the terminal; gives back the counts by figure, breakdown and part."""
    found = {}
    for by in only:
        breakdown = BREAKDOWNS[by]
        some = [one for one in answering(scope) if by in one.breakdowns]
        lines = in_terminal(*(one.code for one in some), scope=scope, day=day, by=by)
        told = [(line["code"], line[by], line["count"]) for line in lines]
        parts = [(one.code, part) for one in some for part in breakdown.parts(one.rows(day, scope), day)]
        assert [(code, part.label, part.count) for code, part in parts] == told
        found |= {(code, by, part.key): part.count for code, part in parts}
    return found


def published_agrees(told: dict, parts: dict, day):
    """Fail unless an edition of the year up to the day holds the same numbers, but for those it hides."""
    edition = json.loads(json.dumps(contents(period=Period(day.replace(month=1, day=1), day + ONE_DAY)).figures))
    assert {one["code"] for one in edition} == SHOWN
    for one in edition:
        if not one["is_hidden"]:
            assert (one["value"] and float(one["value"])) == told[one["code"]], one["code"]
        for breakdown in one["breakdowns"]:
            for part in breakdown["parts"]:
                if part["count"] is not None:
                    assert int(part["count"]) == parts[one["code"], breakdown["code"], part["key"]]


@pytest.fixture
def scope(request, db):
    return PROGRAMME if request.param == "programme" else of_district(Region.objects.get(kemendagri_code=request.param))


@pytest.mark.parametrize("scope", ["programme", "64.02.06"], indirect=True)
def test_a_figure_is_the_same_wherever_it_stands(programme, officer, sign_in, scope):
    client = sign_in(officer)
    told, parts = agree(client, scope, DAY), parts_agree(scope, DAY)
    assert told["assisted-msmes"] == (9 if scope.is_programme else 6)
    if scope.is_programme:
        published_agrees(told, parts, DAY)
    for one in answering(scope):
        if not one.beside or one.kind != "snapshot":
            on_page_agrees(client, scope, one, told[one.code], parts)


def on_page_agrees(client, scope, one, value, parts):
    """The page of the figure bears the number, its map the parts by district, and its file as many rows."""
    address, asked = f"/figures/{scope}/{one.code}/", {"on": DAY.isoformat()}
    page = client.get(address, asked)
    assert plain(page.context["figure"].value) == value
    if scope.is_programme:
        file = client.get(f"{address}rows.csv", asked).getvalue().decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(file)))) - 1 == page.context["table"].paginator.count
    if "map" in page.context:
        on_maps_agree(client, scope, one, page, parts)


def on_maps_agree(client, scope, one, page, parts):
    """The map of the page and of the dashboard bear the parts by district."""
    wanted = {key: count for (code, by, key), count in parts.items() if (code, by) == (one.code, "district") and key and count}
    assert on_map(page.text) == wanted
    if not one.beside and scope.is_programme:
        assert on_map(client.get(f"/dashboard/{scope}/", {"on": DAY.isoformat(), "map": one.code}).text) == wanted


def on_map(text: str) -> dict[str, int]:
    drawing = re.search(r'<svg[^>]*class="map".*?</svg>', text, re.DOTALL).group()
    titles = re.findall(r"<title>([^<:]+): (\d+)</title>", drawing)
    return {name: int(count) for name, count in titles if int(count)}


@pytest.mark.django_db
@settings(max_examples=3, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.integers(20, 100), st.sampled_from(sorted(BREAKDOWNS)))
def test_it_is_the_same_whatever_happened(officer, client, drawn, offset, by):
    day = date(2018, 3, 1) + offset * ONE_DAY
    try:
        with transaction.atomic():
            world = World(drawn)
            client.force_login(officer)
            for scope in (PROGRAMME, of_district(world.villages[1].parent)):
                agree(client, scope, day), parts_agree(scope, day, only=[by])
            raise Undo
    except Undo:
        pass
