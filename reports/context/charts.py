"""A context series over the years: places told apart by mark and dash, lines broken where a year is missing.

The drawing carries its colours and dashes itself, for paper; on a page the style's classes take over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product

import svg
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from idaman.amounts import DASH
from reports.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, flat
from reports.context.printed import in_print
from reports.context.reading import Reading, Table

LEGEND = 30  # the height of one of its lines
INK, PAPER, SOFT, LINE = "#0b5d4f", "#ffffff", "#4a5a53", "#ccd5cf"
SIZE, RING = 5, 10
STEPS = 4
Place = Callable[[float], float]


@dataclass(frozen=True)
class Look:
    """How one place is drawn: its mark and the dashes of its line."""

    mark: Callable[[float, float], svg.Element]
    dash: list[int] | None


def disc(x: float, y: float) -> svg.Element:
    return svg.Circle(class_=["chart-mark"], cx=x, cy=y, r=SIZE, fill=INK, stroke=INK, stroke_width=2)


def square(x: float, y: float) -> svg.Element:
    side = {"x": x - SIZE, "y": y - SIZE, "width": 2 * SIZE, "height": 2 * SIZE}
    return svg.Rect(class_=["chart-mark", "hollow"], fill=PAPER, stroke=INK, stroke_width=2, **side)


def triangle(x: float, y: float) -> svg.Element:
    points = [x - SIZE, y + SIZE, x, y - SIZE, x + SIZE, y + SIZE]
    return svg.Polygon(class_=["chart-mark"], points=points, fill=INK, stroke=INK, stroke_width=2)


def diamond(x: float, y: float) -> svg.Element:
    points = [x - SIZE - 1, y, x, y - SIZE - 1, x + SIZE + 1, y, x, y + SIZE + 1]
    return svg.Polygon(class_=["chart-mark", "hollow"], points=points, fill=PAPER, stroke=INK, stroke_width=2)


LOOKS = [Look(disc, None), Look(square, [8, 5]), Look(triangle, [2, 4]), Look(diamond, [10, 4, 2, 4])]


def context_chart(table: Table, *, chart_id: str) -> SafeString:
    """The chart of a series that has values of several years, else nothing; `chart_id` is unique on the page."""
    if len(table.years) < 2:
        return mark_safe("")
    legend = [*((place, LOOKS[at % len(LOOKS)]) for at, place in enumerate(table.places))]
    is_ringed = any(one.is_contradicted for one in table.readings)
    above = TOP + LEGEND * (len(legend) + is_ringed)
    bottom, top, step = scale([one.value for one in table.readings])
    base, first, span = above + HEIGHT - TOP - BOTTOM, table.years[0], table.years[-1] - table.years[0]

    def x(year: float) -> float:
        return round(LEFT + 20 + (WIDTH - LEFT - RIGHT - 40) * (year - first) / span, 1)

    def y(value: Decimal) -> float:
        return round(float(base - (base - above) * (value - bottom) / (top - bottom)), 1)

    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, base + BOTTOM),
        class_=["chart"],
        extra={"role": "img", "aria-labelledby": f"{chart_id}-title {chart_id}-text"},
        elements=[
            svg.Title(id=f"{chart_id}-title", text=escape(title(table))),
            svg.Desc(id=f"{chart_id}-text", text=escape(description(table, bottom))),
            *explained(legend, is_ringed),
            *grid(bottom, step, y),
            *years(table.years, x, base),
            *(shape for place, look in legend for shape in drawn(table, place, look, x, y)),
        ],
    )
    return mark_safe(str(drawing))


def scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """The lowest and highest value of the axis and its step: round ones around the values, which needn't begin at zero."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or Decimal(1)
    power = Decimal(10) ** (span.adjusted() - 1)
    for step in (factor * power for factor in (1, 2, Decimal("2.5"), 5, 10, 20, 25, 50)):
        bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
        bottom = max(bottom, Decimal(0)) if low >= 0 else bottom
        if bottom + STEPS * step >= high:
            break
    return bottom, max(bottom + STEPS * step, (high / step).to_integral_value(ROUND_CEILING) * step), step


