"""Agency staff need a second proof of who they are, where the office asks for it."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import clock
from idaman.signed_out import way_back
from partners.models import Membership
from partners.roles import Kind, Role

OPEN_ALL_THE_SAME = ("/accounts/", "/language/", "/health")


def is_needed(user) -> bool:
    """Whether the person reads or keeps what concerns more than their own partner."""
    held = Membership.objects.held_by(user, on=clock.today())
    return user.is_superuser or any(Role(one.role).rule.kind == Kind.GOVERNMENT for one in held)


def is_given(request) -> bool:
    """Whether this session was opened with a second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactor:
    """Leads agency staff without a second factor to the page where they set one up (`REQUIRE_SECOND_FACTOR`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        closed = settings.REQUIRE_SECOND_FACTOR and not request.path.startswith(OPEN_ALL_THE_SAME)
        if closed and request.user.is_authenticated and is_needed(request.user):
            return self.asked(request) or self.get_response(request)
        return self.get_response(request)

    def asked(self, request):
        """To the page that asks for the factor, or for a first one; None when this session has given it."""
        if not is_mfa_enabled(request.user):
            messages.warning(request, _("Your office asks for a second proof at sign-in. Set one up here; then go on."))
            return redirect("mfa_index")
        if not is_given(request):
            return redirect_to_login(way_back(request), reverse("mfa_reauthenticate"))
        return None
