"""The pages of targets: a year's, one's own, and the forms that set, revise and take them back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import clock
from idaman.once import taken_once
from idaman.programme import BASELINE_ON
from partners.doors import abilities, may
from partners.roles import May
from reports.targets import actions
from reports.targets.drawing import drawn
from reports.targets.forms import ReviseForm, TakeBackForm, TargetForm, YearForm
from reports.targets.models import Target
from reports.targets.overview import befores, last_of, lasts, of_year, unset
from reports.targets.progress import rule
from reports.targets.reading import standing
from reports.targets.years import year_of

FIRST_YEAR, MOST_AHEAD = BASELINE_ON.year, 10


def find_year(year: int) -> int:
    """A year for which there can be targets, or 404."""
    if not FIRST_YEAR <= year <= clock.today().year + MOST_AHEAD:
        raise Http404
    return year


def may_keep(request) -> bool:
    return May.KEEP_RECORDS in abilities(request.user)


@may(May.READ_PROGRAMME, May.KEEP_RECORDS)
def targets_home(request, partner):
    """To the targets of the running year."""
    return redirect("targets:year", clock.today().year)


@may(May.READ_PROGRAMME, May.KEEP_RECORDS)
def target_year(request, year, partner):
    """A year's targets: of each indicator of the table, then of parts and of other days."""
    today = clock.today()
    lines, others = of_year(find_year(year), today)
    context = {"year": year, "lines": lines, "others": others, "today": today, "rule": rule(), "may_keep": may_keep(request)}
    years = [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= today.year + MOST_AHEAD]
    return render(request, "targets/year.html", {**context, "years": years, "has_unset": any(not one.target for one in lines)})


@may(May.KEEP_RECORDS)
@taken_once
def target_year_set(request, year, partner):
    """Set the targets of a year, a row an indicator; all that are filled in, or none."""
    today, period = clock.today(), year_of(find_year(year))
    asked = unset(period, also=request.POST)
    words = {"lasts": lasts(asked, year, today), "befores": befores(asked, year, today)}
    form = YearForm(request.POST or None, indicators=asked, today=today, **words)
    if form.is_valid() and year_set(request, form, period, today):
        return redirect("targets:year", year)
    status = 400 if form.is_bound else 200
    context = {"form": form, "year": year, "last_on": last_of(year, today)}
    return render(request, "targets/year_set.html", context, status=status)


def year_set(request, form, period, today) -> bool:
    """Set what was filled in, telling how many; what is refused is told at its row, and then nothing is kept."""
    told = {"on": form.cleaned_data["on"], "why": form.cleaned_data["why"], "today": today, "by": request.user}
    values = form.values()
    with transaction.atomic():
        for code, value in values.items():
            try:
                actions.set_target(indicator=code, period=period, value=value, **told)
            except ValidationError as refusal:
                form.refused_at(code, refusal)
        if form.errors:
            transaction.set_rollback(True)
            return False
    count = len(values)
    messages.success(request, ngettext("%(count)d target was set.", "%(count)d targets were set.", count) % {"count": count})
    return True


@may(May.KEEP_RECORDS)
@taken_once
def target_new(request, partner):
    """Set one target: of a part, or for other days than a year."""
    today = clock.today()
    form = TargetForm(request.POST or None, today=today)
    if form.is_valid():
        try:
            return redirect("targets:page", actions.set_target(by=request.user, today=today, **form.words()).pk)
        except ValidationError as refusal:
            form.refused(refusal)
    return render(request, "targets/target_new.html", {"form": form}, status=400 if form.is_bound else 200)


@may(May.READ_PROGRAMME, May.KEEP_RECORDS)
def target_page(request, pk, partner):
    """One target: how the figure stands to it, in a chart and a table, and all that was decided."""
    today, target = clock.today(), get_object_or_404(Target, pk=pk)
    stands = standing([target], today)[0]
    context = {"target": target, "stands": stands, "decisions": stands.revisions[::-1], "rule": rule(), "today": today}
    return render(request, "targets/target.html", {**context, **drawn(stands), "may_keep": may_keep(request)})


@may(May.KEEP_RECORDS)
@taken_once
def target_revise(request, pk, partner):
    """Another value for the target from a day, with its reason."""
    return decide(request, pk, ReviseForm, revise, "targets/revise.html")


@may(May.KEEP_RECORDS)
@taken_once
def target_take_back(request, pk, partner):
    """Undo the last decision."""
    return decide(request, pk, TakeBackForm, undo, "targets/take_back.html")


def decide(request, pk, form_class, act, template):
    """Ask, do, and lead on; what is refused comes back at the form."""
    today, target = clock.today(), get_object_or_404(Target.objects.exclude(values=None), pk=pk)
    values = list(target.values.told())
    form = form_class(request.POST or None, today=today, latest=values[-1].pk)
    if form.is_valid():
        try:
            return act(request, target, form.cleaned_data, today)
        except ValidationError as refusal:
            form.refused(refusal)
    context = {"form": form, "target": target, "last": values[-1], "before": values[-2] if values[1:] else None}
    return render(request, template, context, status=400 if form.is_bound else 200)


def revise(request, target, told, today):
    words = {"value": told["value"], "on": told["on"], "why": told["why"], "instead_of": told["seen"]}
    value = actions.revise_target(target=target, by=request.user, today=today, **words)
    messages.success(request, _("The target is %(value)s now; the earlier value stays beside it.") % {"value": value.value_words})
    return redirect("targets:page", target.pk)


def undo(request, target, told, today):
    year = target.starts_on.year
    left = actions.take_back(target=target, by=request.user, why=told["why"], instead_of=told["seen"])
    messages.success(request, _("The last decision was taken back; the history keeps it."))
    return redirect("targets:page", left.pk) if left else redirect("targets:year", year)