def title(table: Table) -> str:
    words = {"title": table.title, "unit": table.unit, "first": table.years[0], "last": table.years[-1]}
    return _("%(title)s, %(first)d–%(last)d (%(unit)s)") % words


def description(table: Table, bottom: Decimal) -> str:
    """Everything the drawing shows, in words; a year without a value is said to have none."""
    said = [
        f"{place}: " + ", ".join(f"{year} {said_of(table.cell(place, year))}" for year in table.years) for place in table.places
    ]
    axis = _("The axis begins at %(bottom)s, not at zero.") % {"bottom": in_print(shortened(bottom))} if bottom else ""
    return ". ".join([*said, ""]).strip() + (f" {axis}" if axis else "")


def said_of(cell: tuple[Reading, ...]) -> str:
    return _(" or ").join(one.printed for one in cell) or DASH


def explained(legend: list[tuple[str, Look]], is_ringed: bool) -> list[svg.Element]:
    """A line of the legend for each place, and one for rings where there are any."""
    shapes: list[svg.Element] = []
    for at, (place, look) in enumerate(legend):
        y = TOP + LEGEND * at
        shapes += [stroke([(LEFT, y), (LEFT + 56, y)], look), look.mark(LEFT + 28, y), words(place, LEFT + 68, y + 6, "start")]
    if is_ringed:
        y = TOP + LEGEND * len(legend)
        shapes += [ring(LEFT + 28, y), words(_("ringed: the sources contradict each other"), LEFT + 68, y + 6, "start")]
    return shapes


def grid(bottom: Decimal, step: Decimal, y: Place) -> list[svg.Element]:
    lines: list[svg.Element] = []
    for value in (bottom + step * part for part in range(STEPS + 1)):
        at = {"x1": LEFT, "x2": WIDTH - RIGHT, "y1": y(value), "y2": y(value)}
        lines += [
            svg.Line(class_=["chart-grid"], stroke=LINE, **at),
            words(in_print(shortened(value)), LEFT - 8, y(value) + 4, "end"),
        ]
    return lines


def shortened(value: Decimal) -> Decimal:
    """Without zeros behind the decimal point."""
    return Decimal(format(value.normalize(), "f"))


def years(known: Sequence[int], x: Place, base: float) -> list[svg.Element]:
    """Each year, or every so many where they would touch on a phone."""
    every = -(-len(known) // 9)
    return [words(str(year), x(year), base + 24, "middle") for year in known[::every]]


def drawn(table: Table, place: str, look: Look, x: Place, y: Place) -> list[svg.Element]:
    """A place's lines between neighbouring years (to each value, where sources differ) and a mark for every value."""
    lines, marks = [], []
    for year in table.years:
        here, after = table.cell(place, year), table.cell(place, year + 1)
        lines += [stroke([(x(year), y(a.value)), (x(year + 1), y(b.value))], look) for a, b in product(here, after)]
        for one in here:
            at = (x(year), y(one.value))
            marks += [ring(*at)] if one.is_contradicted else []
            marks.append(look.mark(*at))
    return [*lines, *marks]


def stroke(points: list[tuple[float, float]], look: Look) -> svg.Element:
    drawn_as = {"fill": "none", "stroke": INK, "stroke_width": 2.5, "stroke_dasharray": look.dash}
    return svg.Polyline(class_=["chart-line"], points=flat(points), **drawn_as)


def ring(x: float, y: float) -> svg.Element:
    return svg.Circle(class_=["chart-ring"], cx=x, cy=y, r=RING, fill="none", stroke=INK, stroke_width=1.5)


def words(text: str, x: float, y: float, anchor: str) -> svg.Element:
    return svg.Text(class_=["chart-label"], x=x, y=y, text_anchor=anchor, fill=SOFT, font_size=12, text=escape(text))
