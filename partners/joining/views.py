"""Asking to join, in public; deciding, by the agency."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idaman import clock, mail
from idaman.once import taken_once
from partners.doors import may
from partners.joining import actions
from partners.joining.alike import alike_partners
from partners.joining.forms import DecisionForm, JoinRequestForm
from partners.joining.models import JoinRequest
from partners.people.views import show_link
from partners.roles import May


@login_not_required
@taken_once
def ask(request):
    """An organisation asks to take part."""
    form = JoinRequestForm(request.POST or None, today=clock.today())
    if request.method == "POST" and not ratelimit.consume(request, action="join"):
        form.add_error(None, _("Too many requests came from this connection. Nothing is lost: send it again in an hour."))
    elif form.is_valid():
        details = {name: value for name, value in form.cleaned_data.items() if name != "agrees"}
        made = actions.ask_to_join(at=clock.now(), language=get_language(), **details)
        mail_link(request, made, "join_confirm")
        return redirect("joining:asked")
    return render(request, "joining/ask.html", {"form": form}, status=400 if form.errors else 200)


def link_of(request, made: JoinRequest) -> str:
    """The applicant's own link."""
    return request.build_absolute_uri(reverse("joining:mine", args=[made.link_key]))


def mail_link(request, made: JoinRequest, template: str) -> None:
    context = {"join_request": made, "link": link_of(request, made)}
    mail.send_after(to=made.contact_email, template=template, context=context, language=made.language)


@login_not_required
def asked(request):
    """What happens next with a request that was just made."""
    return render(request, "joining/asked.html", {"mails": mail.is_set()})


@login_not_required
def mine(request, key):
    """The applicant's own page: how the request stands, and what they can do."""
    found = get_object_or_404(JoinRequest.objects.by_link(key))
    return render(request, "joining/mine.html", {"join_request": found, "key": key})


@login_not_required
@require_POST
def confirm(request, key):
    """The applicant's address is right."""
    actions.confirm(request=get_object_or_404(JoinRequest.objects.by_link(key)))
    return redirect("joining:mine", key)


@login_not_required
@require_POST
def withdraw(request, key):
    """The applicant no longer wants to join."""
    try:
        actions.withdraw(request=get_object_or_404(JoinRequest.objects.by_link(key)))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("joining:mine", key)


@login_not_required
@taken_once
def complete(request, key):
    """The applicant completes what was sent back, and hands it in again."""
    found = get_object_or_404(JoinRequest.objects.by_link(key), state=JoinRequest.State.RETURNED)
    form = JoinRequestForm(request.POST or None, instance=found, today=clock.today())
    if form.is_valid():
        actions.resubmit(request=found, **form.cleaned_data)
        messages.success(request, _("Your request is with the agency again."))
        return redirect("joining:mine", key)
    return render(request, "joining/ask.html", {"form": form, "join_request": found}, status=400 if form.errors else 200)


@may(May.DECIDE)
def queue(request, partner):
    """The requests that wait for a decision, and those decided last."""
    state = JoinRequest.State
    context = {
        "mails": mail.is_set(),
        "waiting": JoinRequest.objects.to_decide().select_related("district"),
        "with_applicant": JoinRequest.objects.filter(state__in=[state.UNCONFIRMED, state.RETURNED]),
        "decided": JoinRequest.objects.filter(decided_at__isnull=False)
        .exclude(state=state.RETURNED)
        .select_related("decided_by")
        .order_by("-decided_at")[:50],
    }
    return render(request, "joining/queue.html", context)


@may(May.DECIDE)
def decide(request, public_id, partner):
    """One request: what it says, who it may already be, and the decision."""
    found = get_object_or_404(JoinRequest.objects.select_related("district", "decided_by", "partner"), public_id=public_id)
    form = DecisionForm(request.POST or None, alike=alike_partners(found))
    if form.is_valid():
        try:
            return DECISIONS[form.cleaned_data["decision"]](request, found, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            found.refresh_from_db()
    context = {"form": form, "join_request": found, "link": link_of(request, found), "mails": mail.is_set()}
    return render(request, "joining/decide.html", context, status=400 if form.errors else 200)


def accepted(request, found, form):
    """It is a partner now; its contact's invitation is shown with its link."""
    into = form.cleaned_data.get("into")
    _made, invitation, token = actions.accept(request=found, by=request.user, at=clock.now(), into=into)
    messages.success(request, _("%(name)s is a partner now.") % {"name": found.name})
    return show_link(request, invitation, token)


def sent_back(request, found, form):
    made = actions.send_back(request=found, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
    return told(request, made, _("The request of %(name)s was sent back with your reason."))


def refused(request, found, form):
    made = actions.refuse(request=found, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
    return told(request, made, _("The request of %(name)s was refused with your reason."))


def told(request, made, sentence: str):
    """Tell the applicant by mail, and the officer on the page, where the link stands to pass on by hand."""
    mail_link(request, made, "join_decided")
    messages.success(request, sentence % {"name": made.name})
    return redirect("joining:decide", made.public_id)


DECISIONS = {"accept": accepted, "return": sent_back, "refuse": refused}
