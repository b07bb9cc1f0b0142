"""Charts as SVG made on the server: the same on the page and on paper, told in words too, coloured by the page's style."""

from collections.abc import Sequence
from datetime import date

import svg
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from idaman.amounts import grouped

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 32


def nice_top(highest: float) -> int:
    """A round number, divisible by four, at or above the highest value."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power // 2, 5 * power):
            if step * 4 >= highest:
                return step * 4
        power *= 10


def line_chart(days: Sequence[date], values: Sequence[int], *, title: str, description: str, chart_id: str) -> SafeString:
    """A line over time with its area, four grid lines and a mark on the last day."""
    top = nice_top(max(values, default=0) or 1)
    span = max((days[-1] - days[0]).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]).days / span, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * float(value) / top, 1)

    points = [(x(day), y(value)) for day, value in zip(days, values, strict=True)]
    base = HEIGHT - BOTTOM
    area = [(points[0][0], base), *points, (points[-1][0], base)]
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT),
        class_=["chart"],
        extra={"role": "img", "aria-labelledby": f"{chart_id}-title {chart_id}-text"},
        elements=[
            svg.Title(id=f"{chart_id}-title", text=title),
            svg.Desc(id=f"{chart_id}-text", text=description),
            *grid(top, y),
            *years(days, x),
            svg.Polygon(class_=["chart-area"], points=flat(area)),
            svg.Polyline(class_=["chart-line"], points=flat(points)),
            svg.Circle(class_=["chart-dot"], cx=points[-1][0], cy=points[-1][1], r=4),
        ],
    )
    return mark_safe(str(drawing))


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
