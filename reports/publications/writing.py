"""The text of an edition: its story, and the document over which the checksum is taken."""

import re
from datetime import UTC, datetime

from idaman.periods import year_before
from idaman.programme import BASELINE_ON
from reports.publications.contents import Contents
from reports.publications.licence import licence
from reports.publications.methods import methods
from reports.publications.models import Draft, Edition, Publication

FORMAT = "idaman-edition-2"


def paragraphs(text: str) -> list[str]:
    """Plain paragraphs: what stands between empty lines, each as one line.

    >>> paragraphs("One\\nline.\\n\\n\\nAnother. ")
    ['One line.', 'Another.']
    """
    found = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return [part for part in found if part]


def document(*, draft: Draft, number: int, before: Edition | None, contents: Contents, at: datetime) -> dict:
    """What everybody may read of the edition that the draft becomes."""
    publication: Publication = draft.publication
    return {
        "format": FORMAT,
        "publication": publication.slug,
        "edition": str(number),
        "first_day": publication.starts_on.isoformat(),
        "last_day": publication.day.isoformat(),
        "against_day": year_before(publication.day).isoformat(),
        "baseline_day": BASELINE_ON.isoformat(),
        "published_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "restates": before and before.checksum,
        "reason": draft.reason,
        "licence": licence(),
        "narrative": {"id": paragraphs(draft.narrative_id), "en": paragraphs(draft.narrative_en)},
        "indicators": contents.figures,
        "context": contents.context,
        "methods": methods(),
    }
