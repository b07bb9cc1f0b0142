"""Published figures for everybody: pages without sign-in, open data, and the check of a checksum."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from idaman.refusals import NotThere
from reports.context.printed import in_print
from reports.publications import licence
from reports.publications.canonical import typed_checksum
from reports.publications.files import csv_text
from reports.publications.models import Edition
from reports.publications.printing import NAMES, files_of
from reports.publications.reading import readable, spoken
from reports.publications.telling import told_openly

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8; header=present"}
FOR_EVER, A_WHILE = "public, max-age=31536000, immutable", "public, max-age=300"


def find(slug: str, number: int | None = None) -> Edition:
    """The edition of that number, else the latest; a 404 that says so where nothing is published."""
    editions = Edition.objects.filter(publication__slug=slug).select_related("publication").order_by("-number")
    found = editions.filter(number=number).first() if number is not None else editions.first()
    if found is None:
        sentence = _("Nothing is published under this address. See the list of published figures: %(address)s")
        raise NotThere(sentence % {"address": reverse("publications:open")})
    return found


@login_not_required
def open_list(request):
    """All that is published, with the licence."""
    found = Edition.objects.newest().select_related("publication").prefetch_related("files")
    found = found.order_by("-publication__ends_on", "-publication__starts_on")
    told = [(edition, [file for file in files_of(edition) if file.made]) for edition in found]
    context = {"told": told, "licence": licence.about(), "citation": licence.citation(told[0][0]) if told else ""}
    return render(request, "publications/open_list.html", context)


@login_not_required
def open_edition(request, slug, number=None):
    """One edition: its figures, its story, and what it restates."""
    edition = find(slug, number)
    story = edition.content["narrative"]
    context = {
        "edition": edition,
        "content": edition.content,
        "days": {name: date.fromisoformat(edition.content[f"{name}_day"]) for name in ("against", "baseline")},
        "figures": readable(edition.content["indicators"]),
        "story": spoken(story) or story["id"],
        "is_untranslated": not spoken(story),
        "told": told_openly(edition),
        "surroundings": surrounded(edition),
        "editions": edition.publication.editions.order_by("number"),
        "files": files_of(edition),
        "licence": licence.about(),
        "citation": licence.citation(edition),
    }
    return render(request, "publications/open_edition.html", context)


def surrounded(edition: Edition) -> dict:
    """What surrounds the programme in the reader's language: what must be said, and each value under its title."""
    context = spoken(edition.content.get("context", {}))
    values = [
        (one["title"], {**value, "unit": one["unit"], "value": in_print(Decimal(value["value"]))})
        for one in context.get("series", [])
        for value in one["values"]
    ]
    return {"notes": context.get("notes", []), "values": values}


@login_not_required
def open_file(request, slug, file_type, number=None):
    """The edition as open data; of a numbered one nothing ever changes, so that everybody may keep it."""
    if file_type not in TYPES:
        raise Http404
    edition = find(slug, number)
    text = edition.public if file_type == "json" else csv_text(edition)
    headers = {
        "Cache-Control": A_WHILE if number is None else FOR_EVER,
        "Access-Control-Allow-Origin": "*",
        "ETag": f'"{edition.checksum}"',
        "Last-Modified": http_date(edition.published_at.timestamp()),
        "Link": f'<{licence.ADDRESS}>; rel="license"',
        "X-Checksum-SHA256": edition.checksum,
        "Content-Disposition": f'inline; filename="idaman-{slug}-{edition.number}.{file_type}"',
    }
    return HttpResponse(text.encode(), content_type=TYPES[file_type], headers=headers)


@login_not_required
def open_report(request, slug, number, stem, ending):
    """The edition as paper or workbook, as it was made once; where it isn't made yet, a 404 that says so."""
    edition, name = find(slug, number), f"{stem}.{ending}"
    if name not in NAMES:
        raise Http404
    file = edition.files.filter(name=name).first()
    if file is None or not file.file.storage.exists(file.file.name):
        sentence = _("This file is still being made. Look again in some minutes; until then the edition is here: %(address)s")
        raise NotThere(sentence % {"address": edition.get_absolute_url()})
    headers = {"Cache-Control": FOR_EVER, "ETag": f'"{file.sha256}"', "X-Checksum-SHA256": file.sha256}
    return FileResponse(file.file.open(), as_attachment=True, filename=f"idaman-{edition.code}-{name}", headers=headers)


@login_not_required
def open_check(request):
    """Whether a checksum is that of an edition, and whether that is the latest."""
    typed = request.GET.get("checksum", "").strip()
    found = None
    if typed:
        found = Edition.objects.filter(checksum=typed_checksum(typed)).select_related("publication").first()
    context = {"typed": typed, "edition": found, "licence": licence.about()}
    return render(request, "publications/open_check.html", context, status=200 if found or not typed else 404)
