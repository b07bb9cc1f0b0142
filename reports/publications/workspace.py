"""What publications put into task lists, what is still open before a year is closed, and what they hold on a person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import workspace
from idaman.models import User
from idaman.personal import held_in
from msmes.models import Enrolment
from msmes.registering.models import Registration
from partners.doors import abilities
from partners.roles import May
from reports import closing
from reports.publications.models import Draft, Edition, Publication, calendar_year

SINCE = (1, 2)  # the second of January: nobody closes a year on New Year's day


@workspace.tasks
def year_not_published(user, *, on):
    """From 2 January the year before waits to be closed, if anybody took part in it."""
    year = calendar_year(on.year - 1)
    if (on.month, on.day) < SINCE or May.PUBLISH not in abilities(user):
        return
    if Edition.objects.filter(publication__starts_on=year.start, publication__ends_on=year.end).exists():
        return
    if Enrolment.objects.during(year).exists():
        title, since = _("%(year)d is not published yet") % {"year": year.start.year}, on.replace(month=1, day=2)
        yield workspace.Task(workspace.Kind.MISSING, title, address(year), since=since, key=f"publication-{year.start.year}")


def address(year) -> str:
    """Where closing the year goes on, or begins."""
    begun = Publication.objects.filter(starts_on=year.start, ends_on=year.end, drafts__state=Draft.State.DRAFT).first()
    return reverse("publications:draft", args=[begun.slug]) if begun else reverse("publications:list")


@closing.hurdle
def registrations_undecided(day, period):
    """What companies handed in by the day and nobody decided yet: it may come to count in the period."""
    count = Registration.objects.to_decide().filter(submitted_at__date__lte=day).count()
    yield closing.Hurdle(_("Registrations not yet decided"), count, reverse("registering:queue"))


@workspace.personal
def published_by_account(record):
    """What somebody began and published."""
    if isinstance(record, User):
        yield from held_in(Draft, without=("saves", "page"), begun_by_id=record.pk)
        yield from held_in(Edition, published_by_id=record.pk)
