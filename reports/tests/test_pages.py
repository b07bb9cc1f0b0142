"""The pages of the figures: what they show, refuse and export."""

import csv
import io
import zipfile
from datetime import date

import pytest

from idaman import clock
from idaman.history import keep
from idaman.testing.cast import make_corner, make_msme, make_partner, make_product, make_sponsorship, make_store
from reports.indicators import REGISTRY
from reports.tests.test_query_budget import enlarge

pytestmark = pytest.mark.engine_free

DAY = date(2019, 3, 31)
TABLE = "/figures/programme/"
SHARES = [one.code for one in REGISTRY.values() if one.kind == "ratio"]


@pytest.fixture
def programme(db, company):
    """One of everything, and one MSME of another company."""
    one = make_msme("Usaha Satu", enrolled=date(2018, 3, 10), village="Timbau", owner_sex="woman")
    other = make_msme("=Usaha Dua", enrolled=date(2018, 5, 1))
    make_sponsorship(company, one, on=date(2018, 3, 10))
    make_sponsorship(make_partner("Perusahaan Lain"), other, on=date(2018, 5, 1))
    make_product(one, standardised=date(2018, 4, 1))
    make_corner(make_store(partnered=date(2018, 3, 1)), opened=date(2018, 6, 1))
    return one


def figure_address(code="assisted-msmes", **asked) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"on": DAY.isoformat(), **asked}.items())
    return f"{TABLE}{code}/?{query}"


def test_every_number_of_the_table_opens_a_list_of_that_length(programme, officer, sign_in):
    client = sign_in(officer)
    page = client.get(TABLE, {"on": DAY.isoformat()})
    rows = [row for top in page.context["figures"] for row in (top, *top.beside)]
    assert {row.indicator.code for row in rows} == {one.code for one in REGISTRY.values() if one.beside not in SHARES}
    shares = [row for code in SHARES for row in client.get(figure_address(code)).context["figure"].beside]
    assert {row.indicator.code for row in shares} == {one.code for one in REGISTRY.values() if one.beside in SHARES}
    for row in [*rows, *shares]:
        opened = client.get(figure_address(row.indicator.code))
        assert opened.context["table"].paginator.count == row.now.count
        if row.indicator.kind in ("snapshot", "flow"):
            assert row.value == row.now.count
            assert (opened.context["series"][-1].day, opened.context["series"][-1].is_running) == (DAY, False)
        if row.indicator.kind != "flow":
            assert opened.context["series"][-1].value == row.value
        exported = list(csv.reader(io.StringIO(client.get(csv_address(row.indicator.code)).getvalue().decode("utf-8-sig"))))
        assert len(exported) - 1 == row.now.count
        assert all(line[0] for line in exported), "every row says what it is"


def csv_address(code, file_type="csv") -> str:
    return f"{TABLE}{code}/rows.{file_type}?on={DAY}"


def test_changing_a_sponsorships_last_day_changes_figure_and_list_together(programme, officer, sign_in):
    client = sign_in(officer)
    assert client.get(figure_address()).context["figure"].value == 2
    fact = programme.sponsorships.get()
    fact.ends_on = DAY
    keep(fact, by=officer, why="berakhir")
    page = client.get(figure_address())
    assert (page.context["figure"].value, page.context["table"].paginator.count) == (1, 1)
    assert client.get(figure_address(on="2019-03-30")).context["figure"].value == 2


@pytest.mark.parametrize("asked", ["on=2019-02-31", "on=kemarin", "on=2999-01-01", "on=2019-03-31&against=x"])
@pytest.mark.parametrize("address", [TABLE, f"{TABLE}assisted-msmes/", f"{TABLE}assisted-msmes/rows.csv"])
def test_a_day_that_is_none_is_a_sentence_and_a_400(officer, sign_in, address, asked):
    page = sign_in(officer).get(f"{address}?{asked}")
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_a_breakdown_that_does_not_exist_is_a_sentence_and_a_400(officer, sign_in):
    page = sign_in(officer).get(figure_address(by="bintang"))
    assert page.status_code == 400 and "bintang" in page.text


@pytest.mark.parametrize("address", [f"{TABLE}no-such-code/", f"{TABLE}no-such-code/rows.csv", "/figures/0000000000/"])
def test_an_unknown_code_or_scope_is_a_404(officer, sign_in, address):
    page = sign_in(officer).get(address)
    assert page.status_code == 404
    assert ("Tidak ada indikator dengan kode ini" in page.text) == ("no-such-code" in address)


def test_files_come_as_csv_or_xlsx_only(officer, sign_in):
    assert sign_in(officer).get(csv_address("assisted-msmes", "pdf")).status_code == 400


def test_a_day_before_the_programme_is_a_dash_with_its_words(programme, officer, sign_in):
    page = sign_in(officer).get(TABLE, {"on": "2018-03-31"})
    assert all(row.against is None for row in page.context["figures"])
    assert page.context["against_missing"]
    earlier = sign_in(officer).get(figure_address(on="2018-02-28"))
    assert earlier.context["figure"].value is None and earlier.context["table"].paginator.count == 0


