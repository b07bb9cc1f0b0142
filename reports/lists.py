"""From a question to the list it counts: the same for page, file and background job."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from idaman.programme import PROGRAMME_SINCE
from idaman.refusals import NotThere
from reports.breakdowns import BREAKDOWNS
from reports.indicators import REGISTRY, Indicator
from reports.questions import Question
from reports.tables import table_class


def find(code: str) -> Indicator:
    """The indicator of that code, or a 404 that names those there are."""
    if code not in REGISTRY:
        raise NotThere(_("There is no indicator of this code. There are: %(codes)s.") % {"codes": ", ".join(REGISTRY)})
    return REGISTRY[code]


def refuse(request, question: Question, indicator: Indicator):
    """A sentence with status 400 when the address asks for what can't be answered, else None."""
    if not indicator.answers(question.scope):
        raise Http404
    refusal = question.refusal(indicator)
    if question.form.is_valid() and not refusal:
        return None
    words = {"question": question, "indicator": indicator, "refusal": refusal}
    return render(request, "reports/figure.html", words, status=400)


def rows_of(indicator: Indicator, question: Question):
    """The rows that the question counts: all of the figure, or one part of its breakdown, or of two."""
    if question.day < PROGRAMME_SINCE:
        return indicator.model.objects.none()
    rows = indicator.rows(question.when, question.scope)
    if question.by and question.part is not None:
        rows = BREAKDOWNS[question.by].marked(rows, question.day).filter(part=question.part)
    if question.by_second and question.part_second is not None:
        rows = BREAKDOWNS[question.by_second].marked(rows, question.day, "part2").filter(part2=question.part_second)
    return rows


def table_of(indicator: Indicator, question: Question):
    kind = table_class(indicator)
    return kind(kind.prepared(rows_of(indicator, question), question.day, question.scope))
