"""The MSMEs a reader may see, and the page of one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from idaman import clock, workspace
from idaman.sealed import masked
from msmes.actions import disclose
from msmes.lists import MsmeFilter, MsmeListTable, RevealForm
from msmes.models import Disclosure, Msme, Sponsorship, owner_open
from partners.doors import abilities, may
from partners.roles import May

READERS = (May.READ_PROGRAMME, May.READ_OWN, May.COACH, May.ASSIGN_COACHES)


def reads_all(user) -> bool:
    return user.is_superuser or May.READ_PROGRAMME in abilities(user)


def sees_numbers(user) -> bool:
    """Whether the masks of personal numbers, and the ways to open them, are shown."""
    return user.is_superuser or May.SEE_PERSONAL in abilities(user)


def find(request, public_id) -> Msme:
    """An MSME the reader may see today, or 404."""
    return get_object_or_404(Msme.objects.visible_to(request.user, on=clock.today()), public_id=public_id)


def filtered(user, words, day) -> MsmeFilter:
    """The MSMEs the reader may see on the day, as the words of the list's address choose them."""
    seen = Msme.objects.visible_to(user, on=day)
    return MsmeFilter(words or None, queryset=seen, user=user, day=day, by_sponsor=reads_all(user))


@may(*READERS)
def msme_list(request, partner):
    """The MSMEs the reader may see, fifty a page; the address holds the filters."""
    today = clock.today()
    chosen = filtered(request.user, request.GET, today)
    rows = chosen.qs.with_place(on=today).with_state(on=today)
    table = MsmeListTable(rows, order_by="name")
    RequestConfig(request, paginate=False).configure(table)
    table.paginator = Paginator(table.rows, 50)
    table.page = table.paginator.get_page(request.GET.get("page"))
    context = {"table": table, "filter": chosen, "count": table.paginator.count, "sees_numbers": sees_numbers(request.user)}
    return render(request, "msmes/msme_list.html", context)


@may(*READERS)
def msme_page(request, public_id, partner):
    """Who, where, sponsors, standing, products, and what happened, as far as the reader may see it."""
    merged = Msme.objects.filter(public_id=public_id, merged_into__isnull=False).first()
    if merged:
        return redirect(find(request, merged.survivor.public_id))
    msme, today = find(request, public_id), clock.today()
    events = sorted(workspace.events.ask(msme, user=request.user, on=today), key=lambda event: event.day, reverse=True)
    context = {
        "msme": msme,
        "place": msme.addresses.on(today).select_related("village__parent").first(),
        "activities": msme.activities.select_related("kbli"),
        "standing": msme.enrolments.on(today).first(),
        "sponsorships": sponsorships_seen(msme, request.user, partner, today),
        "panels": list(workspace.panels.ask(msme, user=request.user, on=today)),
        "sees_owner": sees_owner(request.user, msme, today),
        "sees_numbers": sees_numbers(request.user),
        "may_forget": request.user.is_superuser or May.MANAGE_PEOPLE in abilities(request.user),
        "nik": masked(msme.owner_nik),
        "npwp": masked(msme.npwp),
        "events": events,
        "back": request.GET.get("back", ""),
    }
    return render(request, "msmes/msme_page.html", context)


def sponsorships_seen(msme, user, partner, day):
    """Those in force; a company sees its own alone."""
    facts = Sponsorship.objects.on(day).filter(msme=msme).select_related("company").order_by("starts_on")
    if reads_all(user) or May.READ_OWN not in abilities(user):
        return facts
    return facts.filter(company=partner)


def sees_owner(user, msme, day) -> bool:
    """Owner and telephone: the agency's keepers, the coach at work, and a company with the owner's consent."""
    held = abilities(user)
    if user.is_superuser or held & {May.SEE_PERSONAL, May.COACH, May.ASSIGN_COACHES}:
        return True
    return May.READ_OWN in held and msme.pk in owner_open.ask(user, [msme.pk], on=day)


@may(May.SEE_PERSONAL)
def msme_reveal(request, public_id, partner):
    """Show the owner's NIK in full, once, to somebody who says why; it is on record."""
    msme, form = find(request, public_id), RevealForm(request.POST or None)
    shown = ""
    if form.is_valid():
        what = Disclosure.What.NIK
        shown = disclose(msme=msme, what=what, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
    return render(request, "msmes/msme_reveal.html", {"msme": msme, "form": form, "shown": shown, "title": _("The owner's NIK")})
