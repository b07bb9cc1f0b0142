"""The kernel's few pages: home, the choice of language, refusal."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from idaman import clock, workspace
from idaman.personal import handed_over, held_on
from idaman.refusals import NotThere


@login_not_required
def home(request):
    """The public front page; for the signed-in what waits for them, and the places their roles open."""
    if not request.user.is_authenticated:
        return render(request, "idaman/front.html")
    groups = workspace.by_kind(workspace.tasks.ask(request.user, on=clock.today()))
    return render(request, "idaman/home.html", {"groups": groups})


@never_cache
def account_personal(request):
    """All that is held on the person who is signed in."""
    return render(request, "idaman/account_personal.html", {"held": held_on(request.user)})


@never_cache
def account_personal_file(request):
    """The same as a file."""
    return handed_over(held_on(request.user), name=_("personal-data"))


@login_not_required
@require_POST
def language_set(request):
    """Keep the reader's choice of language for a year and go back to the page they came from."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        year = 365 * 24 * 3600
        secure = settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=year, secure=secure, samesite="Lax", httponly=True)
    return response


def unreadable(request, exception):
    """The request can't be read: a sentence, and the way back."""
    return render(request, "400.html", status=400)


def form_expired(request, reason=""):
    """The form was open for too long, or the sign-in ended meanwhile: what to do so that nothing typed is lost."""
    return render(request, "form_expired.html", status=403)


def missing(request, exception):
    """Nothing at this address: with the sentence of a refusal that has one, and none of a library's."""
    sentence = exception.args[0] if isinstance(exception, NotThere) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)


def refused(request, exception=None):
    """A refusal looks like a page that doesn't exist."""
    return missing(request, exception)
