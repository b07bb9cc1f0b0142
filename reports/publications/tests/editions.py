"""Editions for tests, quickly made."""

from datetime import UTC, date, datetime

from idaman.periods import Period
from reports.publications.actions import begin, keep_typed, make_edition, publish
from reports.publications.contents import Contents
from reports.publications.models import Draft, Edition

PERIOD = Period(date(2018, 4, 1), date(2019, 4, 1))
SLUG = "2018-04-2019-03"
AT = datetime(2019, 4, 16, 3, tzinfo=UTC)


def begun(by, *, at: datetime = AT, period: Period = PERIOD, **typed) -> Draft:
    """A draft with a story."""
    draft = begin(period=period, by=by, at=at)
    typed = {"narrative_id": "Cerita satu.", "narrative_en": "One story.", **typed}
    return keep_typed(draft=draft, typed=typed, opened_at=draft.saves, page="uji", at=at)


def published(by, *, at: datetime = AT, period: Period = PERIOD, **typed) -> Edition:
    """An edition from the facts as they are."""
    return publish(draft=begun(by, at=at, period=period, **typed), by=by, at=at)


def empty_edition(by) -> Edition:
    """An edition without a figure, for what doesn't ask for any."""
    draft = begin(period=PERIOD, by=by, at=AT)
    draft.decided_by, draft.decided_at = by, AT
    return make_edition(draft=draft, before=None, found=Contents([], {}), open_now=[])
