"""A company's consent towards the CSR forum: given and withdrawn by the company itself."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idaman import clock
from idaman.history import keep, sign
from idaman.models import User
from partners.doors import may
from partners.models import ForumConsent, Partner
from partners.roles import May


@transaction.atomic
def agree(*, company: Partner, by: User, on: date) -> ForumConsent:
    """The secretary of the CSR forum sees the company's details from the day; agreeing twice is agreeing once."""
    standing = ForumConsent.objects.on(on).filter(company=company).first()
    return standing or keep(ForumConsent(company=company, starts_on=on), by=by)


@transaction.atomic
def withdraw(*, company: Partner, by: User, on: date) -> None:
    """From the day the secretary sees the company's totals only; a consent of the same day is taken away whole."""
    for standing in ForumConsent.objects.select_for_update().on(on).filter(company=company):
        if standing.starts_on == on:
            sign(standing, by=by)
            standing.delete()
        else:
            standing.ends_on = on
            keep(standing, by=by)


@may(May.REGISTER_MSMES)
def forum_consent(request, partner):
    """Whether the company lets the CSR forum see its details, and the history of that."""
    facts = ForumConsent.objects.filter(company=partner).order_by("-starts_on")
    context = {"company": partner, "facts": facts, "standing": facts.on(clock.today()).first()}
    return render(request, "partners/forum_consent.html", context)


@may(May.REGISTER_MSMES)
@require_POST
def forum_agree(request, partner):
    agree(company=partner, by=request.user, on=clock.today())
    messages.success(request, _("The secretary of the CSR forum may now see the details of your MSMEs."))
    return redirect("forum-consent")


@may(May.REGISTER_MSMES)
@require_POST
def forum_withdraw(request, partner):
    withdraw(company=partner, by=request.user, on=clock.today())
    messages.success(request, _("The secretary of the CSR forum now sees your totals only."))
    return redirect("forum-consent")
