"""Context values come in from a spreadsheet and leave as one that says nothing new."""

from decimal import Decimal

import pytest

from idaman.testing.cast import put_down
from partners.importing.models import Outcome
from partners.importing.tests.files import checked, written
from reports.context.models import ContextValue

HEADINGS = "Deret;Wilayah;Tahun;Nilai;Status;Sumber"
ROWS = [
    "Persentase penduduk miskin;Penajam Paser Utara;2018;7,40;tetap;BPS (uji)",
    "unemployment-rate;64.02;2019;5.8;sementara;BPS (uji)",
    "Jumlah UMKM;Kutai Kartanegara;2019;54.415;;Dinas (uji)",
    "Jumlah UMKM;Kota Antah;2019;12;;Dinas (uji)",
]


def file(rows: list[str]) -> bytes:
    return "\r\n".join([HEADINGS, *rows]).encode()


@pytest.mark.django_db(transaction=True)
def test_values_come_in_with_their_digits_and_a_number_read_in_two_ways_is_asked_about(officer, sign_in):
    imported = checked(officer, file(ROWS), code="context-values")
    found = {row.number: row for row in imported.ledger.filter(outcome=Outcome.REFUSED)}
    assert [problem["cause"] for row in found.values() for problem in row.problems] == ["value-two-ways", "place-unknown"]
    before = ContextValue.objects.count()
    written(imported)
    made = {str(one.value): one for one in ContextValue.objects.filter(source="BPS (uji)")}
    assert set(made) == {"7.40", "5.8"} and made["7.40"].status == "final" and ContextValue.objects.count() == before + 2
    assert made["5.8"].value == Decimal("5.8") and made["5.8"].history.get().history_user == officer
    given = sign_in(officer).get("/lists/records-context-values.csv")
    content = b"".join(given.streaming_content)
    put_down(given)
    again = checked(officer, content, code="context-values")
    assert {row.outcome for row in again.ledger.all()} <= {Outcome.UNCHANGED} and not again.ledger.filter(outcome="refused")
