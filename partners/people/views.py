"""The people of a partner: who acts for it, who is invited, who leaves."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idaman import clock, mail, workspace
from idaman.models import User
from idaman.once import taken_once
from partners.doors import may
from partners.models import Membership, Partner
from partners.people import actions
from partners.people.forms import InvitationForm, JoinForm, LeaveForm
from partners.people.models import Invitation
from partners.roles import May

MANAGERS = (May.MANAGE_PEOPLE, May.DECIDE, May.MANAGE_OWN_PEOPLE)


def find_partner(request, public_id) -> Partner:
    """A partner whose people the reader manages, or 404."""
    return get_object_or_404(Partner.objects.peopled_by(request.user, on=clock.today()), public_id=public_id)


def find_invitation(request, public_id) -> Invitation:
    """An open invitation to a partner whose people the reader manages, or 404."""
    partners = Partner.objects.peopled_by(request.user, on=clock.today())
    return get_object_or_404(Invitation.objects.open().filter(partner__in=partners), public_id=public_id)


@may(*MANAGERS)
def people_home(request, partner):
    """To the people of the partner one acts for, else of the first whose people one manages."""
    managed = Partner.objects.peopled_by(request.user, on=clock.today())
    found = managed.filter(pk=partner and partner.pk).first() or managed.first()
    return redirect("people:list", found.public_id)


@may(*MANAGERS)
def people_list(request, public_id, partner):
    """Who acts for the partner, who will, and who is invited."""
    found, today = find_partner(request, public_id), clock.today()
    members = Membership.objects.filter(partner=found).exclude(ends_on__lte=today).select_related("user")
    context = {
        "partner": found,
        "members": members.order_by("user__name", "starts_on"),
        "former": Membership.objects.filter(partner=found, ends_on__lte=today).select_related("user").order_by("-ends_on"),
        "invitations": found.invitations.open(),
        "now": clock.now(),
        "today": today,
        "others": Partner.objects.peopled_by(request.user, on=today),
    }
    return render(request, "people/people_list.html", context)


@may(*MANAGERS)
@taken_once
def invitation_new(request, public_id, partner):
    """Invite somebody to act for the partner."""
    found = find_partner(request, public_id)
    form = InvitationForm(request.POST or None, partner=found)
    if form.is_valid():
        try:
            invitation, token = actions.invite(partner=found, by=request.user, at=clock.now(), **form.cleaned_data)
            return show_link(request, invitation, token)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "people/invitation_new.html", {"form": form, "partner": found})


@may(*MANAGERS)
@require_POST
def invitation_renew(request, public_id, partner):
    """A new link in place of the old one."""
    invitation = find_invitation(request, public_id)
    return show_link(request, invitation, actions.renew(invitation=invitation, by=request.user, at=clock.now()))


def show_link(request, invitation, token):
    """Mail the link, and lead to the page that shows it this once."""
    link = request.build_absolute_uri(reverse("people:join", args=[token]))
    mail.send_after(to=invitation.email, template="invitation", context={"invitation": invitation, "link": link})
    request.session["fresh_link"] = {"for": invitation.public_id, "link": link}
    return redirect("people:invitation", invitation.public_id)


@may(*MANAGERS)
def invitation(request, public_id, partner):
    """One invitation; right after it was made, with its link to copy."""
    found = find_invitation(request, public_id)
    fresh = request.session.pop("fresh_link", {})
    link = fresh.get("link") if fresh.get("for") == public_id else ""
    return render(request, "people/invitation.html", {"invitation": found, "link": link, "mails": mail.is_set()})


@may(*MANAGERS)
@require_POST
def invitation_withdraw(request, public_id, partner):
    """The link is dead from now on."""
    found = find_invitation(request, public_id)
    actions.withdraw(invitation=found, by=request.user, at=clock.now())
    messages.success(request, _("The invitation of %(name)s was withdrawn; its link is dead.") % {"name": found.name})
    return redirect("people:list", found.partner.public_id)


@may(*MANAGERS)
def person_leaves(request, membership_id, partner):
    """End a membership on a day, or correct its last day, and pass on what the person had begun, in one act."""
    today = clock.today()
    managed = Membership.objects.lasting(on=today).filter(partner__in=Partner.objects.peopled_by(request.user, on=today))
    membership = get_object_or_404(managed.select_related("user", "partner"), pk=membership_id)
    left = list(workspace.open_work.ask(leaver=membership.user, partner=membership.partner, on=today))
    form = LeaveForm(request.POST or None, membership=membership, open_work=left, today=today)
    if form.is_valid() and leaves(request, form, membership):
        return redirect("people:list", membership.partner.public_id)
    return render(request, "people/person_leaves.html", {"form": form, "membership": membership, "open_work": left})


def leaves(request, form, membership) -> bool:
    """Let the person go, telling what passed to whom; a refusal is told at the form."""
    told = form.cleaned_data
    try:
        words = {"on": told["last_day"], "why": told["why"], "successor": told.get("successor"), "by": request.user}
        passed = actions.leave(membership=membership, **words)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The membership of %(name)s ends.") % {"name": membership.user.name})
    for sentence in passed:
        messages.info(request, sentence)
    return True


@login_not_required
def join(request, token):
    """The invited person's page: a new account, or one more membership for an account that exists."""
    if not ratelimit.consume(request, action="invitation"):
        return ratelimit.respond_429(request)
    found = Invitation.objects.by_token(token).first()
    if found is None or not found.is_usable(at=clock.now()):
        return render(request, "people/join_refused.html", {"invitation": found}, status=410)
    if User.objects.filter(email=found.email).exists():
        return join_as_known(request, found, token)
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        user = actions.join(token=token, on=clock.today(), at=clock.now(), **form.cleaned_data)
        return perform_login(request, user, redirect_url=reverse("home"))
    return render(request, "people/join.html", {"invitation": found, "form": form})


def join_as_known(request, found, token):
    """One more membership for somebody who has an account: signed in as that very person, they only say yes."""
    known = request.user.is_authenticated and request.user.email == found.email
    if known and request.method == "POST":
        actions.accept(token=token, user=request.user, on=clock.today(), at=clock.now())
        request.session["acting_for"] = found.partner_id
        messages.success(request, _("You now act for %(partner)s.") % {"partner": found.partner})
        return redirect("home")
    return render(request, "people/join_known.html", {"invitation": found, "is_known": known})


@require_POST
def act_for(request):
    """Choose for which of one's partners to act from now on."""
    mine = [one.partner_id for one in Membership.objects.held_by(request.user, on=clock.today())]
    partner = get_object_or_404(Partner.objects.filter(pk__in=mine), public_id=request.POST.get("partner"))
    request.session["acting_for"] = partner.pk
    messages.success(request, _("You now act for %(partner)s.") % {"partner": partner})
    return redirect("home")