def test_the_parts_of_a_breakdown_add_up_and_open_their_rows(programme, officer, sign_in):
    client = sign_in(officer)
    page = client.get(figure_address(by="district"))
    assert [(part.key, part.count) for part in page.context["parts"]] == [("Tenggarong", 1), ("", 1)]
    for part in page.context["parts"]:
        assert client.get(figure_address(by="district", part=part.key)).context["table"].paginator.count == part.count


def test_a_spreadsheet_formula_leaves_as_harmless_text(programme, officer, sign_in):
    client = sign_in(officer)
    text = client.get(csv_address("assisted-msmes")).getvalue().decode("utf-8-sig")
    assert "'=Usaha Dua" in text
    book = zipfile.ZipFile(io.BytesIO(client.get(csv_address("assisted-msmes", "xlsx")).content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "=Usaha Dua" in sheet


def test_a_company_reads_the_figures_of_its_own_msmes_and_no_others(programme, company, company_manager, sign_in):
    client = sign_in(company_manager)
    own = f"/figures/{company.public_id}/"
    assert client.get("/figures/").url == own
    page = client.get(own, {"on": DAY.isoformat()})
    assert [row.indicator.code for row in page.context["figures"]] == [
        "assisted-msmes", "product-kinds", "standardised-products",
    ]  # fmt: skip
    rows = client.get(f"{own}assisted-msmes/?on={DAY}")
    assert "Usaha Satu" in rows.text and "Usaha Dua" not in rows.text
    assert client.get(TABLE).status_code == 404
    assert client.get(figure_address()).status_code == 404
    assert client.get(f"{own}partner-stores/").status_code == 404
    lain = make_partner("Perusahaan Lain")
    assert client.get(f"/figures/{lain.public_id}/").status_code == 404


def test_today_is_the_day_unless_another_is_chosen(programme, officer, sign_in):
    page = sign_in(officer).get(TABLE)
    assert page.context["question"].day == clock.today()


def test_the_context_keeps_both_contradicting_values_with_their_sources(programme, officer, sign_in):
    page = sign_in(officer).get(TABLE, {"on": DAY.isoformat()})
    (table,) = page.context["tables"]
    rates = table.cell("Kutai Kartanegara", 2018)
    assert [rate.printed for rate in rates] == ["7,31", "7,41"] and all(rate.source in page.text for rate in rates)
    assert max(table.years) == 2018
    assert "54.414" in page.text and "0,00" in page.text


def test_pages_come_in_both_languages_whatever_the_browser_says(programme, officer, sign_in):
    client = sign_in(officer)
    address = f"{TABLE}?on={DAY}"
    page = client.get(address, headers={"accept-language": "en-US"})
    assert "UMKM binaan" in page.text and '<html lang="id">' in page.text and ">English</button>" in page.text
    client.post("/language/", {"language": "en", "next": address})
    page = client.get(address, headers={"accept-language": "id"})
    assert "Assisted MSMEs" in page.text and "UMKM binaan" not in page.text
    assert '<html lang="en">' in page.text and ">Bahasa Indonesia</button>" in page.text


@pytest.mark.parametrize("sort", ["name", "village", "-district", "state_since"])
def test_a_sorted_list_shows_every_row_on_one_of_its_pages(officer, company, sign_in, sort):
    enlarge(company, 120)
    client = sign_in(officer)
    seen = set()
    for page in (1, 2, 3):
        seen |= {row.record.pk for row in client.get(figure_address(sort=sort, page=page)).context["table"].page}
    assert len(seen) == 120


@pytest.mark.parametrize("asked", ["page=abc", "page=99", "page=-1", "per_page=-1", "per_page=100000", "sort=nothing", "sort=-"])
def test_a_page_or_order_that_makes_no_sense_shows_the_list(programme, officer, sign_in, asked):
    page = sign_in(officer).get(figure_address() + "&" + asked)
    assert page.status_code == 200 and len(page.context["table"].page) == 2


def test_a_part_is_named_only_where_it_is_one(programme, officer, sign_in):
    client = sign_in(officer)
    assert client.get(figure_address(part="Tenggarong")).context["question"].part is None
    page = client.get(figure_address(by="sex", part="woman"))
    assert page.context["part"].label == "perempuan"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_far_off_is_a_sentence(officer, sign_in, day):
    assert sign_in(officer).get(TABLE, {"on": day}).status_code == 400


def test_a_csv_speaks_the_readers_language(programme, officer, sign_in):
    client = sign_in(officer)
    client.post("/language/", {"language": "en"})
    assert client.get(csv_address("assisted-msmes")).getvalue().decode("utf-8-sig").startswith("MSME,Village")


def test_a_companys_number_opens_the_list_it_counts(programme, officer, sign_in, company):
    client = sign_in(officer)
    page = client.get(figure_address("sponsor-companies"))
    counts = {row.record.public_id: row.record.msmes for row in page.context["table"].page}
    for public_id, count in counts.items():
        opened = client.get(f"/figures/{public_id}/assisted-msmes/?on={DAY}")
        assert opened.context["table"].paginator.count == count
