"""The small chart of a card: a line without scales, told in words."""

from collections.abc import Sequence
from datetime import date

import svg
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.charts import flat
from reports.measuring import Indicator

WIDTH, HEIGHT, EDGE = 160, 48, 5


def spark(indicator: Indicator, points: Sequence[tuple[date, int]]) -> SafeString | str:
    """The figure over the days, from zero to its highest; "" where there is not yet a line."""
    if len(points) < 2:
        return ""
    first, last = points[0][0], points[-1][0]
    span, top = (last - first).days, max(value for _day, value in points) or 1
    wide, high = (WIDTH - 2 * EDGE) / span, (HEIGHT - 2 * EDGE) / top
    place = [(round(EDGE + wide * (day - first).days, 1), round(HEIGHT - EDGE - high * value, 1)) for day, value in points]
    area = [(place[0][0], HEIGHT - EDGE), *place, (place[-1][0], HEIGHT - EDGE)]
    name = f"spark-{indicator.code}"
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT),
        class_=["spark"],
        extra={"role": "img", "aria-labelledby": f"{name}-title {name}-text"},
        elements=[
            svg.Title(id=f"{name}-title", text=escape(indicator.title)),
            svg.Desc(id=f"{name}-text", text=escape(in_words(indicator, points))),
            svg.Polygon(class_=["chart-area"], points=flat(area)),
            svg.Polyline(class_=["chart-line"], points=flat(place)),
            svg.Circle(class_=["chart-dot"], cx=place[-1][0], cy=place[-1][1], r=3.5),
        ],
    )
    return mark_safe(str(drawing))


def in_words(indicator: Indicator, points: Sequence[tuple[date, int]]) -> str:
    """What the line shows."""
    (first, before), (last, now) = points[0], points[-1]
    words = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    words |= {"before": indicator.shown(before), "now": indicator.shown(now)}
    words["highest"] = indicator.shown(max(value for _day, value in points))
    return _("By month from %(first)s to %(last)s: from %(before)s to %(now)s, at most %(highest)s.") % words
