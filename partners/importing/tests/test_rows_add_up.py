"""Whatever a file holds: each row has one outcome, and the same file again makes and changes nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from idaman.testing.cast import make_msme, make_partner
from msmes.products.models import ProductKind
from partners.importing.ledger import totals
from partners.importing.models import ImportedRow, Outcome
from partners.importing.tests.small_files import counts, kept, taken, written_to

FAST = (Phase.explicit, Phase.generate)
MSMES = st.sampled_from(["Keripik Ani", "keripik ani", "Madu Budi", "Madu Budy", "Siapa", ""])
DAYS = st.sampled_from(["2018", "2018-03-31", "Mei 2018", "2019", "2019-12-31", "2020-02", "2031", "besok", "31/12/2019", ""])
ENDS = st.one_of(st.just(""), DAYS)
FILES = {
    "sponsorships": (
        ["Perusahaan", "Nama UMKM", "Aspek", "Sejak", "Sampai"],
        st.tuples(
            st.sampled_from(["PT Maju", "CV Mundur"]), MSMES, st.sampled_from(["pasar", "modal, pasar", "cinta"]), DAYS, ENDS
        ),
    ),
    "enrolments": (
        ["Nama UMKM", "Status", "Sejak", "Sampai", "Alasan"],
        st.tuples(MSMES, st.sampled_from(["Peserta", "Lulus", "Keluar", "Cuti"]), DAYS, ENDS, st.sampled_from(["", "Sebab"])),
    ),
    "products": (
        ["Nama UMKM", "Jenis produk", "Nama produk", "Sejak", "Sampai"],
        st.tuples(MSMES, st.sampled_from(["Madu", "madu", "Kopi"]), st.sampled_from(["Satu", "satu", "Dua"]), DAYS, ENDS),
    ),
    "partners": (
        ["Jenis mitra", "Nama mitra", "NIB", "Telepon"],
        st.tuples(
            st.sampled_from(["Perusahaan", "LSM", "?"]),
            st.sampled_from(["PT Maju", "pt. maju", "Baru"]),
            st.sampled_from(["", "1234567890123", "9876543210123", "12"]),
            st.sampled_from(["", "0541661001"]),
        ),
    ),
}
KNOWN = st.sampled_from(["fill", "take", "leave"])


class Back(Exception):
    """Rolls an example back."""


@pytest.mark.engine_free
@pytest.mark.django_db
@pytest.mark.parametrize("code", FILES)
@settings(max_examples=6, deadline=timedelta(seconds=20), phases=FAST, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_every_row_has_one_outcome_and_the_second_time_changes_nothing(code, drawn, tmp_path):
    headings, rows = FILES[code]
    cells = drawn.draw(st.lists(rows, min_size=2, max_size=9))
    known = drawn.draw(KNOWN)
    path = written_to(tmp_path / "a.csv", headings, *cells)
    try:
        with transaction.atomic():
            make_partner("PT Maju")
            make_msme("Keripik Ani")
            make_msme("Madu Budi")
            kept(ProductKind(name="Madu"))
            adds_up(code, path, known)
            raise Back
    except Back:
        pass


def adds_up(code: str, path, known: str):
    first = taken(code, path, known=known)
    assert sum(totals(first.told).values()) == first.told["rows"]
    ledger = list(ImportedRow.objects.filter(imported=first).values_list("outcome", flat=True))
    assert {one: ledger.count(one) for one in set(ledger)} == counts(first)
    again = counts(taken(code, path, known=known))
    assert not {Outcome.CREATED, Outcome.UPDATED} & set(again)
