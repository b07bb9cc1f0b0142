"""Charts as SVG made on the server: the same on the page and on paper, told in words too, coloured by the page's style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import svg
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from idaman.amounts import grouped

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 32
DASHES = [[9, 4], [2, 4], [12, 3, 2, 3]]  # a further line is told apart by its dash and its marks, not by colour alone
SHORT = 400  # days; a chart of fewer names quarters


@dataclass(frozen=True)
class Line:
    """A further line beside the figure's own, through points in order; `look` chooses its dash and its marks."""

    label: str
    points: Sequence[tuple[date, float]]
    look: int = 0

    @property
    def dash(self) -> list[float]:
        return DASHES[self.look % len(DASHES)]


def nice_top(highest: float) -> int:
    """A round number, divisible by four, at or above the highest value."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power // 2, 5 * power):
            if step * 4 >= highest:
                return step * 4
        power *= 10


def line_chart(
    days: Sequence[date],
    values: Sequence[float],
    *,
    title: str,
    description: str,
    chart_id: str,
    lines: Sequence[Line] = (),
) -> SafeString:
    """A line over time with its area, four grid lines and a mark on the last day; further lines over it, also to later days."""
    further = [point for line in lines for point in line.points]
    top = nice_top(max([*values, *(value for _day, value in further)], default=0) or 1)
    first = min([*days, *(day for day, _value in further)])
    last = max([*days, *(day for day, _value in further)])
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * float(value) / top, 1)

    points = [(x(day), y(value)) for day, value in zip(days, values, strict=True)]
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT),
        class_=["chart"],
        extra={"role": "img", "aria-labelledby": f"{chart_id}-title {chart_id}-text"},
        elements=[
            svg.Title(id=f"{chart_id}-title", text=title),
            svg.Desc(id=f"{chart_id}-text", text=description),
            *grid(top, y),
            *(quarters(first, last, x) if lines and span < SHORT else years(days, x)),
            *figure_line(points),
            *(element for line in lines for element in further_line(line, [(x(day), y(value)) for day, value in line.points])),
        ],
    )
    return mark_safe(str(drawing))


def figure_line(points) -> list[svg.Element]:
    """The figure's own line: its area, the line, a dot on the last day."""
    base = HEIGHT - BOTTOM
    area = [(points[0][0], base), *points, (points[-1][0], base)]
    return [
        svg.Polygon(class_=["chart-area"], points=flat(area)),
        svg.Polyline(class_=["chart-line"], points=flat(points)),
        svg.Circle(class_=["chart-dot"], cx=points[-1][0], cy=points[-1][1], r=4),
    ]


def further_line(line: Line, points) -> list[svg.Element]:
    """A dashed line with its mark at both ends."""
    ends = [points[0], points[-1]]
    marks = [svg.Polygon(class_=["chart-further-mark"], points=flat(mark(line.look, *end))) for end in ends]
    return [svg.Polyline(class_=["chart-further"], points=flat(points), stroke_dasharray=line.dash), *marks]


def mark(look: int, x: float, y: float) -> list[tuple[float, float]]:
    """A square, a triangle or a diamond around the point."""
    shapes = [
        [(-5, -5), (5, -5), (5, 5), (-5, 5)],
        [(0, -6), (6, 5), (-6, 5)],
        [(0, -6), (6, 0), (0, 6), (-6, 0)],
    ]
    return [(round(x + dx, 1), round(y + dy, 1)) for dx, dy in shapes[look % len(shapes)]]


def legend(label: str, lines: Sequence[Line]) -> SafeString:
    """What each line of the chart is, beside a piece of it."""
    own = [svg.Polyline(class_=["chart-line"], points=[2, 9, 46, 9]), svg.Circle(class_=["chart-dot"], cx=24, cy=9, r=4)]
    pieces = [(own, label), *((further_line(line, [(8, 9), (40, 9)]), line.label) for line in lines)]
    return format_html_join("", '<li><span aria-hidden="true">{}</span> {}</li>', ((piece(one), words) for one, words in pieces))


def piece(elements: list[svg.Element]) -> SafeString:
    return mark_safe(str(svg.SVG(viewBox=svg.ViewBoxSpec(0, 0, 48, 18), width=48, height=18, elements=elements)))


def flat(points) -> list[float]:
    return [number for point in points for number in point]


def grid(top: int, y) -> list[svg.Element]:
    """Four horizontal lines with their values."""
    lines = []
    for part in range(5):
        value = top * part // 4
        lines += [
            svg.Line(class_=["chart-grid"], x1=LEFT, x2=WIDTH - RIGHT, y1=y(value), y2=y(value)),
            svg.Text(class_=["chart-label"], x=LEFT - 8, y=y(value) + 4, text_anchor="end", text=grouped(value)),
        ]
    return lines


def years(days: Sequence[date], x) -> list[svg.Element]:
    """The first day's month, and each January after it that leaves room for its label."""
    marks = [days[0]] + [day for before, day in zip(days, days[1:], strict=False) if day.year != before.year]
    labels, last = [], -100.0
    for day in marks:
        if x(day) - last >= 110 and x(day) <= WIDTH - RIGHT - 20:
            last = x(day)
            words = date_format(day, "M Y") if day == days[0] else str(day.year)
            anchor = "start" if day == days[0] else "middle"
            labels.append(svg.Text(class_=["chart-label"], x=last, y=HEIGHT - 10, text_anchor=anchor, text=words))
    return labels


def quarters(first: date, last: date, x) -> list[svg.Element]:
    """The first days of the quarters between the two days, the first of each year with its year."""
    months = ((year, month) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10))
    days = [date(*one, 1) for one in months if first <= date(*one, 1) <= last]
    words = [(x(day), date_format(day, "M Y")) for day in days]
    return [
        svg.Text(
            class_=["chart-label"], x=place, y=HEIGHT - 10, text_anchor="start" if place < LEFT + 20 else "middle", text=text
        )
        for place, text in words
    ]
