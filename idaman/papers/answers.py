"""A paper as the answer to a request; where none can be made, a page that says what to install."""

from django.http import HttpResponse
from django.shortcuts import render as render_page

from idaman.papers.libraries import CannotPrintError
from idaman.papers.paper import render


def answer(request, template: str, context: dict, *, name: str, **words) -> HttpResponse:
    """The paper for the browser to save as `name`.pdf; `words` are those of `render`."""
    try:
        content = render(template, context, **words)
    except CannotPrintError as missing:
        return render_page(request, "papers/cannot_print.html", {"sentence": str(missing)}, status=503)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
