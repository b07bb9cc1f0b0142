"""A map of the regency by district, drawn on the server: each district is shaded, bears its number and opens its rows.

The regency lies on the equator, where a degree of longitude is as long as one of latitude, so the two are drawn as they
are. Corners are rounded to whole points of the drawing and repeats left out: neighbours round alike, so no gaps appear.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import svg
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from idaman.amounts import DASH, grouped
from idaman.identifiers import DATA

WIDTH, MARGIN = 600, 8
CLASSES = 4  # of counts above zero
Corner = tuple[int, int]


@dataclass(frozen=True)
class District:
    """A district's outline in points of the drawing, and where its number stands."""

    name: str
    rings: tuple[tuple[Corner, ...], ...]
    middle: Corner

    @property
    def path(self) -> str:
        """The outline as an SVG path."""
        return "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in self.rings)


@cache
def outlines() -> tuple[list[District], int]:
    """The districts of the project's file, and the height of the drawing."""
    features = json.loads((DATA / "kukar_kecamatan.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [(one["properties"], rings_of(one["geometry"])) for one in features]
    corners = [corner for _about, rings in shapes for ring in rings for corner in ring]
    west, north = min(x for x, _y in corners), max(y for _x, y in corners)
    scale = (WIDTH - 2 * MARGIN) / (max(x for x, _y in corners) - west)

    def point(lng: float, lat: float) -> Corner:
        return round(MARGIN + (lng - west) * scale), round(MARGIN + (north - lat) * scale)

    found = [
        District(about["nama"], tuple(simple([point(*one) for one in ring]) for ring in rings), point(about["lng"], about["lat"]))
        for about, rings in shapes
    ]
    return found, max(y for one in found for ring in one.rings for _x, y in ring) + MARGIN


def outlined(names: dict[str, str]) -> set[str]:
    """The districts that have an outline; `names` leads from a former name to the one of today."""
    return {names.get(one.name, one.name) for one in outlines()[0]}


def rings_of(geometry: dict) -> list[list]:
    """Every ring of a polygon, or of several."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def simple(ring: list[Corner]) -> tuple[Corner, ...]:
    """The ring without corners that fall upon the one before."""
    return tuple(corner for before, corner in zip([None, *ring], ring, strict=False) if corner != before)


def bounds(counts: list[int]) -> list[int]:
    """The highest count of each class, so that each holds about as many districts; fewer classes where counts repeat."""
    some = sorted(count for count in counts if count)
    steps = {some[(len(some) * part - 1) // CLASSES] for part in range(1, CLASSES + 1) if len(some) * part >= CLASSES}
    return sorted(steps | set(some[-1:]))


def shade(count: int | None, highest: list[int]) -> int:
    """The class of a count: 0 for none."""
    return next((number for number, most in enumerate(highest, 1) if count and count <= most), 0)


def district_map(
    counts: dict[str, int | None],
    *,
    title: str,
    description: str,
    address: Callable[[str], str] | None = None,
    names: dict[str, str] | None = None,
) -> SafeString:
    """The districts with their counts by name; one without is 0, one hidden is None and shown as a dash.

    `address` is where a district's rows open; without it nothing opens. `names` leads from a former name to today's.
    """
    found, height = outlines()
    districts = [replace(one, name=(names or {}).get(one.name, one.name)) for one in found]
    highest = bounds([count for count in counts.values() if count])
    shapes = [drawn(one, counts.get(one.name, 0), highest, address) for one in districts]
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
        class_=["map"],
        extra={"role": "group", "aria-labelledby": "map-title map-text"},
        elements=[
            svg.Title(id="map-title", text=escape(title)),
            svg.Desc(id="map-text", text=escape(description)),
            *shapes,
        ],
    )
    return mark_safe(str(drawing))


def drawn(district: District, count: int | None, highest: list[int], address) -> svg.Element:
    """One district: its shape, its number, and the way to its rows where there are any."""
    words = DASH if count is None else grouped(count)
    label = escape(f"{district.name}: {words}")
    x, y = district.middle
    elements = [
        svg.Title(text=label),
        svg.Path(d=district.path, class_=["map-area", f"map-{shade(count, highest)}"]),
        svg.Text(class_=["map-label"], x=x, y=y + 5, text_anchor="middle", text=words),
    ]
    if count and address:
        return svg.A(href=escape(address(district.name)), elements=elements, extra={"aria-label": label})
    return svg.G(elements=elements)


def legend(counts: dict[str, int | None]) -> list[tuple[int, str]]:
    """Each class of the map with the counts it stands for, in words."""
    highest = bounds([count for count in counts.values() if count])
    least = [1, *(most + 1 for most in highest)]
    spans = [
        grouped(low) if low == high else f"{grouped(low)}–{grouped(high)}" for low, high in zip(least, highest, strict=False)
    ]
    return [(0, _("none")), *enumerate(spans, 1)]
