"""A yearly report in one language: every value in the words in which it is printed."""

from decimal import Decimal
from itertools import groupby

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman.amounts import DASH, grouped, rupiah
from reports.charts import line_chart
from reports.yearly.contents import Chart, Words, YearlyReport, achievement, decimal

MOST_YEARS = 10  # columns that fit on a sheet


def number(value: Decimal | None, kind: str = "") -> str:
    """A count grouped in thousands, a share in per cent, a median in rupiah, what isn't known a dash."""
    if value is None:
        return DASH
    if kind in ("ratio", "median"):
        return percent(value) if kind == "ratio" else rupiah(int(value))
    whole = value == value.to_integral_value()
    return grouped(int(value)) if whole else number_format(value, -value.as_tuple().exponent, force_grouping=True)


def printed(value: Decimal) -> str:
    """With the decimals that its source prints: 8,0."""
    return number_format(value, max(-value.as_tuple().exponent, 0), force_grouping=True)


def percent(value: Decimal | None) -> str:
    return DASH if value is None else f"{number_format(value, 1, force_grouping=True)}\u00a0%"


class Reading:
    """What the paper's template asks of the report."""

    def __init__(self, report: YearlyReport, language: str):
        self.report, self.language = report, language

    def words(self, pair: Words) -> str:
        """In the report's language; what was written in Indonesian only stands in Indonesian."""
        return pair[self.language] if self.language in pair else pair.get("id", "")

    def written_in(self, pair: Words) -> str:
        return self.language if self.language in pair else "id"

    @property
    def title(self) -> str:
        return self.words(self.report.title)

    def variables(self) -> list[tuple[str, list[dict]]]:
        """The indicator table: under each variable its rows."""
        by_variable = groupby(self.report.figures, key=lambda figure: self.words(figure["variable_title"]))
        return [(variable, [self.row(figure) for figure in some]) for variable, some in by_variable]

    def row(self, figure: dict) -> dict[str, str]:
        kind = figure.get("kind", "")
        numbers = {name: number(decimal(figure.get(name)), kind) for name in ("baseline", "against", "value", "target")}
        return {
            **numbers,
            "title": self.words(figure["title"]),
            "beside": figure["beside"],
            "growth": self.words(figure["growth_words"]),
            "achievement": percent(achievement(figure)),
        }

    def breakdowns(self) -> list[dict]:
        """The table's own figures told apart, where anything is known: a title, the heading of the parts, the parts."""
        return [
            {
                "title": self.words(figure["title"]),
                "by": self.words(told["title"]),
                "parts": [(self.words(part["label"]), number(decimal(part["count"]))) for part in told["parts"]],
                "hides": any(part["count"] is None for part in told["parts"]),
            }
            for figure in self.report.figures
            if not figure["beside"]
            for told in figure["breakdowns"]
            if any(part["key"] for part in told["parts"])
        ]

    def charts(self) -> list[dict]:
        return [{"title": self.words(one.title), "svg": self.chart(one), "told": self.told(one)} for one in self.report.charts]

    def chart(self, one: Chart):
        words = {"title": self.words(one.title), "description": self.told(one), "chart_id": f"chart-{one.code}"}
        return line_chart(one.days, one.values, **words)

    def told(self, one: Chart) -> str:
        """The line in words, for who doesn't see it."""
        some = (one.values[0], one.values[-1], max(one.values))
        words = dict(zip(("first", "last", "highest"), (number(Decimal(each)) for each in some), strict=True))
        return _("From %(first)s at first to %(last)s at last, at most %(highest)s.") % words

    def years(self) -> dict:
        """The last years: their days, and a row a figure."""
        some = self.report.years
        days = [date_format(day, "SHORT_DATE_FORMAT") for day in some[0].days[-MOST_YEARS:]] if some else []
        rows = [(self.words(one.title), [number(Decimal(v)) for v in one.values[-MOST_YEARS:]]) for one in some]
        return {"days": days, "rows": rows}

    def maps(self) -> list[dict]:
        return self.pictures("maps")

    def context_charts(self) -> list[dict]:
        return self.pictures("context_charts")

    def pictures(self, name: str) -> list[dict]:
        found = getattr(self.report, name)
        return [{part: self.words(getattr(one, part)) for part in ("title", "svg", "told")} for one in found]

    def chapters(self, name: str) -> list[dict]:
        """Headings with their paragraphs, those that aren't empty in the language, and the language they are written in."""
        return [
            {
                "title": self.words(one.title),
                "paragraphs": [text for text in map(self.words, one.paragraphs) if text],
                "language": next(map(self.written_in, one.paragraphs), self.language),
            }
            for one in getattr(self.report, name)
        ]

    def restatement(self) -> dict | None:
        one = self.report.restatement
        if one is None:
            return None
        names = ("title", "before", "after", "told")
        rows = [{name: self.words(getattr(row, name)) for name in names} for row in one.rows]
        return {"before": one.before, "checksum_before": one.checksum_before, "reason": one.reason, "rows": rows}

    def quality(self):
        return self.chapters("quality")

    def narrative(self):
        return self.chapters("narrative")

    def methods(self):
        return self.chapters("methods")

    def definitions(self) -> list[tuple[str, str]]:
        return [(self.words(figure["title"]), self.words(figure["definition"])) for figure in self.report.figures]

    def context(self) -> list[dict]:
        return [
            {
                "title": self.words(one.title),
                "place": self.words(one.place),
                "year": str(one.year),
                "value": f"{printed(Decimal(one.value))} {self.words(one.unit)}",
                "status": self.words(one.status),
                "source": self.words(one.source),
            }
            for one in self.report.context
        ]

    def context_notes(self) -> list[str]:
        return [self.words(one) for one in self.report.context_notes]

    def foot(self) -> str:
        """What stands under every page: the edition, its checksum, and where anybody checks it."""
        words = {"edition": self.report.edition, "checksum": self.report.checksum, "address": self.report.check_address}
        return _("Edition %(edition)s · SHA-256 %(checksum)s · check it at %(address)s") % words

    def size_words(self) -> str:
        count = sum(1 for figure in self.report.figures if not figure["beside"])
        return ngettext("%(count)d indicator", "%(count)d indicators", count) % {"count": count}
