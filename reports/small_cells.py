"""Hiding small cells in what is published: counts under five, and whatever else would betray them.

A cell that is hidden must not follow from those that are shown. In a table with totals the cells of each line add up, so
the hidden ones are seen as ways between rows and columns: exactly those that lie on no closed way of hidden cells can be
worked out by adding and subtracting. Others are hidden, the smallest first, until there are none such, and until the
hidden cells of every line with a known total are at least five together.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import overload

from reports.breakdowns import Crossed, Part

LEAST = 5
TOTAL = object()
Cell = tuple[Hashable, Hashable]


@overload
def suppressed(given: Crossed) -> Crossed: ...
@overload
def suppressed(given: Sequence[Part]) -> list[Part]: ...
def suppressed(given):
    """The table, or the parts of a breakdown whose total is shown, with None in place of every count to be hidden."""
    if not isinstance(given, Crossed):
        gone = hidden({part.key: part.count for part in given})
        return [replace(part, count=None) if part.key in gone else part for part in given]
    gone = hidden_cells(extended(given))
    return Crossed(
        [replace(one, count=None) if (one.key, TOTAL) in gone else one for one in given.rows],
        [replace(one, count=None) if (TOTAL, one.key) in gone else one for one in given.columns],
        {(r.key, c.key): None if (r.key, c.key) in gone else given.cell(r, c) for r in given.rows for c in given.columns},
        None if (TOTAL, TOTAL) in gone else given.total,
    )


def shown_total(parts: Sequence[Part]) -> int | None:
    """The total that may stand beside the parts of an exclusive breakdown; None when it is small itself."""
    total = sum(part.count for part in parts)
    return None if is_small(total) else total


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def hidden(counts: dict[Hashable, int]) -> set:
    """Of counts whose total is shown, the keys to hide: small ones, and others until those hidden are five or more."""
    gone = {key for key, count in counts.items() if is_small(count)}
    rest = sorted((key for key in counts if key not in gone), key=lambda key: (not counts[key], counts[key]))
    while gone and rest and (len(gone) == 1 or sum(counts[key] for key in gone) < LEAST):
        gone.add(rest.pop(0))
    return gone


def extended(table: Crossed) -> dict[Cell, int]:
    """Every cell of the table, totals among them."""
    cells = {(r.key, c.key): table.cell(r, c) for r in table.rows for c in table.columns}
    cells |= {(r.key, TOTAL): r.count for r in table.rows} | {(TOTAL, c.key): c.count for c in table.columns}
    return cells | {(TOTAL, TOTAL): table.total}


def hidden_cells(cells: dict[Cell, int]) -> set[Cell]:
    """The cells to hide of a table with totals."""
    gone = {cell for cell, count in cells.items() if is_small(count)}
    while more := betrayed_line(cells, gone) or betrayed_cell(cells, gone):
        gone |= more
    return gone


def betrayed_line(cells: dict[Cell, int], gone: set[Cell]) -> set[Cell]:
    """A cell more of a line whose hidden cells add up to less than five, told by its total; empty when none does."""
    for side in (0, 1):
        for line in {cell[side] for cell in gone}:
            inside = [cell for cell in cells if cell[side] == line and cell[1 - side] is not TOTAL]
            total = next(cell for cell in cells if cell[side] == line and cell[1 - side] is TOTAL)
            away = [cell for cell in inside if cell in gone]
            if total not in gone and away and sum(cells[cell] for cell in away) < LEAST:
                return {min((one for one in [*inside, total] if one not in gone), key=lambda one: cost(cells[one]))}
    return set()


def betrayed_cell(cells: dict[Cell, int], gone: set[Cell]) -> set[Cell]:
    """What must go as well so that some hidden cell can't be worked out any more; empty when none can."""
    for cell in gone:
        if not is_on_closed_way(cell, gone):
            return cheapest_way(cell, cells, gone)
    return set()


def neighbours(cells: set[Cell]) -> dict:
    """Rows and columns as places, hidden cells as ways between them."""
    ways: dict = {}
    for row, column in cells:
        ways.setdefault(("row", row), set()).add(("column", column))
        ways.setdefault(("column", column), set()).add(("row", row))
    return ways


def is_on_closed_way(cell: Cell, gone: set[Cell]) -> bool:
    """Whether its row and column are joined by other hidden cells."""
    ways = neighbours(gone - {cell})
    seen, todo = set(), [("row", cell[0])]
    while todo:
        place = todo.pop()
        if place not in seen:
            seen.add(place)
            todo += ways.get(place, ())
    return ("column", cell[1]) in seen


def cost(count: int) -> int:
    """What is lost by hiding a cell; an empty one hides nothing, and goes last."""
    return count or 10**9


def cheapest_way(cell: Cell, cells: dict[Cell, int], gone: set[Cell]) -> set[Cell]:
    """The cells by which its row and column are joined another way at the least cost."""
    ways = neighbours(set(cells) - {cell})
    queue, seen, number = [(0, 0, ("row", cell[0]), frozenset())], set(), 0
    while queue:
        price, _number, place, used = heappop(queue)
        if place == ("column", cell[1]):
            return set(used) - gone
        if place in seen:
            continue
        seen.add(place)
        for other in ways.get(place, ()):
            step = (place[1], other[1]) if place[0] == "row" else (other[1], place[1])
            number += 1
            more = 0 if step in gone else cost(cells[step])
            heappush(queue, (price + more, number, other, used | {step}))
    return set()
