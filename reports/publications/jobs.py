"""The yearly report of an edition, asked for in the workspace with its progress; what is made so stays beside the edition."""

from datetime import date

from django.http import Http404

from idaman import clock
from reports.exports.kinds import register
from reports.publications.models import Edition
from reports.publications.printing import kept, name_of
from reports.yearly.making import Make, kind


def find(code: str) -> Edition:
    """The edition by its code, "2026-1", or Http404."""
    slug, _dash, number = code.rpartition("-")
    found = Edition.objects.filter(publication__slug=slug, number=number if number.isdecimal() else 0)
    edition = found.select_related("publication").first()
    if edition is None:
        raise Http404
    return edition


def asked(owner, code: str, on: date) -> Make:
    """Published figures are for everybody, so the owner isn't asked about."""
    edition = find(code)

    def make(ending, language, size, progress):
        name = name_of(language, size, ending)
        return kept(edition=edition, name=name, at=clock.now(), progress=progress).file.open()

    return make


register(kind(asked, lambda export: find(export.code).publication.get_absolute_url()))
