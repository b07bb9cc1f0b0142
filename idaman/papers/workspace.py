"""Who sees a letterhead's logo: whoever sees letterheads."""

from idaman.papers.models import Letterhead
from idaman.uploads.models import attached, visible


@visible
def logos(user, *, on):
    """All, for those who keep letterheads."""
    if user.has_perm("papers.view_letterhead"):
        yield Letterhead.objects.exclude(logo=None).values("logo")


@attached
def logo_of(record):
    """A letterhead's logo belongs to it."""
    if isinstance(record, Letterhead) and record.logo_id:
        yield [record.logo_id]
