"""The pages of the figures: the indicator table, and one indicator with its rows."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from idaman.programme import BASELINE_ON
from partners.doors import acting, may
from partners.roles import May
from reports.boundaries import Boundaries
from reports.breakdowns import BREAKDOWNS, crossed
from reports.figures import figures, figures_of, missing_words
from reports.indicators import Indicator
from reports.lists import find, refuse, table_of
from reports.maps import district_map, legend
from reports.points import UNITS, chart_of, points_of
from reports.questions import PROGRAMME, Question


@may(May.READ_PROGRAMME, May.READ_OWN)
def figures_home(request, partner):
    """To the figures this reader may see: the programme's, else those of the company they act for."""
    return redirect("figures-table", scope=own_scope(request.user, partner))


def own_scope(user, partner) -> str:
    """Where this reader begins: the programme, else the company they act for."""
    return PROGRAMME if user.is_superuser or acting(user, May.READ_PROGRAMME) else partner.public_id


@may(May.READ_PROGRAMME, May.READ_OWN, May.READ_TOTALS)
def figures_table(request, scope, partner):
    """The indicator table on a day, beside another day."""
    question = Question.of(request, scope)
    if not question.form.is_valid():
        return render(request, "reports/figures_table.html", {"question": question}, status=400)
    rows = figures(question.when, question.when_against, question.scope)
    return render(request, "reports/figures_table.html", {"question": question, **table_context(question, rows)})


def table_context(question: Question, rows) -> dict:
    """The table's figures, grouped by variable, and why a day has none."""
    return {
        "figures": rows,
        "baseline_on": BASELINE_ON,
        "day_missing": missing_words(question.day),
        "against_missing": missing_words(question.against),
        "notes": Boundaries.notes_on(question),
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
    points = points_of(indicator, question)
    return {
        "indicator": indicator,
        "figure": figures_of([indicator], question.when, question.when_against, question.scope)[0],
        "baseline_on": BASELINE_ON,
        "day_missing": missing_words(question.day),
        "against_missing": missing_words(question.against),
        "units": UNITS,
        "series": points,
        "chart": chart_of(indicator, points),
        **breakdown_context(indicator, question),
    }


def breakdown_context(indicator: Indicator, question: Question) -> dict:
    """The rows told apart as asked, else by the first way there is; by two at once as a table."""
    offered = question.breakdowns(indicator)
    breakdown = BREAKDOWNS.get(question.by) or next(iter(offered), None)
    found = {"breakdown": breakdown, "breakdowns": offered, "parts": [], "part": None}
    if breakdown is None or missing_words(question.day):
        return found | {"notes": Boundaries.notes_on(question)}
    rows, second = indicator.rows(question.when, question.scope), BREAKDOWNS.get(question.by_second)
    table = crossed(breakdown, second, rows, question.day) if second else None
    parts = table.rows if table else breakdown.parts(rows, question.day)
    part = next((one for one in parts if question.by and one.key == question.part), None)
    found |= {"parts": parts, "part": part, "second": second, "crossed": table, "part_second": part_of(table, question)}
    found["notes"] = Boundaries.notes_on(question, breakdown, second)
    return found | (map_context(indicator, question, parts) if breakdown.code == "district" else {})


def map_context(indicator: Indicator, question: Question, parts) -> dict:
    """The districts as a map; the table of the parts stands beside it."""
    boundaries = Boundaries.read()
    counts = {part.key: part.count for part in parts if part.key}
    words = {"title": indicator.title, "day": date_format(question.day, "DATE_FORMAT")}
    drawn = district_map(
        counts,
        title=_("%(title)s by district") % words,
        description=_("%(title)s by district on %(day)s; the table tells the same.") % words,
        address=lambda name: f"?{question.days}&{urlencode({'by': 'district', 'part': name})}#rows",
        names=boundaries.names,
    )
    return {"map": drawn, "legend": legend(counts), "unmapped": boundaries.unmapped(counts)}


def part_of(table, question: Question):
    """The part of the second breakdown whose rows are shown."""
    return table and next((one for one in table.columns if one.key == question.part_second), None)
