"""What happens when the sign-in ended while a page was open: what is said, and where signing in leads back to."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

SAFE = ("GET", "HEAD", "OPTIONS")


def way_back(request) -> str:
    """Where signing in leads to: the page that was asked for, or the page on which the button was pressed.

    Many addresses of buttons have no page of their own.
    """
    if request.method in SAFE:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return resolve_url("home")
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SignedInOnly(LoginRequiredMiddleware):
    """As Django's, but what a button would have sent is told to be unsent, and the way leads back to the button."""

    def handle_no_permission(self, request, view_func):
        if request.method not in SAFE and "HX-Request" not in request.headers:
            told = _("You were no longer signed in, so nothing was sent. Sign in: you come back to your page and send it again.")
            messages.warning(request, told)
        return redirect_to_login(way_back(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func))


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
