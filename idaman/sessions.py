"""Where a person is signed in: each place by its device, to be ended one by one."""

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

# The first sign that is found names it: the later ones stand in what the earlier ones say of themselves as well.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "UCBrowser": "UC Browser", "FxiOS": "Firefox",
    "Firefox": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "CrOS": "ChromeOS", "Mac OS X": "macOS",
    "Linux": "Linux",
}  # fmt: skip


def device(user_agent: str) -> str:
    """Browser and system as people know them: "Chrome, Android"."""
    named = [next((name for sign, name in names.items() if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or _("a device that doesn't say what it is")


@require_POST
def session_end(request, pk):
    """Sign out at one place."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [found])
    messages.success(request, _("Signed out there: %(device)s.") % {"device": device(found.user_agent)})
    return redirect("usersessions_list")
