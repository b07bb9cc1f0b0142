"""Figures as they were published."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PublicationsConfig(AppConfig):
    name = "reports.publications"
    label = "publications"
    verbose_name = gettext_lazy("Publications")
