"""The admin of the house: opened by role, behind the one sign-in, closed with a 404."""

from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from idaman import deleted_pages

HOUSE = {"idaman", "partners", "msmes", "outlets", "reports"}
ORDER = [
    *("msmes", "products", "assignments", "consents", "merging", "outlets"),
    *("targets", "context", "partners", "publications", "papers", "idaman"),
]


class Site(AdminSite):
    """Records, kept by agency officers."""

    site_header = gettext_lazy("I-DAMAN records")
    site_title = gettext_lazy("I-DAMAN")
    index_title = gettext_lazy("Records")
    site_url = "/"
    empty_value_display = "–"
    index_template = "admin/records.html"

    def get_urls(self):
        """Django's, and the pages of what was deleted."""
        one = "deleted/<str:app_label>/<str:model_name>/<int:pk>/"
        return [
            path("deleted/", self.admin_view(deleted_pages.deleted_list), name="deleted-list"),
            path(one, self.admin_view(deleted_pages.deleted_record), name="deleted-record"),
            *super().get_urls(),
        ]

    def get_app_list(self, request, app_label=None):
        """The sections in the order of the day's work."""
        return sorted(super().get_app_list(request, app_label), key=lambda app: ORDER.index(app["app_label"]))

    def has_permission(self, request):
        """Whoever may keep records, by the roles table."""
        return request.user.is_active and request.user.has_perm("idaman.open_admin")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only the house's own records are kept here; what libraries offer to register is left out."""
        offered = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in offered if apps.get_app_config(model._meta.app_label).name.split(".")[0] in HOUSE]
        super().register(ours, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """As Django's, but the signed-in who may not enter get a 404, as everywhere."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def opened(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return opened

    def login(self, request, extra_context=None):
        """The anonymous go to the one sign-in page; who may enter needs none."""
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), settings.LOGIN_URL)

    def password_change(self, request, extra_context=None):
        """Passwords are changed on the one page for it."""
        return redirect("account_change_password")
