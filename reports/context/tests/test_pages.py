"""The context series as people see them: contradictions kept, gaps shown as gaps, and never an outcome."""

import re

import pytest
from django.utils import translation

from reports.context.charts import context_chart
from reports.context.models import ContextSeries, ContextValue
from reports.context.reading import REGENCY, reach, tables

pytestmark = [pytest.mark.engine_free, pytest.mark.django_db]
REGENCY_NAME, OTHER = "Kutai Kartanegara", "Penajam Paser Utara"


@pytest.fixture
def poverty():
    return tables(["poverty-rate"])[0]


def test_both_values_of_2018_stand_with_their_sources_and_a_sentence_says_so(poverty, leadership, sign_in):
    text = sign_in(leadership).get("/context/").text
    cell = poverty.cell(REGENCY_NAME, 2018)
    assert [one.printed for one in cell] == ["7,31", "7,41"] and all(one.is_contradicted for one in cell)
    (sentence,) = poverty.contradictions
    assert sentence in text and all(one.source in sentence for one in cell)
    assert not poverty.cell(REGENCY_NAME, 2017)[0].is_contradicted


def test_a_third_source_makes_a_contradiction_whatever_its_status_says(poverty):
    known = ContextValue.objects.get(series__code="poverty-rate", year=2017)
    words = {"series_id": known.series_id, "place_id": known.place_id, "year": 2017, "status": "final"}
    ContextValue.objects.create(**words, value="7.6", source="dibulatkan (uji)")
    assert len(tables(["poverty-rate"])[0].contradictions) == 1
    ContextValue.objects.create(**words, value="7.63", source="lain (uji)")
    assert len(tables(["poverty-rate"])[0].contradictions) == 2


def test_the_comparison_regency_stands_beside_and_a_gap_is_a_dash_never_zero(poverty, leadership, sign_in):
    assert list(poverty.places) == [REGENCY_NAME, OTHER] and list(poverty.years) == list(range(2015, 2022))
    assert poverty.cell(OTHER, 2018) == () and poverty.cell(OTHER, 2021)[0].printed == "7,61"
    section = sign_in(leadership).get("/context/").text.split('id="poverty-rate"')[1].split("</section>")[0]
    assert section.count('<span aria-hidden="true">–</span>') == 3 + 6
    assert not re.search(r">\s*0([.,]0*)?\s*<", section.split("<table")[1])


def test_a_year_that_is_still_to_come_is_left_out(poverty):
    assert max(tables(["poverty-rate"], 2018)[0].years) == 2018
    assert not tables(["poverty-rate"], 2010)[0].readings and context_chart(tables(["poverty-rate"], 2010)[0], chart_id="x") == ""


def test_the_chart_says_in_words_all_that_it_draws(poverty):
    with translation.override("en"):
        drawn = context_chart(tables(["poverty-rate"])[0], chart_id="one")
    assert "Kutai Kartanegara: 2015 8.0, 2016 –, 2017 7.57, 2018 7.31 or 7.41, 2019 –, 2020 –, 2021 7.99." in drawn
    assert "Penajam Paser Utara: 2015 –," in drawn and "The axis begins at 7.2, not at zero." in drawn
    assert 'aria-labelledby="one-title one-text"' in drawn and "style=" not in drawn


def test_names_that_people_type_are_text_in_the_chart_and_nothing_else(poverty):
    ContextSeries.objects.update(name='<script>"&')
    drawn = context_chart(tables(["poverty-rate"])[0], chart_id="one")
    assert "<script>" not in drawn and "&lt;script&gt;&quot;&amp;" in drawn


def test_lines_break_at_gaps_and_fork_where_sources_contradict(poverty):
    drawn = context_chart(poverty, chart_id="one")
    legend = 2
    assert drawn.count("<polyline") == legend + 2  # 2017 to each value of 2018, and nothing over a gap
    assert drawn.count('class="chart-ring"') == 1 + 2 and drawn.count('stroke-dasharray="8 5"') == 1


def test_context_is_no_outcome_95_of_54414_is_017_per_cent():
    (one,) = reach(95, 2019)
    assert (one.of_printed, one.percent, one.year) == ("54.414", "0,17", 2016)
    assert reach(95, 2015) == []
    known = ContextValue.objects.get(series__code="msmes", place__kemendagri_code=REGENCY)
    ContextValue.objects.create(series=known.series, place=known.place, year=2016, value="54000", source="lain (uji)")
    assert [one.of_printed for one in reach(95, 2019)] == ["54.414", "54.000"]


def test_everything_costs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        tables()


def test_the_agencys_readers_get_the_page_officers_the_ways_to_add_and_companies_a_404(
    officer, leadership, company_manager, sign_in
):
    adding = "/admin/context/contextvalue/add/?series="
    assert adding in sign_in(officer).get("/context/").text
    assert adding not in sign_in(leadership).get("/context/").text
    assert sign_in(company_manager).get("/context/").status_code == 404


def test_an_officer_corrects_a_value_with_a_reason(officer, sign_in):
    one = ContextValue.objects.get(series__code="poverty-rate", year=2017)
    address = f"/admin/context/contextvalue/{one.pk}/change/"
    form = {"series": one.series_id, "place": one.place_id, "year": 2017, "value": "7.57", "status": "final"}
    form |= {"source": one.source, "source_en": one.source_en, "note": "", "opened_at": one.version}
    client = sign_in(officer)
    assert client.get(address).status_code == 200
    assert client.post(address, form).status_code == 200  # asks for the reason
    assert client.post(address, {**form, "change_reason": "Terbit di BPS (uji)"}).status_code == 302
    one.refresh_from_db()
    assert one.status == "final" and one.history.latest().history_change_reason == "Terbit di BPS (uji)"
    assert "7,57" in client.get("/admin/context/contextvalue/").text
