"""How long files of lists are kept."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, register
from reports.exports.actions import take_away
from reports.exports.models import Export


def taken_away(exports: QuerySet) -> None:
    for export in exports:
        take_away(export=export)


register(
    Rule(
        gettext_lazy("expired files of lists"),
        0,
        lambda before: Export.objects.expired(at=before).annotate(since=F("expires_at")),
        taken_away,
    )
)
