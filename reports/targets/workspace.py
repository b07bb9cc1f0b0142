"""What targets put into task lists: from December to March, those of the year that nobody has set."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idaman import workspace
from partners.doors import abilities
from partners.roles import May
from reports.targets.demo import tell
from reports.targets.overview import unset
from reports.targets.years import year_of

DECEMBER, MARCH = 12, 3


@workspace.tasks
def targets_to_set(user, *, on):
    """For those who set them, the year whose targets are missing; after March a year without targets is left in peace."""
    if MARCH < on.month < DECEMBER or May.KEEP_RECORDS not in abilities(user):
        return
    year = on.year + 1 if on.month == DECEMBER else on.year
    missing = unset(year_of(year))
    if not missing:
        return
    title = _("Targets for %(year)d aren't set yet") % {"year": year}
    more = ngettext("%(count)d indicator", "%(count)d indicators", len(missing)) % {"count": len(missing)}
    url = reverse("targets:year-set", args=[year])
    since = date(year - 1, DECEMBER, 1)
    yield workspace.Task(workspace.Kind.MISSING, f"{title}: {more}", url, since=since, key=f"targets-{year}")


@workspace.demonstrations
def demo_targets(*, until, by, why):
    """Targets of 2019, one of them revised, and of the running year."""
    yield from tell(until=until, by=by, why=why)
