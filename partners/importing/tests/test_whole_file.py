"""What depends on several rows is judged over the whole file: neither their order nor where a thousand ends tells anything."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from idaman.testing.cast import make_msme, make_partner
from msmes.models import Enrolment, Sponsorship
from partners.importing import jobs
from partners.importing import rows as reading_rows
from partners.importing.models import ImportedRow
from partners.importing.tests.small_files import counts, reasons, taken, written_to

STANDINGS = ["Nama UMKM", "Status", "Sejak", "Sampai", "Alasan"]
SUPPORT = ["Perusahaan", "Nama UMKM", "Aspek", "Sejak", "Sampai"]
YEARS = [
    ["Keripik Ani", "Peserta", "2018-04-01", "", ""],
    ["Keripik Ani", "Cuti", "2019-04-01", "", "Sakit"],
    ["Keripik Ani", "Peserta", "2020-04-01", "2020-12-31", ""],
    ["Keripik Ani", "Cuti", "2021-04-01", "", "Sakit"],
    ["Keripik Ani", "Keluar", "2022-04-01", "", "Tutup"],
    ["Madu Budi", "Peserta", "2018-05-01", "", ""],
    ["Madu Budi", "Keluar", "2020-05-01", "", "Pindah"],
    ["Madu Budi", "Peserta", "2017-01-01", "", ""],
    ["Keripik Ani", "Lulus", "2020-09-01", "", "Keliru"],
]

FOUND: list[tuple] = []  # what the first order made


class Back(Exception):
    """Rolls an example back."""


@pytest.fixture
def small(monkeypatch):
    """Batches of two rows instead of a thousand."""
    whole = reading_rows.Rows.__iter__

    def by_two(self):
        for batch in whole(self):
            yield from (batch[start : start + 2] for start in range(0, len(batch), 2))

    monkeypatch.setattr(jobs, "figures_of_years", lambda importer, on: {})
    monkeypatch.setattr(reading_rows.Rows, "__iter__", by_two)


def standings() -> list[tuple]:
    return sorted(Enrolment.objects.values_list("msme__name", "state", "starts_on", "ends_on", "reason"))


@pytest.mark.django_db
@settings(
    max_examples=6,
    deadline=timedelta(seconds=30),
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(order=some.permutations(range(len(YEARS))))
def test_the_order_of_the_rows_changes_nothing(small, order, tmp_path):
    try:
        with transaction.atomic():
            make_msme("Keripik Ani"), make_msme("Madu Budi")
            told = taken("enrolments", written_to(tmp_path / "a.csv", STANDINGS, *(YEARS[at] for at in order)))
            assert counts(told) == {"created": 7, "refused": 2}, reasons(told)
            found = standings()
            assert found == FOUND or not FOUND.extend(found)
            assert found[0] == ("Keripik Ani", "enrolled", date(2018, 4, 1), date(2019, 4, 1), "")
            assert found[-1] == ("Madu Budi", "exited", date(2020, 5, 1), None, "Pindah")
            raise Back
    except Back:
        pass


def test_a_known_standing_that_a_later_row_ends_makes_room_for_an_earlier_row(db, small, tmp_path):
    make_msme("Keripik Ani", enrolled=date(2018, 4, 1))
    rows = [YEARS[4], *YEARS[5:7], ["Keripik Ani", "Peserta", "2018-04-01", "2019-12-31", ""]]
    make_msme("Madu Budi")
    told = taken("enrolments", written_to(tmp_path / "a.csv", STANDINGS, *rows))
    assert counts(told) == {"created": 3, "updated": 1}, reasons(told)
    assert [one[3] for one in standings()][:2] == [date(2020, 1, 1), None]


def test_one_sponsorship_in_several_rows_has_all_their_aspects(db, small, tmp_path):
    make_partner("PT Maju"), make_msme("Keripik Ani"), make_msme("Madu Budi")
    rows = [
        ["PT Maju", "Keripik Ani", "pasar", "2019", ""],
        ["PT Maju", "Keripik Ani", "modal", "2019", ""],
        ["PT Maju", "Madu Budi", "modal", "2019", ""],
        ["PT Maju", "Keripik Ani", "produksi", "2019", ""],
        ["PT Maju", "Keripik Ani", "produksi", "2019", "2020"],
        ["PT Maju", "Madu Budi", "modal", "2019", ""],
    ]
    path = written_to(tmp_path / "a.csv", SUPPORT, *rows)
    told = taken("sponsorships", path)
    assert counts(told) == {"created": 2, "duplicate": 3, "refused": 1}, reasons(told)
    one = Sponsorship.objects.get(msme__name="Keripik Ani")
    assert (one.on_market, one.on_capital, one.on_production, one.on_management) == (True, True, True, False)
    said = {row.number: row.problems[0] for row in ImportedRow.objects.filter(imported=told) if row.problems}
    assert [said[number]["cause"] for number in (3, 5, 6, 7)] == ["joined", "joined", "row-differs", "twin"]
    assert said[3]["row"] == said[5]["row"] == 2
    assert counts(taken("sponsorships", path)) == {"unchanged": 2, "duplicate": 3, "refused": 1}
