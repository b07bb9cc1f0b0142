"""The pages of the figures: the indicator table, and one indicator with its rows."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from idaman.periods import month_ends
from idaman.programme import BASELINE_ON, PROGRAMME_SINCE
from partners.doors import acting, may
from partners.roles import May
from reports.breakdowns import BREAKDOWNS
from reports.charts import line_chart
from reports.figures import figures, figures_of, missing_words
from reports.indicators import Indicator
from reports.lists import find, refuse, table_of
from reports.questions import PROGRAMME, Question

MONTHS = 60


@may(May.READ_PROGRAMME, May.READ_OWN)
def figures_home(request, partner):
    """To the figures this reader may see: the programme's, else those of the company they act for."""
    reads_all = request.user.is_superuser or acting(request.user, May.READ_PROGRAMME)
    return redirect("figures-table", scope=PROGRAMME if reads_all else partner.public_id)


@may(May.READ_PROGRAMME, May.READ_OWN, May.READ_TOTALS)
def figures_table(request, scope, partner):
    """The indicator table on a day, beside another day."""
    question = Question.of(request, scope)
    if not question.form.is_valid():
        return render(request, "reports/figures_table.html", {"question": question}, status=400)
    rows = figures(question.day, question.against, question.sponsor)
    return render(request, "reports/figures_table.html", {"question": question, **table_context(question, rows)})


def table_context(question: Question, rows) -> dict:
    """The table's figures, grouped by variable, and why a day has none."""
    return {
        "figures": rows,
        "baseline_on": BASELINE_ON,
        "day_missing": missing_words(question.day),
        "against_missing": missing_words(question.against),
    }


@may(May.READ_PROGRAMME, May.READ_OWN, May.READ_TOTALS)
def figure_page(request, scope, code, partner):
    """One indicator: what it means, how it stands, how it moved, and its rows."""
    question, indicator = Question.of(request, scope), find(code)
    refused = refuse(request, question, indicator)
    if refused:
        return refused
    table = table_of(indicator, question)
    RequestConfig(request, paginate=False).configure(table)
    table.paginator = Paginator(table.rows, 50)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return render(request, "reports/figure.html", {"question": question, "table": table, **figure_context(indicator, question)})


def figure_context(indicator: Indicator, question: Question) -> dict:
    """Everything about the figure but its rows."""
    day, sponsor = question.day, question.sponsor
    series = series_of(indicator, question)
    known = day >= PROGRAMME_SINCE
    breakdown = BREAKDOWNS.get(question.by or (indicator.breakdowns or [""])[0])
    parts = breakdown.parts(indicator.rows(day, sponsor), day) if breakdown and known else []
    return {
        "indicator": indicator,
        "figure": figures_of([indicator], day, question.against, sponsor)[0],
        "baseline_on": BASELINE_ON,
        "day_missing": missing_words(day),
        "against_missing": missing_words(question.against),
        "series": series,
        "chart": chart_of(indicator, series) if series else "",
        "breakdown": breakdown,
        "breakdowns": [BREAKDOWNS[code] for code in indicator.breakdowns],
        "parts": parts,
        "part": next((one for one in parts if question.by and one.key == question.part), None),
    }


def series_of(indicator: Indicator, question: Question) -> list[tuple]:
    """The ends of the months up to the day, and the day itself, each with its figure; at most five years."""
    days = [day for day in month_ends(question.day, MONTHS) if day >= PROGRAMME_SINCE]
    return list(zip(days, indicator.counts(days, question.sponsor), strict=True))


def chart_of(indicator: Indicator, series):
    days, values = zip(*series, strict=True)
    words = {"title": str(indicator.title), "first": values[0], "last": values[-1], "highest": max(values)}
    description = _("%(title)s by month: from %(first)d at first to %(last)d at last, at most %(highest)d.") % words
    return line_chart(days, values, title=str(indicator.title), description=description, chart_id="series")
