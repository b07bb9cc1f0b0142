"""Closing a period in the workspace: what is open, the story, publishing; and what changed since."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from idaman import clock, refusals
from idaman.papers.paper import Size
from partners.doors import abilities, may
from partners.roles import May
from reports import closing
from reports.publications import actions
from reports.publications.contents import contents
from reports.publications.forms import DraftForm, PeriodForm, PublishForm
from reports.publications.models import Draft, Publication
from reports.publications.printing import NAMES, files_of
from reports.publications.reading import readable
from reports.publications.telling import told_between, told_since
from reports.yearly.making import ask_report


def find(slug: str) -> Publication:
    return get_object_or_404(Publication, slug=slug)


@may(May.READ_PROGRAMME)
def publication_list(request, partner):
    """What was published, what is being written, and closing the next period."""
    may_publish = May.PUBLISH in abilities(request.user)
    found = Publication.objects.in_hand() if may_publish else Publication.objects.published()
    form = PeriodForm(today=clock.today()) if may_publish else None
    return render(request, "publications/publication_list.html", {"publications": found, "form": form})


@may(May.PUBLISH)
@require_POST
def begin(request, partner):
    """Begin closing a period, or go on with what is begun; a period published already shows what changed since."""
    form = PeriodForm(request.POST, today=clock.today())
    if form.is_valid():
        try:
            return begun(request, form.period)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    found = Publication.objects.in_hand()
    return render(request, "publications/publication_list.html", {"publications": found, "form": form}, status=400)


def begun(request, period):
    found = Publication.objects.filter(starts_on=period.start, ends_on=period.end).first()
    if found and found.latest and not found.draft:
        messages.info(request, _("This period is published already. Here is what changed since."))
        return redirect("publications:changes", found.slug)
    return started(request, period)


def started(request, period):
    """To the draft of the period, begun now or by somebody else at the same moment."""
    try:
        draft = actions.begin(period=period, by=request.user, at=clock.now())
    except IntegrityError as error:
        messages.info(request, refusals.sentence(error))
        return redirect("publications:list")
    return redirect("publications:draft", draft.publication.slug)


@may(May.READ_PROGRAMME)
def publication_page(request, slug, partner):
    """The editions of a period, each beside the one it restates."""
    publication = find(slug)
    may_publish = May.PUBLISH in abilities(request.user)
    editions = publication.editions.order_by("-number").select_related("published_by", "publication")
    editions = editions.prefetch_related("files")
    told = [(one, told_between(request.user, one, on=clock.today()), files_of(one)) for one in editions]
    context = {"publication": publication, "told": told, "may_publish": may_publish}
    return render(request, "publications/publication.html", context)


@may(May.READ_PROGRAMME)
@require_POST
def report_make(request, slug, number, partner):
    """Have the worker make a file that the edition lacks, and see how far it is."""
    edition = get_object_or_404(find(slug).editions, number=number)
    language, size, ending = NAMES.get(request.POST.get("name"), NAMES["id-A4.pdf"])
    words = {"code": edition.code, "ending": ending, "language": language, "size": size or Size.A4}
    return redirect("export", ask_report(by=request.user, at=clock.now(), **words).public_id)


@may(May.READ_PROGRAMME)
def publication_changes(request, slug, partner):
    """What the live figures say otherwise than the latest edition, and why."""
    edition = get_object_or_404(find(slug).editions.order_by("-number")[:1])
    told = told_since(request.user, edition, at=clock.now())
    context = {"publication": edition.publication, "edition": edition, "told": told}
    return render(request, "publications/changes.html", {**context, "may_publish": May.PUBLISH in abilities(request.user)})


@may(May.PUBLISH)
@require_POST
def restate(request, slug, partner):
    """Begin the restatement of a published period."""
    return started(request, find(slug).period)


def find_draft(slug: str) -> Draft | None:
    return find(slug).draft


def gone(request, slug: str):
    """There is no draft of this period any more: to what became of it."""
    last = find(slug).drafts.first()
    if last:
        words = {"state": last.get_state_display(), "who": last.decided_by.name}
        messages.info(request, _("Nothing is being written for this period: the last draft was %(state)s by %(who)s.") % words)
    return redirect("publications:publication", slug)


@may(May.PUBLISH)
@never_cache
def draft_page(request, slug, partner):
    """The figures as they stand, what is still open, and the story; sent, it is kept."""
    draft = find_draft(slug)
    if draft is None:
        return gone(request, slug)
    open_now = open_for(draft)
    if request.method != "POST":
        return page(request, draft, form_of(DraftForm, draft, open_now), open_now)
    draft, answer = kept(request, draft, DraftForm, open_now)
    if answer:
        return answer
    messages.success(request, _("The draft is kept."))
    return redirect("publications:draft", slug)


def open_for(draft: Draft) -> list:
    return closing.hurdles(draft.publication.day, draft.publication.period)


def form_of(kind, draft: Draft, open_now: list, data=None):
    return kind(data, draft=draft, is_restatement=bool(draft.publication.latest), is_open=bool(open_now))


def page(request, draft: Draft, form, open_now: list, *, status: int = 200, theirs: Draft | None = None):
    """The page of a draft; `theirs` is how it stands when somebody else kept it meanwhile."""
    differs = differing(form_of(DraftForm, theirs, open_now), form) if theirs else []
    figures = readable(contents(period=draft.publication.period).figures)
    context = {"draft": draft, "publication": draft.publication, "form": form, "hurdles": open_now, "figures": figures}
    more = {"saves": (theirs or draft).saves, "page": uuid.uuid4(), "kept_at": draft.kept_at, "differing": differs}
    return render(request, "publications/draft.html", {**context, **more}, status=status)


def differing(theirs, mine) -> list[tuple]:
    """The fields in which two forms say something else."""
    pairs = [(theirs[name], mine[name]) for name in theirs.fields]
    return [(one, other) for one, other in pairs if (one.value() or "") != (other.value() or "")]


def kept(request, draft: Draft, kind, open_now: list):
    """The draft with what was typed, and no answer; else as it was, with the page that says what is in the way."""
    form = form_of(kind, draft, open_now, request.POST)
    form.is_valid()
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in form.fields if name not in form.errors}
    try:
        now = actions.keep_typed(draft=draft, typed=typed, at=clock.now(), **opened(request))
    except actions.ElsewhereError:
        theirs = find_draft(draft.publication.slug)
        if theirs is None:
            return draft, gone(request, draft.publication.slug)
        return draft, page(request, draft, form, open_now, status=409, theirs=theirs)
    return now, page(request, now, form, open_now, status=400) if form.errors else None


def opened(request) -> dict:
    """Which open page is writing, and how often the draft had been kept when it opened."""
    word = request.POST.get("saves", "")
    count = int(word) if word.isdecimal() and len(word) < 9 else -1
    return {"opened_at": count, "page": request.POST.get("page", "")[:36]}


@may(May.PUBLISH)
@require_POST
def draft_keep(request, slug, partner):
    """Keep what is being typed; asked by the page itself, answered with a word and the new count."""
    draft = find_draft(slug)
    if draft is None:
        return render(request, "publications/kept.html", {"is_elsewhere": True, "saves": request.POST.get("saves", "")})
    typed = {name: request.POST[name].replace("\r\n", "\n") for name in actions.TYPED if name in request.POST}
    try:
        draft = actions.keep_typed(draft=draft, typed=typed, at=clock.now(), **opened(request))
    except actions.ElsewhereError:
        return render(request, "publications/kept.html", {"is_elsewhere": True, "saves": request.POST.get("saves", "")})
    return render(request, "publications/kept.html", {"saves": draft.saves, "kept_at": draft.kept_at})


@may(May.PUBLISH)
@require_POST
def draft_publish(request, slug, partner):
    """Keep what was typed and publish it; what is in the way comes back with the form."""
    draft = find_draft(slug)
    if draft is None:
        return gone(request, slug)
    open_now = open_for(draft)
    draft, answer = kept(request, draft, PublishForm, open_now)
    if answer:
        return answer
    try:
        edition = actions.publish(draft=draft, by=request.user, at=clock.now())
    except ValidationError as refusal:
        return refused(request, draft, open_now, refusal)
    messages.success(request, _("Published as edition %(number)d. It never changes.") % {"number": edition.number})
    return redirect("publications:publication", slug)


def refused(request, draft: Draft, open_now: list, refusal: ValidationError):
    """The form with what is in the way; to what became of it when somebody else was faster."""
    if find_draft(draft.publication.slug) is None:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("publications:publication", draft.publication.slug)
    form = form_of(PublishForm, draft, open_now, request.POST)
    form.is_valid()
    form.add_error(None, refusal)
    return page(request, draft, form, open_now, status=400)


@may(May.PUBLISH)
@require_POST
def draft_withdraw(request, slug, partner):
    """Write no edition after all."""
    draft = find_draft(slug)
    if draft is None:
        return gone(request, slug)
    try:
        actions.withdraw(draft=draft, by=request.user, at=clock.now())
        messages.success(request, _("The draft was withdrawn."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("publications:list")
