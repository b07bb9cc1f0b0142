"""Small cells of published tables are hidden, and so is what would betray them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.breakdowns import Crossed, Part
from reports.small_cells import suppressed

pytestmark = pytest.mark.engine_free


def parts(*counts: int) -> list[Part]:
    return [Part(str(n), str(n), count) for n, count in enumerate(counts)]


def table(lines: list[list[int]]) -> Crossed:
    cells = {(str(r), str(c)): count for r, line in enumerate(lines) for c, count in enumerate(line)}
    return Crossed(parts(*map(sum, lines)), parts(*map(sum, zip(*lines, strict=True))), cells, sum(map(sum, lines)))


def counts(found: list[Part]) -> list:
    return [part.count for part in found]


def test_a_small_part_takes_the_next_smallest_with_it():
    assert counts(suppressed(parts(3, 40, 60))) == [None, None, 60]


def test_where_nothing_is_small_nothing_is_hidden():
    assert counts(suppressed(parts(5, 0, 60))) == [5, 0, 60]


def test_two_small_parts_that_are_few_together_take_a_third():
    assert counts(suppressed(parts(1, 1, 40, 60))) == [None, None, None, 60]


def test_a_table_hides_a_square_around_its_small_cell():
    shown = suppressed(table([[3, 30, 50], [20, 10, 60], [70, 80, 90]]))
    assert {cell for cell, count in shown.cells.items() if count is None} == {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")}
    assert counts(shown.rows) == [83, 90, 240] and shown.total == 413


def solved(equations: list[list[Fraction]], unknowns: int) -> set[int]:
    """By plain elimination, the unknowns that linear equations fix: an own way to see what can be worked out."""
    lines, pivots = [line[:] for line in equations], []
    for column in range(unknowns):
        found = next((line for line in lines if line[column] and line not in [one for _c, one in pivots]), None)
        if found is None:
            continue
        scaled = [value / found[column] for value in found]
        lines = [[a - line[column] * b for a, b in zip(line, scaled, strict=True)] for line in lines if line is not found]
        pivots = [(c, [a - one[column] * b for a, b in zip(one, scaled, strict=True)]) for c, one in pivots]
        pivots.append((column, scaled))
    return {column for column, line in pivots if sum(1 for value in line if value) == 1}


def equations_of(shown: Crossed) -> tuple[list, list]:
    """The sums that a reader of the table knows, over its hidden cells."""
    rows, columns = [one.key for one in shown.rows], [one.key for one in shown.columns]
    values = dict(shown.cells) | {(one.key, "T"): one.count for one in shown.rows}
    values |= {("T", one.key): one.count for one in shown.columns} | {("T", "T"): shown.total}
    unknown = [cell for cell, count in values.items() if count is None]
    lines = [[(r, c) for c in [*columns, "T"]] for r in [*rows, "T"]]
    lines += [[(r, c) for r in [*rows, "T"]] for c in [*columns, "T"]]
    # the last of each line is its total: it stands with the other sign
    return [[Fraction((cell in line) * (-1 if cell == line[-1] else 1)) for cell in unknown] for line in lines], unknown


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(0, 12), min_size=n, max_size=n), min_size=1, max_size=4))
)
def test_no_hidden_cell_of_a_table_follows_from_what_is_shown(lines):
    shown = suppressed(table(lines))
    equations, unknown = equations_of(shown)
    assert solved(equations, len(unknown)) == set()
    kept = [*shown.cells.values(), *counts(shown.rows), *counts(shown.columns), shown.total]
    assert not [count for count in kept if count is not None and 0 < count < 5]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_hidden_part_follows_from_the_total(given_counts):
    gone = [n for n, count in enumerate(counts(suppressed(parts(*given_counts)))) if count is None]
    assert len(given_counts) == 1 or len(gone) != 1
    others = len(gone) == len(given_counts)
    assert not gone or others or sum(given_counts[n] for n in gone) >= 5
