"""What is said where figures are told by place: how the districts of today came to be, and which the map doesn't have."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.models import Region
from idaman.periods import ONE_DAY
from reports.maps import outlined

if TYPE_CHECKING:
    from reports.breakdowns import Breakdown
    from reports.questions import Question

DISTRICT, VILLAGE = Region.Level.DISTRICT, Region.Level.VILLAGE


@dataclass(frozen=True)
class Boundaries:
    """The districts and villages that no longer stand as they were, read once for a page."""

    former: list[Region]

    @classmethod
    def read(cls) -> "Boundaries":
        changed = Region.objects.exclude(now=None).filter(level__in=[DISTRICT, VILLAGE])
        return cls(list(changed.select_related("parent", "now__parent").order_by("valid_to", "pk")))

    @classmethod
    def notes_on(cls, question: "Question", *breakdowns: "Breakdown | None") -> list[str]:
        """What the question's answer must say, told apart by these; nothing where districts don't bear on it."""
        return cls.read().notes(question.earliest) if question.tells_places(*breakdowns) else []

    @property
    def names(self) -> dict[str, str]:
        """From the former name of a district to the one of today."""
        return {one.name: one.now.name for one in self.former if one.level == DISTRICT}

    def notes(self, since: date) -> list[str]:
        """A sentence for each change of a district that lies after the day; of one district and another the last."""
        told = {}
        for one in self.former:
            then, today = districts(one)
            if one.valid_to > since and today.name != then.name and not (one.level == VILLAGE and then.now_id == today.pk):
                told[one.level, then.pk, today.pk] = told_of(one, then, today)
        return [_("Counted on today's boundaries: %(change)s") % {"change": words} for words in told.values()]

    def unmapped(self, counts: dict[str, int | None]) -> list[str]:
        """A sentence when districts that count something have no outline of their own yet."""
        off = sorted(name for name, count in counts.items() if count != 0 and name not in outlined(self.names))
        sentence = _("Not on the map, whose outlines are older, but in the table: %(names)s.")
        return [sentence % {"names": ", ".join(off)}] if off else []


def districts(former: Region) -> tuple[Region, Region]:
    """The district that it was or lay in, and the one of today."""
    return (former.parent, former.now.parent) if former.level == VILLAGE else (former, former.now)


def told_of(former: Region, then: Region, today: Region) -> str:
    """What became of the one district, in words."""
    is_new = today.valid_from is not None and today.valid_from >= former.valid_to
    sentences = {
        (VILLAGE, True): _("%(new)s was part of %(old)s until %(day)s."),
        (VILLAGE, False): _("a part of %(new)s belonged to %(old)s until %(day)s."),
        (DISTRICT, True): _("%(new)s was called %(old)s until %(day)s."),
        (DISTRICT, False): _("%(old)s was a district of its own until %(day)s and is part of %(new)s."),
    }
    last_day = date_format(former.valid_to - ONE_DAY, "DATE_FORMAT")
    return sentences[former.level, is_new] % {"new": today.name, "old": then.name, "day": last_day}
