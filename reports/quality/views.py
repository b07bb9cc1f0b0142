"""Data quality: the rules with what is open, the rows of each, and explaining them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.amounts import grouped
from idaman.once import taken_once
from idaman.quality import RULES
from partners.doors import abilities, acting, may
from partners.roles import May
from reports.quality import actions
from reports.quality.forms import DayForm, ExplainForm, WithdrawForm
from reports.quality.models import Explanation, Look
from reports.quality.reading import EXPLAINED, OPEN, by_dimension, by_partner, open_counts, rows_of, told
from reports.quality.scopes import PROGRAMME, find_scope

READERS = (May.READ_PROGRAMME, May.READ_OWN)
PAGE = 50


def day_form(request) -> DayForm:
    form = DayForm({"on": request.GET.get("on")}, today=clock.today())
    form.full_clean()
    return form


def keeps_records(user) -> bool:
    return user.is_superuser or May.KEEP_RECORDS in abilities(user)


@may(*READERS)
def home(request, partner):
    """To the rows the reader may see: the programme's, else those of the company they act for."""
    reads_all = request.user.is_superuser or acting(request.user, May.READ_PROGRAMME)
    return redirect("quality:rules", scope=PROGRAMME if reads_all else partner.public_id)


@may(*READERS)
def rules_page(request, scope, partner):
    """Under each dimension its rules, with how many rows are open and how many explained on the day."""
    chosen, form = find_scope(request.user, scope, on=clock.today()), day_form(request)
    context = {"scope": chosen, "form": form, "may_keep": keeps_records(request.user)}
    if not form.is_valid():
        return render(request, "quality/rules_page.html", context, status=400)
    day = form.cleaned_data["on"]
    counts = open_counts(day, chosen)
    context |= {"day": day, "dimensions": by_dimension(counts), "open": sum(one.open for one in counts), "rules": counts}
    looks = Look.objects.order_by("taken_at") if not chosen.is_of_reader else []
    return render(request, "quality/rules_page.html", context | {"looks": looks, "today": form.today})


@may(May.READ_PROGRAMME)
def partners(request, partner):
    """How many open rows each partner answers for."""
    form = day_form(request)
    if not form.is_valid():
        return render(request, "quality/partners.html", {"form": form}, status=400)
    day = form.cleaned_data["on"]
    return render(request, "quality/partners.html", {"form": form, "day": day, "counts": by_partner(day)})


@may(*READERS)
def rule_page(request, scope, code, partner):
    """The rows of one rule, open or explained, fifty a page."""
    chosen, form = find_scope(request.user, scope, on=clock.today()), day_form(request)
    return rows_page(request, chosen, chosen.find(code), form, ExplainForm())


def rows_page(request, scope, rule, form, explaining, status=200):
    context = {"scope": scope, "rule": rule, "form": form, "explaining": explaining}
    if not form.is_valid():
        return render(request, "quality/rule_page.html", context, status=400)
    day, show = form.cleaned_data["on"], which(request, scope)
    page = Paginator(rows_of(rule, day, scope, show), PAGE).get_page(request.GET.get("page"))
    keeps = keeps_records(request.user)
    context |= {"day": day, "show": show, "page": page, "ticked": request.POST.getlist("rows"), "keeps": keeps}
    context |= {"rows": told(rule, page, day, with_explanations=show == EXPLAINED)}
    context |= {"may_explain": keeps and day == form.today and show == OPEN, "address": request.path}
    return render(request, "quality/rule_page.html", context, status=status)


def which(request, scope) -> str:
    """The open rows unless the explained ones are asked for; what the agency explained stays with it."""
    return EXPLAINED if request.GET.get("show") == EXPLAINED and not scope.is_of_reader else OPEN


@may(May.KEEP_RECORDS)
@require_POST
@taken_once
def explain(request, scope, code, partner):
    """One explanation for the ticked rows, from today."""
    today, ticked = clock.today(), request.POST.getlist("rows")
    chosen = find_scope(request.user, scope, on=today)
    rule, keys = chosen.find(code), [int(key) for key in ticked if key.isdecimal() and len(key) < 19]
    form = ExplainForm(request.POST, keys=rows_of(rule, today, chosen).filter(pk__in=keys).values_list("pk", flat=True))
    if not form.is_valid():
        return rows_page(request, chosen, rule, day_form(request), form, status=400)
    words = {"keys": form.cleaned_data["rows"], "reason": form.cleaned_data["reason"]}
    count = actions.explain(rule=rule, on=today, by=request.user, **words)
    told_so = ngettext("%(count)s row is explained.", "%(count)s rows are explained.", count)
    messages.success(request, told_so % {"count": grouped(count)})
    return redirect("quality:rule", scope=chosen.code, code=rule.code)


@may(May.KEEP_RECORDS)
@taken_once
def explanation_withdraw(request, pk, partner):
    """An explanation no longer holds, from today, for a reason; its row is open again."""
    today = clock.today()
    found = get_object_or_404(Explanation.objects.on(today).select_related("by"), pk=pk)
    if found.rule not in RULES:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw(explanation=found, on=today, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The explanation is withdrawn; its row is open again."))
        return redirect("quality:rule", scope=PROGRAMME, code=found.rule)
    context = {"explanation": found, "rule": RULES[found.rule], "form": form, "scope": PROGRAMME}
    return render(request, "quality/withdraw.html", context, status=400 if form.errors else 200)


@may(May.KEEP_RECORDS)
@require_POST
def look(request, partner):
    """Have the worker take the slow comparisons now."""
    actions.look_again.enqueue()
    messages.info(request, _("The worker compares all names and numbers now; load this page again in a minute."))
    return redirect("quality:rules", scope=PROGRAMME)
