"""The sponsorships that nobody confirmed for a year, to say of one or many that they are still so."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.amounts import grouped
from idaman.once import taken_once
from msmes.confirmations import actions
from msmes.confirmations.models import unconfirmed, with_confirmed
from partners.doors import abilities, may
from partners.models import Partner
from partners.roles import May

CONFIRMERS = (May.KEEP_RECORDS, May.REGISTER_MSMES)


def asked(request, partner):
    """Whose sponsorships: a company's own; an officer chooses one, or reads all (None)."""
    if not request.user.is_superuser and May.KEEP_RECORDS not in abilities(request.user):
        return partner
    chosen = request.GET.get("company", "")
    return get_object_or_404(Partner.objects.companies(), public_id=chosen) if chosen else None


@may(*CONFIRMERS)
def unconfirmed_list(request, partner):
    """Fifty a page, by company and MSME, to tick."""
    company, today = asked(request, partner), clock.today()
    facts = unconfirmed(today).of(company)
    page = Paginator(with_confirmed(facts, today).order_by("company__name", "msme__name", "pk"), 50)
    page = page.get_page(request.GET.get("page"))
    return render(request, "confirmations/unconfirmed_list.html", {"page": page, "company": company, "today": today})


@may(*CONFIRMERS)
@require_POST
@taken_once
def confirm(request, partner):
    """The ticked ones are still so."""
    company, today = asked(request, partner), clock.today()
    ticked = [int(one) for one in request.POST.getlist("sponsorships") if one.isdecimal() and len(one) < 19]
    count = actions.confirm(sponsorships=unconfirmed(today).of(company).filter(pk__in=ticked), on=today, by=request.user)
    words = ngettext("%(count)s sponsorship is confirmed.", "%(count)s sponsorships are confirmed.", count)
    messages.success(request, words % {"count": grouped(count)})
    return redirect(reverse("confirmations:list") + "?" + request.GET.urlencode())
