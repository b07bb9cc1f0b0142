"""Whatever stands in a cell: a value, nothing or a fault in words; and a value written down reads as the same value."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idaman.spreadsheets.meanings import Day, Faulty, Kbli, Nib, Nik, Npwp, OneOf, Phone, Rupiah, Sex, Text, Whole, Year, YesNo

pytestmark = pytest.mark.engine_free

ON = date(2026, 11, 24)
MEANINGS = [
    Text(max_length=50),
    Text(lines=True),
    Whole(min=-10),
    Rupiah(min=-(10**12)),
    Rupiah(unit=1000),
    Day(),
    Day(order="mdy"),
    Year(),
    Phone(),
    Nib(),
    Nik(on=ON),
    Npwp(on=ON),
    Kbli(),
    Sex(),
    YesNo(),
    OneOf({1: ("Satu",), 2: ("Dua", "2")}),
]

digits = st.text("0123456789", min_size=1, max_size=17)
spelt = st.text(" 0123456789.,-/()'+RpjtMareEL\n", max_size=20)
between = st.sampled_from("-/. ")
months = st.sampled_from(["3", "12", "Mei", "Okt"])
days = st.builds("{}{}{}{}{}".format, st.integers(1, 32), between, months, between, st.integers(18, 2030))
cells = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), spelt, digits, days, digits.map(int))


@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda one: type(one).__name__)
@given(cell=cells)
@example(cell=float("inf"))
@example(cell=float("nan"))
@example(cell=1e300)
@example(cell="9" * 32767)
@example(cell="²")
@example(cell="٣")
@example(cell="'- =x")
@example(cell="()")
def test_a_cell_is_a_value_nothing_or_a_fault_and_reads_again_as_written(meaning, cell):
    assert isinstance(meaning.remark(cell), str)
    try:
        value = meaning.read(cell)
    except Faulty as fault:
        assert fault.sentence and fault.cause
        return
    assert meaning.read(meaning.written(value)) == value


@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda one: type(one).__name__)
@given(column=st.lists(cells, max_size=8))
def test_a_column_means_what_its_cells_mean(meaning, column):
    values, faults = meaning.read_all(column)
    assert len(values) == len(column)
    for place, cell in enumerate(column):
        alone = meaning.attempt(cell)
        assert (faults[place] if isinstance(alone, Faulty) else values[place]) == alone
        assert (place in faults) == isinstance(alone, Faulty)
