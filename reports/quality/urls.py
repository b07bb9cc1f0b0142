"""Addresses of data quality; the scope belongs to the address."""

from django.urls import path

from reports.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.home, name="home"),
    path("partners/", views.partners, name="partners"),
    path("look/", views.look, name="look"),
    path("explanations/<int:pk>/withdraw/", views.explanation_withdraw, name="withdraw"),
    path("<slug:scope>/", views.rules_page, name="rules"),
    path("<slug:scope>/<slug:code>/", views.rule_page, name="rule"),
    path("<slug:scope>/<slug:code>/explain/", views.explain, name="explain"),
]
