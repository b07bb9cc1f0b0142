"""The rows of a figure as a file, and the page of a file that takes a while."""

from django.http import FileResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idaman import clock, lists
from idaman.spreadsheets.written import CONTENT_TYPES, download
from partners.doors import may
from partners.roles import May
from reports.exports.actions import ask_export, ask_list, work_of
from reports.exports.models import Export
from reports.lists import find, refuse, rows_of, table_of
from reports.questions import Question

AT_ONCE = 5000  # rows of Excel that are made while the reader waits, about a second


@may(May.READ_PROGRAMME, May.READ_OWN, May.READ_TOTALS)
def figure_rows(request, scope, code, file_type, partner):
    """The rows as CSV or Excel: the same rows and columns as on the page; a large Excel file by the worker."""
    question, indicator = Question.of(request, scope), find(code)
    if file_type not in CONTENT_TYPES:
        return HttpResponseBadRequest(_("Files are to be had as csv or xlsx."))
    refused = refuse(request, question, indicator)
    if refused:
        return refused
    count = rows_of(indicator, question).count()
    if file_type == "xlsx" and count > AT_ONCE:
        words = {"question": question, "code": code, "rows": count, "language": get_language()}
        return redirect("export", ask_export(by=request.user, at=clock.now(), **words).public_id)
    name = "-".join(filter(None, [code, slugify(question.part or ""), question.day.isoformat()]))
    return download(table_of(indicator, question).exported(), file_type=file_type, name=name, title=code)


def list_rows(request, code, file_type):
    """A list as it is filtered on its page, in the columns by which it comes back; a large Excel file by the worker."""
    today, words = clock.today(), request.GET.urlencode()
    asked = lists.find(code).make(request.user, request.GET, today)
    if file_type not in CONTENT_TYPES:
        return HttpResponseBadRequest(_("Files are to be had as csv or xlsx."))
    if file_type == "xlsx" and (count := asked.count()) > AT_ONCE:
        about = {"code": code, "asked": words, "rows": count, "language": get_language()}
        return redirect("export", ask_list(by=request.user, at=clock.now(), **about).public_id)
    return download(asked.rows(), file_type=file_type, name=f"{code}-{today.isoformat()}", title=asked.title)


def export(request, public_id):
    """How far the file is, and the file once it is made; asked again by the page itself while it is under way."""
    found = get_object_or_404(Export.objects.visible_to(request.user, at=clock.now()), public_id=public_id)
    template = "exports/progress.html" if request.htmx else "exports/export.html"
    return render(request, template, {"export": found})


def export_file(request, public_id, ending):
    """The file, for who asked for it, as long as it is kept."""
    mine = Export.objects.visible_to(request.user, at=clock.now())
    found = get_object_or_404(mine, public_id=public_id, ending=ending, state="ready")
    work = work_of(found, on=clock.today())  # a right that ended since the file was made is a 404
    return FileResponse(found.file.open(), as_attachment=True, filename=f"{work.name}.{ending}")
