"""Loading the context series: once, every row with its source, and never over what an officer made of it."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from idaman.backups.tables import recorded
from idaman.history import keep
from idaman.models import Region
from reports.context.models import ContextSeries, ContextValue
from reports.context.reference import load_context
from reports.demo.fill import foreign

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "data" / "kemiskinan_kukar_ppu.csv"


def rows() -> list[tuple]:
    return list(ContextValue.objects.values_list())


def rate(value: str) -> ContextValue:
    return ContextValue.objects.get(series__code="poverty-rate", year=2018, value=value)


def test_every_number_of_the_file_is_a_record_with_its_source_and_its_digits():
    with FILE.open(encoding="utf-8") as file:
        kept = [(row["sumber"], row[name]) for row in csv.DictReader(file) for name in ("persen_miskin", "ribu_jiwa")]
    found = ContextValue.objects.filter(series__code__in=["poverty-rate", "poor-people"])
    assert sorted((one.source, str(one.value)) for one in found) == sorted(pair for pair in kept if pair[1])
    assert ContextValue.objects.get(series__code="msmes").value == 54_414


def test_loading_again_changes_nothing():
    before = rows()
    load_context()
    assert rows() == before and ContextSeries.history.count() == ContextSeries.objects.count()


def test_what_an_officer_corrected_or_deleted_stays_so_when_it_is_loaded_again(officer):
    one, other = rate("7.31"), rate("7.41")
    one.value, one.source = Decimal("7.5"), "BPS Kutai Kartanegara (uji)"
    keep(one, by=officer, why="uji")
    other.delete()
    before = rows()
    load_context()
    assert rows() == before and rate("7.5").source == "BPS Kutai Kartanegara (uji)"


def test_a_database_with_nothing_but_loaded_rows_counts_as_empty_until_an_officer_edits_one(officer):
    kept = str(ContextValue.history.model._meta.verbose_name_plural)
    assert kept not in recorded() and not [name for name in foreign() if "context" in name]
    one = rate("7.31")
    one.note = "uji"
    keep(one, by=officer, why="uji")
    assert recorded()[kept] == 1


def test_several_sources_may_give_a_value_and_the_same_source_only_once(officer):
    words = {"series": rate("7.31").series, "place": rate("7.31").place, "year": 2018, "value": Decimal("7.4")}
    keep(ContextValue(**words, source="Sumber ketiga (uji)"), by=officer)
    with pytest.raises(ValidationError, match="sudah|already"):
        keep(ContextValue(**words, source="Sumber ketiga (uji)"), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContextValue.objects.bulk_create([ContextValue(**words, source="Sumber ketiga (uji)")])


def test_a_series_of_regencies_has_no_value_of_a_village(officer):
    place = Region.objects.villages().first()
    with pytest.raises(ValidationError):
        keep(ContextValue(series=rate("7.31").series, place=place, year=2018, value=Decimal(7), source="x"), by=officer)


@pytest.mark.parametrize("typed", ["NaN", "1e400", "tujuh", "1234567890123456"])
def test_what_is_no_number_is_refused_in_words(officer, typed):
    one = rate("7.31")
    one.value = typed
    with pytest.raises(ValidationError):
        keep(one, by=officer)
