"""The admin of the house: opened by role, behind the one sign-in, closed with a 404."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.translation import gettext_lazy


class Site(AdminSite):
    """Records, kept by agency officers."""

    site_header = gettext_lazy("I-DAMAN records")
    site_title = gettext_lazy("I-DAMAN")
    index_title = gettext_lazy("Records")
    site_url = "/"
    empty_value_display = "–"

    def has_permission(self, request):
        """Whoever holds the permission that the roles table calls `keep_records` or `manage_people`."""
        return request.user.is_active and request.user.has_perm("idaman.open_admin")

    def login(self, request, extra_context=None):
        """The anonymous go to the one sign-in page; those who may not are told nothing."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.get_full_path()), settings.LOGIN_URL)
