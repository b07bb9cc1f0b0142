"""Pages cost the same number of queries at ten rows and at many."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idaman.history import keep_many
from msmes.models import Enrolment, Msme, Sponsorship

PAGES = {
    "/admin/msmes/msme/": 12,
    "/admin/msmes/sponsorship/": 12,
    "/figures/programme/": 45,
    "/figures/programme/assisted-msmes/": 25,
    "/dashboard/programme/": 45,
    "/dashboard/district-64.02.06/": 45,
    "/figures/programme/assisted-msmes/rows.csv": 8,
}


def enlarge(company, count: int):
    """So many more MSMEs, enrolled and sponsored."""
    first, start = Msme.objects.count(), date(2018, 3, 10)
    msmes = keep_many([Msme(name=f"Usaha {first + n:05d}") for n in range(count)], why="uji")
    keep_many([Enrolment(msme=one, state="enrolled", starts_on=start) for one in msmes], why="uji")
    keep_many([Sponsorship(msme=one, company=company, on_market=True, starts_on=start) for one in msmes], why="uji")


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        assert response.status_code == 200
        if response.streaming:
            b"".join(response.streaming_content)
    return len(captured)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_as_many_queries_with_many_rows_as_with_ten(officer, company, sign_in, address):
    client = sign_in(officer)
    enlarge(company, 10)
    few = queries(client, address)
    enlarge(company, 140)
    assert queries(client, address) == few <= PAGES[address]
