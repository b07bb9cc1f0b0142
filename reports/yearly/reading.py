"""A yearly report in one language: every value in the words in which it is printed."""

from decimal import Decimal
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman.amounts import DASH, grouped
from reports.charts import line_chart
from reports.yearly.contents import Chart, YearlyReport, achievement, decimal


def number(value: Decimal | None) -> str:
    """A count grouped in thousands, a share with its decimals, what isn't known a dash."""
    if value is None:
        return DASH
    whole = value == value.to_integral_value()
    return grouped(int(value)) if whole else number_format(value, -value.as_tuple().exponent, force_grouping=True)


def percent(value: Decimal | None) -> str:
    return DASH if value is None else f"{number_format(value, 1, force_grouping=True)}\u00a0%"


class Reading:
    """What the paper's template asks of the report."""

    def __init__(self, report: YearlyReport, language: str):
        self.report, self.language = report, language

    def words(self, pair: dict[str, str]) -> str:
        return pair.get(self.language) or pair.get("id", "")

    @property
    def title(self) -> str:
        return self.words(self.report.title)

    def variables(self) -> list[tuple[str, list[dict]]]:
        """The indicator table: under each variable its rows."""
        by_variable = groupby(self.report.figures, key=lambda figure: self.words(figure["variable_title"]))
        return [(variable, [self.row(figure) for figure in some]) for variable, some in by_variable]

    def row(self, figure: dict) -> dict[str, str]:
        numbers = {name: number(decimal(figure.get(name))) for name in ("baseline", "against", "value", "target")}
        return {
            **numbers,
            "title": self.words(figure["title"]),
            "beside": figure["beside"],
            "growth": self.words(figure["growth_words"]),
            "achievement": percent(achievement(figure)),
        }

    def breakdowns(self) -> list[dict]:
        """Figures told apart: the title of the table, the heading of its parts, the parts."""
        return [
            {
                "title": self.words(figure["title"]),
                "by": self.words(told["title"]),
                "parts": [(self.words(part["label"]), number(decimal(part["count"]))) for part in told["parts"]],
                "hides": any(part["count"] is None for part in told["parts"]),
            }
            for figure in self.report.figures
            for told in figure["breakdowns"]
            if told["parts"]
        ]

    def charts(self) -> list[dict]:
        return [{"title": self.words(one.title), "svg": self.chart(one), "told": self.told(one)} for one in self.report.charts]

    def chart(self, one: Chart):
        words = {"title": self.words(one.title), "description": self.told(one), "chart_id": f"chart-{one.code}"}
        return line_chart(one.days, one.values, **words)

    def told(self, one: Chart) -> str:
        """The line in words, for who doesn't see it."""
        words = {"first": grouped(one.values[0]), "last": grouped(one.values[-1]), "highest": grouped(max(one.values))}
        return _("From %(first)s at first to %(last)s at last, at most %(highest)s.") % words

    def maps(self) -> list[dict]:
        return [{"title": self.words(m.title), "svg": self.words(m.svg), "told": self.words(m.told)} for m in self.report.maps]

    def chapters(self, name: str) -> list[dict]:
        found = getattr(self.report, name)
        return [{"title": self.words(one.title), "paragraphs": [self.words(p) for p in one.paragraphs]} for one in found]

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
                "year": str(one.year),
                "value": f"{number(Decimal(one.value))}\u00a0{self.words(one.unit)}",
                "source": self.words(one.source),
            }
            for one in self.report.context
        ]

    def context_note(self) -> str:
        return self.words(self.report.context_note)

    def foot(self) -> str:
        """What stands under every page: the edition, its checksum, and where anybody checks it."""
        words = {"edition": self.report.edition, "checksum": self.report.checksum, "address": self.report.check_address}
        return _("Edition %(edition)s · SHA-256 %(checksum)s · check it at %(address)s") % words

    def size_words(self) -> str:
        count = sum(1 for figure in self.report.figures if not figure["beside"])
        return ngettext("%(count)d indicator", "%(count)d indicators", count) % {"count": count}
