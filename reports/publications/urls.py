"""Addresses of publications: the workspace's, and the stable public ones."""

from django.urls import path

from reports.publications import public, views

app_name = "publications"
urlpatterns = [
    path("publications/", views.publication_list, name="list"),
    path("publications/begin/", views.begin, name="begin"),
    path("publications/<slug:slug>/", views.publication_page, name="publication"),
    path("publications/<slug:slug>/changes/", views.publication_changes, name="changes"),
    path("publications/<slug:slug>/restate/", views.restate, name="restate"),
    path("publications/<slug:slug>/<int:number>/report/", views.report_make, name="report-make"),
    path("publications/<slug:slug>/draft/", views.draft_page, name="draft"),
    path("publications/<slug:slug>/draft/keep/", views.draft_keep, name="draft-keep"),
    path("publications/<slug:slug>/draft/publish/", views.draft_publish, name="draft-publish"),
    path("publications/<slug:slug>/draft/withdraw/", views.draft_withdraw, name="draft-withdraw"),
    path("open/", public.open_list, name="open"),
    path("open/check/", public.open_check, name="check"),
    path("open/<slug:slug>/", public.open_edition, name="open-latest"),
    path("open/<slug:slug>.<slug:file_type>", public.open_file, name="open-latest-file"),
    path("open/<slug:slug>/<int:number>/", public.open_edition, name="edition"),
    path("open/<slug:slug>/<int:number>.<slug:file_type>", public.open_file, name="edition-file"),
    path("open/<slug:slug>/<int:number>/report-<slug:stem>.<slug:ending>", public.open_report, name="report"),
]
