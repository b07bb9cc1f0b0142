"""The page of the context series."""

from django.shortcuts import render

from idaman import clock
from partners.doors import may
from partners.roles import May
from reports.context import charts, reading
from reports.indicators import REGISTRY


@may(May.READ_PROGRAMME)
def context_page(request, partner):
    """Every series with its chart, its values by year and place, contradictions in words, and sources."""
    today = clock.today()
    assisted = REGISTRY["assisted-msmes"].rows(today).count()
    tables = reading.tables()
    return render(
        request,
        "context/context_page.html",
        {
            "day": today,
            "tables": [(table, charts.context_chart(table, chart_id=f"chart-{table.code}")) for table in tables],
            "reach": reading.reach(assisted, today.year),
        },
    )
