"""Whose figures: what an address names, who may read it, and what it then counts."""

from datetime import date

import pytest

from idaman.history import keep
from idaman.models import Region
from idaman.testing.cast import make_assignment, make_msme, make_partner, make_product, make_sponsorship
from msmes.models import Address

DAY = date(2019, 3, 31)


@pytest.fixture
def two(db, company, coach):
    """Two assisted MSMEs, one of another district, kind and lab."""
    one = make_msme("Usaha Satu", enrolled=date(2018, 3, 10), village="Timbau", owner_sex="woman", owner_birth_year=1990)
    other = make_msme("Usaha Dua", enrolled=date(2018, 3, 10), owner_has_disability=True)
    village = Region.objects.villages().get(kemendagri_code="64.02.01.2001")
    keep(Address(msme=other, village=village, starts_on=date(2018, 3, 1)), by=None)
    for msme in (one, other):
        make_sponsorship(company, msme)
    make_sponsorship(make_partner("Perusahaan Lain"), one)
    make_product(one, "Madu", standardised=date(2018, 4, 1))
    make_product(other, "Kopi")
    make_assignment(one, coach)
    return one, other


def slugs(one, coach) -> list[str]:
    lab = coach.memberships.get().partner.public_id
    return ["district-64.02.06", f"kind-{one.products.get().kind_id}", f"lab-{lab}"]


def address(scope, code="assisted-msmes", **asked) -> str:
    return f"/figures/{scope}/{code}/?" + "&".join(f"{k}={v}" for k, v in {"on": DAY.isoformat(), **asked}.items())


def test_every_scope_counts_what_lies_within_it_and_opens_that_list(two, officer, coach, sign_in):
    client = sign_in(officer)
    for slug in slugs(two[0], coach):
        page = client.get(address(slug))
        assert page.context["figure"].value == 1 and "Usaha Satu" in page.text and "Usaha Dua" not in page.text, slug
        assert [row.value for row in client.get(f"/figures/{slug}/?on={DAY}").context["figures"]][1] == 1


@pytest.mark.parametrize("slug", ["district-64.02.99", "district-64.02", "kind-0", "kind-x", "lab-0000000000", "moon-1", "x.y"])
def test_a_scope_that_is_none_is_a_404(officer, sign_in, slug):
    assert sign_in(officer).get(address(slug)).status_code == 404


def test_only_who_reads_the_programme_reads_its_districts_kinds_and_labs(two, company_manager, coach, sign_in):
    client = sign_in(company_manager)
    assert [client.get(address(slug)).status_code for slug in slugs(two[0], coach)] == [404, 404, 404]


def test_a_figure_that_means_nothing_in_a_scope_is_a_404(two, officer, coach, sign_in):
    client = sign_in(officer)
    district, kind, lab = slugs(two[0], coach)
    for slug, code in [(district, "districts-served"), (kind, "product-kinds"), (lab, "partner-stores")]:
        assert client.get(address(slug, code)).status_code == 404


def test_two_breakdowns_at_once_open_every_cell_and_keep_the_total(two, officer, sign_in):
    client = sign_in(officer)
    page = client.get(address("programme", by="district", **{"and": "sex"}))
    table = page.context["crossed"]
    assert (table.total, sum(table.cells.values())) == (2, 2)
    assert {(row, column): count for (row, column), count in table.cells.items()} == {
        ("Tenggarong", "woman"): 1,
        ("Muara Muntai", ""): 1,
    }
    for (row, column), count in table.cells.items():
        opened = client.get(address("programme", by="district", part=row, and_part=column, **{"and": "sex"}))
        assert opened.context["table"].paginator.count == count


def test_an_msme_with_two_sponsors_counts_under_each_and_the_page_says_so(two, officer, sign_in):
    page = sign_in(officer).get(address("programme", by="sponsor"))
    assert sum(part.count for part in page.context["parts"]) == 3 and page.context["figure"].value == 2
    assert not page.context["breakdown"].is_exclusive


def test_ages_are_those_of_the_day(two, officer, sign_in):
    client = sign_in(officer)
    ages = {on: [part.key for part in client.get(address("programme", by="age", on=on)).context["parts"]]
            for on in ("2018-04-01", "2025-04-01")}  # fmt: skip
    assert ages == {"2018-04-01": ["25-34", ""], "2025-04-01": ["35-44", ""]}


def test_what_is_sensitive_is_told_apart_only_for_who_sees_personal_data(two, officer, leadership, sign_in):
    assert [part.key for part in sign_in(officer).get(address("programme", by="disability")).context["parts"]] == ["yes", ""]
    assert sign_in(leadership).get(address("programme", by="disability")).status_code == 400


def test_a_company_is_not_told_who_else_sponsors(two, company, company_manager, sign_in):
    client = sign_in(company_manager)
    page = client.get(address(company.public_id, by="sponsor"))
    assert page.status_code == 400 and "Perusahaan Lain" not in page.text


@pytest.mark.parametrize("asked", ["series=week", "by=sex&and=sex", "and=sex", "by=sex&and=moon", "since=2019-04-01", "since=x"])
def test_a_question_that_cannot_be_answered_is_a_sentence_and_a_400(two, officer, sign_in, asked):
    page = sign_in(officer).get(address("programme") + "&" + asked)
    assert page.status_code == 400 and 'role="alert"' in page.text


def test_the_address_holds_the_whole_question(two, officer, sign_in):
    asked = "on=2019-03-31&against=2018-03-31&since=2019-01-01&by=district&part=Tenggarong&and=sex&and_part=&series=quarter"
    page = sign_in(officer).get(f"/figures/programme/newly-enrolled/?{asked}")
    assert page.context["question"].address == asked


def test_the_map_opens_the_rows_of_a_district(two, officer, sign_in):
    page = sign_in(officer).get(address("programme", by="district"))
    assert page.text.count('class="map-area') >= 20 + len(page.context["legend"])
    assert "by=district&amp;part=Muara+Muntai#rows" in page.context["map"]
    assert "style=" not in page.context["map"]
