"""An officer reads the page until each row is mended or explained; who else reads what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman import clock, quality, workspace
from idaman.history import keep, keep_many
from idaman.testing.cast import make_msme, make_sponsorship, put_down
from msmes.forgetting import anonymise
from msmes.models import Baseline, Enrolment, Msme
from reports.quality.actions import explain
from reports.quality.models import Explanation
from reports.quality.reading import open_counts
from reports.quality.tests.examples import MARCH, turnover

pytestmark = pytest.mark.engine_free

RULE = "/quality/programme/phone-missing/"


def counts(code: str, day=None) -> tuple[int, int]:
    return next((one.open, one.explained) for one in open_counts(day or clock.today()) if one.rule.code == code)


@pytest.fixture
def without_phone(db):
    return make_msme("Tanpa Telepon", enrolled=MARCH, village="Timbau", owner_sex="man")


def test_a_row_is_explained_with_a_reason_and_open_again_when_that_is_withdrawn(officer, sign_in, without_phone):
    client = sign_in(officer)
    assert "Tanpa Telepon" in client.get(RULE).text
    assert client.post(RULE + "explain/", {"rows": [without_phone.pk], "reason": " "}).status_code == 400
    client.post(RULE + "explain/", {"rows": [without_phone.pk], "reason": "Tidak punya telepon"})
    assert counts("phone-missing") == (0, 1)
    assert counts("phone-missing", clock.today() - timedelta(days=1)) == (1, 0)
    page = client.get(RULE + "?show=explained").text
    assert "Tanpa Telepon" in page and "Tidak punya telepon" in page and officer.name in page
    found = Explanation.objects.get()
    client.post(f"/quality/explanations/{found.pk}/withdraw/", {"why": "keliru"})
    assert counts("phone-missing") == (1, 0)
    assert Explanation.history.first().history_change_reason == "keliru"


def test_what_was_explained_is_open_again_when_its_value_changes(officer):
    rule, low = rule_of("turnover-unlikely"), turnover(1_800)
    explain(rule=rule, keys=[low.pk], reason="Memang kecil", on=clock.today(), by=officer)
    assert counts(rule.code) == (0, 1)
    low.monthly_turnover = 2_500
    keep(low, by=officer, why="uji")
    assert counts(rule.code) == (1, 0)
    assert explain(rule=rule, keys=[low.pk], reason="Masih kecil", on=clock.today(), by=officer) == 1
    low.monthly_turnover = 2_500_000
    keep(low, by=officer, why="uji")
    assert counts(rule.code) == (0, 0)


def rule_of(code: str) -> quality.Rule:
    return next(one for one in quality.rules() if one.code == code)


def test_what_a_page_no_longer_lists_is_not_explained(officer, sign_in, without_phone):
    client = sign_in(officer)
    answer = client.post(RULE + "explain/", {"rows": ["999999", "x", "9" * 30], "reason": "Uji"})
    assert answer.status_code == 400 and "Uji" in answer.text
    assert not Explanation.objects.exists()


def test_leadership_reads_and_cannot_explain(leadership, sign_in, without_phone):
    client = sign_in(leadership)
    assert 'name="rows"' not in client.get(RULE).text
    assert client.post(RULE + "explain/", {"rows": [without_phone.pk], "reason": "Uji"}).status_code == 404


def test_a_company_reads_the_rows_of_what_it_sponsors_and_nothing_else(company, company_manager, sign_in, without_phone):
    own = make_msme("Usaha Sendiri", enrolled=MARCH)
    make_sponsorship(company, own)
    client, scope = sign_in(company_manager), f"/quality/{company.public_id}/"
    page = client.get(scope + "phone-missing/").text
    assert "Usaha Sendiri" in page and "Tanpa Telepon" not in page
    assert client.get(scope).status_code == 200
    assert client.get(scope + "turnover-unlikely/").status_code == client.get(RULE).status_code == 404
    asked = {"scope": company.public_id, "rule": "phone-missing", "show": "explained"}
    response = client.get("/lists/quality.csv", asked)
    file = response.getvalue().decode()
    put_down(response)
    assert "Usaha Sendiri" in file and "Tanpa Telepon" not in file
    assert client.get("/lists/quality.csv", {**asked, "scope": "programme"}).status_code == 404


def test_an_officers_home_page_counts_what_is_open(officer, leadership, without_phone):
    (task,) = [one for one in workspace.tasks.ask(officer, on=clock.today()) if one.key == "quality"]
    assert task.title.startswith("1 ") and task.url == "/quality/programme/"
    assert not [one for one in workspace.tasks.ask(leadership, on=clock.today()) if one.key == "quality"]


def test_the_page_says_when_nothing_is_open_and_refuses_a_day_to_come(officer, sign_in):
    client = sign_in(officer)
    page = client.get("/quality/programme/")
    assert 'role="status"' in page.text and page.context["open"] == 0
    assert client.get("/quality/programme/", {"on": "2999-01-01"}).status_code == 400
    assert client.get(RULE, {"on": "x"}).status_code == client.get("/quality/partners/", {"on": "x"}).status_code == 400


def test_who_is_forgotten_is_not_named_by_an_explanation(officer):
    msme = make_msme("Keripik", enrolled=MARCH, owner_name="Sulastri Handayani")
    explain(rule=rule_of("phone-missing"), keys=[msme.pk], reason="Bu Handayani tidak mau", on=clock.today(), by=officer)
    keep(Baseline(msme=msme, measured_on=MARCH), by=None)
    anonymise(msme=msme, at=clock.now(), by=officer, why="diminta")
    assert "Handayani" not in Explanation.objects.get().reason
    assert not Explanation.history.filter(reason__contains="Handayani").exists()


@pytest.mark.parametrize("address", ["/quality/programme/", "/quality/partners/", RULE, "/confirmations/", "/"])
def test_a_page_costs_as_many_queries_with_many_rows_as_with_few(officer, company, sign_in, address):
    client = sign_in(officer)
    enlarge(company, 5)
    few = queries(client, address)
    enlarge(company, 45)
    assert queries(client, address) == few <= 45


def enlarge(company, count: int):
    first = Msme.objects.count()
    msmes = keep_many([Msme(name=f"Usaha {first + n}") for n in range(count)], why="uji")
    keep_many([Enrolment(msme=one, state="enrolled", starts_on=MARCH) for one in msmes], why="uji")
    for one in msmes[:3]:
        make_sponsorship(company, one, MARCH)
    keys = [one.pk for one in msmes[::2]]
    explain(rule=rule_of("sex-missing"), keys=keys, reason="Uji", on=clock.today(), by=None)


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
