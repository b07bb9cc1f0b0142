"""The page that leadership begins with."""

import re
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from idaman import clock
from idaman.programme import BASELINE_ON
from partners.doors import abilities, may
from partners.roles import May
from reports import scopes
from reports.dashboard.places import where
from reports.dashboard.reading import cards_of
from reports.dashboard.summary import summary
from reports.facts import Memory
from reports.questions import Question
from reports.remarks import missing_words
from reports.scopes import ScopeConverter
from reports.views import own_scope

KEPT = ("on", "against", "map")


@may(May.READ_PROGRAMME, May.READ_OWN)
def dashboard_home(request, partner):
    """To the dashboard of the scope that was chosen, else to the reader's own."""
    chosen = request.GET.get("scope") or own_scope(request.user, partner)
    if not re.fullmatch(ScopeConverter.regex, chosen):
        raise Http404
    days = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    address = reverse("dashboard:page", args=[scopes.find(request.user, chosen, on=clock.today())])
    return redirect(f"{address}?{urlencode(days)}" if days else address)


@may(May.READ_PROGRAMME, May.READ_OWN, May.READ_TOTALS)
def dashboard(request, scope, partner):
    """How the figures stand against their targets, where, and what changed since the day compared with."""
    question = Question.of(request, scope)
    context = {"question": question, "scopes": scopes.readable(request.user, on=clock.today())}
    if not question.form.is_valid():
        return render(request, "dashboard/dashboard.html", context, status=400)
    memory = Memory()
    places = where(question, request.GET.get("map", ""), memory)
    context |= {"places": places, **headlines(question, memory)}
    context["against_days"] = urlencode({"on": question.against.isoformat()})
    context |= {"may_set": May.KEEP_RECORDS in abilities(request.user), "baseline_on": BASELINE_ON}
    return render(request, "dashboard/dashboard.html", context, status=400 if places.refusal else 200)


def headlines(question: Question, memory: Memory) -> dict:
    """The cards, the sentences above them, and why a day has no figures."""
    cards = cards_of(question, memory)
    targets = any(card.target for card in cards)
    missing = {"day_missing": missing_words(question.day), "against_missing": missing_words(question.against)}
    return {"cards": cards, "targets": targets, "summary": summary(cards, question), **missing}
