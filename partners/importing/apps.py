"""Spreadsheets taken in: read, understood, checked, written, undone, with every row accounted for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ImportingConfig(AppConfig):
    name = "partners.importing"
    verbose_name = gettext_lazy("Imports")
