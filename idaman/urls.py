"""Every address of the site; like the settings, it knows all apps."""

from django.contrib import admin
from django.urls import include, path

from idaman import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language_set, name="language-set"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("figures/", include("reports.urls")),
    path("", include("reports.exports.urls")),
]

handler403 = "idaman.views.refused"
handler404 = "idaman.views.missing"
