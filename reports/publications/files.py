"""An edition as a table for everybody's programs: plain CSV in UTF-8, commas, no mark before the first letter.

The house's files for Excel speak the reader's language; open data speaks one that never depends on the reader.
"""

import csv
import io

from idaman.spreadsheets.written import harmless
from reports.publications.aims import NO_AIM
from reports.publications.models import Edition

HEADINGS = [
    *("publication", "edition", "published_at", "first_day", "last_day"),
    *("code", "title_id", "title_en", "kind", "unit_id", "unit_en", "beside"),
    *("breakdown", "part", "part_id", "part_en", "value", "is_hidden", "count", "known", "whole"),
    *("against_day", "against", "baseline_day", "baseline", "growth", "growth_id", "growth_en"),
    *("target", "target_decided_on", "target_revised_from", "expected", "achievement"),
    *("definition_id", "definition_en", "licence", "attribution", "checksum"),
]


def csv_text(edition: Edition) -> str:
    """A line a figure and a line a part of it; what isn't known, or hidden, is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for figure in edition.content["indicators"]:
        writer.writerows([{**about(edition), **line} for line in lines(figure)])
    return text.getvalue()


def about(edition: Edition) -> dict:
    """What stands in every line, so that a line that travels alone still says where it is from."""
    content = edition.content
    same = ("publication", "edition", "published_at", "first_day", "last_day", "against_day", "baseline_day")
    licence = {"licence": content["licence"]["code"], "attribution": content["licence"]["attribution"]}
    return {**{name: content[name] for name in same}, **licence, "checksum": edition.checksum}


def lines(figure: dict):
    """The figure, then its parts."""
    words = {f"{name}_{lang}": harmless(figure[name][lang]) for name in ("title", "definition", "unit") for lang in ("id", "en")}
    same = {**{name: figure[name] for name in ("code", "kind", "beside")}, **words}
    numbers = {name: figure[name] for name in ("value", "count", "known", "whole", "against", "baseline")}
    numbers |= {name: figure.get(name) for name in NO_AIM}
    words = figure["growth_words"] if figure["growth"] is None else {}  # why there is none
    growth = {f"growth_{lang}": harmless(text) for lang, text in words.items()}
    yield {**same, **numbers, **growth, "growth": figure["growth"], "is_hidden": "yes" if figure["is_hidden"] else "no"}
    for breakdown in figure["breakdowns"]:
        for part in breakdown["parts"]:
            labels = {f"part_{lang}": harmless(part["label"][lang]) for lang in ("id", "en")}
            hidden = "yes" if part["count"] is None else "no"
            yield {
                **same,
                **labels,
                "breakdown": breakdown["code"],
                "part": harmless(part["key"]),
                "value": part["count"],
                "is_hidden": hidden,
            }
