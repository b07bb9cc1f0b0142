"""What a part of a page says when the sign-in ended while the page was open."""

from django.shortcuts import render, resolve_url


class SignedOutInWords:
    """Answers a part that htmx asks for with a sentence and the way in, in place of a whole sign-in page inside the part."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        leads_away = "HX-Request" in request.headers and response.status_code == 302
        if leads_away and response.url.startswith(resolve_url("account_login")):
            return said(request)
        return response


def said(request):
    """The sentence; on a form that is kept as it is typed, in the one place where it says that it is kept."""
    response = render(request, "idaman/signed_out.html", {"saves": request.POST.get("saves", "")})
    if "saves" in request.POST:
        response["HX-Retarget"], response["HX-Reswap"] = "#kept", "outerHTML"
    return response
