"""From closing a period to its edition, and to the restatement beside it."""

from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.decisions import moved
from idaman.history import keep
from idaman.models import User
from idaman.overlaps import on_postgresql
from idaman.periods import Period
from idaman.programme import PROGRAMME_SINCE
from idaman.states import States
from reports import closing
from reports.publications.canonical import canonical, checksum
from reports.publications.contents import Contents, contents
from reports.publications.differences import differences
from reports.publications.models import Draft, Edition, Publication, slug_of
from reports.publications.printing import make_files
from reports.publications.writing import document

State = Draft.State

DRAFTS = States(
    "How an edition of published figures comes about",
    {"": {State.DRAFT}, State.DRAFT: {State.PUBLISHED, State.WITHDRAWN}},
    State,
)
TYPED = ("narrative_id", "narrative_en", "reason", "explanation")


class ElsewhereError(Exception):
    """Another page kept the draft meanwhile, or it was published or withdrawn; it stands as they left it."""


@transaction.atomic
def begin(*, period: Period, by: User, at: datetime, why: str = "") -> Draft:
    """The draft of the period's next edition; the one that is being written, if there is one.

    Raises ValidationError, in words, for a period that isn't over.
    """
    check_over(period, at=at)
    words = {"slug": slug_of(period), "starts_on": period.start, "ends_on": period.end}
    publication = Publication.objects.filter(slug=words["slug"]).first() or Publication.objects.create(**words)
    last = publication.latest
    story = (
        {f"narrative_{language}": "\n\n".join(last.content["narrative"][language]) for language in ("id", "en")} if last else {}
    )
    new = Draft(publication=publication, begun_by=by, begun_at=at, **story)
    return publication.draft or keep(new, by=by, why=why or _("Begun"))


def check_over(period: Period, *, at: datetime):
    """Refuse a period whose last day isn't past at the moment, or in which there was no programme."""
    if period.last_day < PROGRAMME_SINCE:
        raise ValidationError(_("The programme began in March 2018; there are no figures as of a day before that."))
    if period.end > clock.local(at).date():
        words = {"last": date_format(period.last_day, "DATE_FORMAT"), "first": date_format(period.end, "DATE_FORMAT")}
        raise ValidationError(_("This period ends on %(last)s. Its figures can be closed from %(first)s on.") % words)


@transaction.atomic
def keep_typed(*, draft: Draft, typed: dict[str, str], opened_at: int, page: str, at: datetime) -> Draft:
    """Keep what was typed by an open page, which knows how often the draft had been kept when it opened.

    Raises ElsewhereError when another page kept it meanwhile, or it is no draft any more: nothing is overwritten.
    """
    now = Draft.objects.select_for_update().get(pk=draft.pk)
    if now.state != State.DRAFT or (now.saves != opened_at and now.page != page):
        raise ElsewhereError
    kept = {name: typed[name] for name in TYPED if name in typed}
    words = {**kept, "saves": now.saves + 1, "page": page, "kept_at": at}
    Draft.objects.filter(pk=now.pk).update(**words)
    now.refresh_from_db()
    return now


@transaction.atomic
def withdraw(*, draft: Draft, by: User, at: datetime) -> Draft:
    """It won't be published; what was typed stays with the draft."""
    now = moved(draft, DRAFTS, State.WITHDRAWN)
    now.decided_by, now.decided_at = by, at
    return keep(now, by=by, why=_("Withdrawn"))


def publish(*, draft: Draft, by: User, at: datetime, is_printed: bool = True) -> Edition:
    """Write the edition, from the facts as they are in this one moment; it never changes. The worker then prints its reports.

    Raises ValidationError, in words, when the period isn't over, something is open and not explained, a restatement has no
    reason or nothing to restate, or somebody published or withdrew the draft before.
    """
    try:
        return written(draft=draft, by=by, at=at, is_printed=is_printed)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != "40001":  # on PostgreSQL, of two at the same moment the second
            raise
        return written(draft=draft, by=by, at=at, is_printed=is_printed)


def written(*, draft: Draft, by: User, at: datetime, is_printed: bool) -> Edition:
    with of_one_moment():
        now = moved(draft, DRAFTS, State.PUBLISHED)
        publication = now.publication
        check_over(publication.period, at=at)
        open_now = closing.hurdles(publication.day, publication.period)
        check_told(now, open_now)
        last, found = publication.latest, contents(period=publication.period)
        check_differs(last, found)
        now.decided_by, now.decided_at = by, at
        keep(now, by=by, why=_("Published"))
        edition = make_edition(draft=now, before=last, found=found, open_now=open_now)
        if is_printed:
            transaction.on_commit(lambda: make_files.enqueue(edition.pk), robust=True)
        return edition


@contextmanager
def of_one_moment():
    """A transaction in which every question is answered from the same moment, however others change the facts meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and on_postgresql(connection):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def check_told(draft: Draft, open_now: list):
    """Refuse, at its field, what is still to be written."""
    missing = {}
    if not draft.narrative_id.strip():
        missing["narrative_id"] = _("The figures need their story, a sentence at least.")
    if open_now and not draft.explanation.strip():
        missing["explanation"] = _("Something is still open. Say in a sentence why it is published all the same.")
    if draft.publication.latest and not draft.reason.strip():
        missing["reason"] = _("A restatement needs its reason.")
    if missing:
        raise ValidationError(missing)


def check_differs(last: Edition | None, found: Contents):
    """Refuse a restatement of what is still so."""
    if last and not differences(last.contents, found):
        raise ValidationError(_("Nothing differs from what was published, so there is nothing to restate."), code="same")


def make_edition(*, draft: Draft, before: Edition | None, found: Contents, open_now: list) -> Edition:
    """The next edition of the draft's publication, in canonical form."""
    number = before.number + 1 if before else 1
    public = canonical(document(draft=draft, number=number, before=before, contents=found, at=draft.decided_at))
    private = canonical({"publication": draft.publication.slug, "edition": str(number), "rows": found.rows})
    return Edition.objects.create(
        publication=draft.publication,
        number=number,
        public=public,
        private=private,
        checksum=checksum(public),
        checksum_private=checksum(private),
        published_at=draft.decided_at,
        published_by=draft.decided_by,
        reason=draft.reason if before else "",
        explanation=draft.explanation if open_now else "",
        hurdles=canonical([[str(one.title), str(one.count)] for one in open_now]),
    )
