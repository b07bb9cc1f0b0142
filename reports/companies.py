"""Totals by company: what the CSR forum may read of all companies, and details of those that agreed."""

from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import render

from idaman import clock
from msmes.models import Sponsorship
from partners.doors import may
from partners.models import Partner
from partners.roles import May
from reports.questions import DaysForm


@dataclass(frozen=True)
class CompanyTotal:
    """How many MSMEs a company assists on the day; its list opens to those who may see the company."""

    name: str
    count: int
    public_id: str


@may(May.READ_TOTALS)
def companies(request, partner):
    """Each company with the number of MSMEs it assists on a day, the largest first."""
    form = DaysForm({"on": request.GET.get("on")}, today=clock.today())
    if not form.is_valid():
        return render(request, "reports/companies.html", {"form": form}, status=400)
    day = form.cleaned_data["on"]
    seen = dict(Partner.objects.companies().visible_to(request.user, on=clock.today()).values_list("pk", "public_id"))
    context = {"form": form, "day": day, "totals": totals_on(day, seen)}
    return render(request, "reports/companies.html", context)


def totals_on(day, seen: dict) -> list[CompanyTotal]:
    """By company, the enrolled MSMEs it sponsors on the day: the length of the list its own figures open."""
    facts = Sponsorship.objects.on(day).of_enrolled(on=day)
    counted = facts.values_list("company", "company__name").annotate(count=Count("pk")).order_by("-count", "company__name")
    return [CompanyTotal(name, count, seen.get(pk, "")) for pk, name, count in counted]
