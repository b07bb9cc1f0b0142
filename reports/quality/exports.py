"""The rows of a rule as a file."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import lists
from idaman.addresses import absolute
from reports.quality.forms import DayForm
from reports.quality.reading import EXPLAINED, OPEN, rows_of, told
from reports.quality.scopes import PROGRAMME, find_scope


def listed(user, words: QueryDict, on: date) -> lists.Asked:
    """The rows of the rule, scope and day in the address, as far as the person may read them."""
    scope = find_scope(user, words.get("scope", PROGRAMME), on=on)
    rule, form = scope.find(words.get("rule", "")), DayForm({"on": words.get("on")}, today=on)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["on"]
    show = EXPLAINED if words.get("show") == EXPLAINED and not scope.is_of_reader else OPEN
    rows = rows_of(rule, day, scope, show)
    return lists.Asked(str(rule.title), rows.count, lambda: lines(rule, rows, day, scope, show))


def lines(rule, rows, day: date, scope, show: str) -> Iterator[tuple]:
    """The columns of the page, heading first."""
    yield (_("record"), _("what falls short"), _("explanation"), _("address"))
    for row in told(rule, rows, day, with_explanations=show == EXPLAINED):
        address = row.page if scope.is_of_reader else row.mended
        yield (row.name, row.what, row.explained.reason if row.explained else "", absolute(address) if address else "")


lists.register(lists.Kind("quality", lambda: reverse("quality:home"), listed))
