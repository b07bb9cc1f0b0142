"""Every address of the site; like the settings, it knows all apps."""

from allauth.account.urls import urlpatterns as allauth
from django.contrib import admin
from django.urls import include, path

from idaman import views
from idaman.health import health
from idaman.sessions import session_end
from reports.companies import companies

# Of allauth's pages those for a password and the door. Addresses are changed by an administrator, with a reason.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_signup",  # closed by the adapter; its address is asked for by the sign-in page
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    path("", views.home, name="home"),
    path("health", health, name="health"),
    path("language/", views.language_set, name="language-set"),
    path("accounts/personal/", views.account_personal, name="account-personal"),
    path("accounts/personal/file.csv", views.account_personal_file, name="account-personal-file"),
    path("accounts/", include([page for page in allauth if page.name in ACCOUNT_PAGES])),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/<int:pk>/end/", session_end, name="session-end"),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    path("", include("partners.people.urls")),
    path("", include("partners.joining.urls")),
    path("", include("partners.urls")),
    path("", include("msmes.registering.urls")),
    path("", include("msmes.assignments.urls")),
    path("msmes/", include("msmes.urls")),
    path("confirmations/", include("msmes.confirmations.urls")),
    path("companies/", companies, name="companies"),
    path("imports/", include("partners.importing.urls")),
    path("figures/", include("reports.urls")),
    path("quality/", include("reports.quality.urls")),
    path("", include("reports.exports.urls")),
    path("", include("reports.context.urls")),
    path("targets/", include("reports.targets.urls")),
    path("dashboard/", include("reports.dashboard.urls")),
    path("", include("reports.publications.urls")),
    path("", include("idaman.uploads.urls")),
    path("", include("idaman.digest.urls")),
]

handler403 = "idaman.views.refused"
handler400 = "idaman.views.unreadable"
handler404 = "idaman.views.missing"
