"""Papers and pictures that people hand in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class UploadsConfig(AppConfig):
    name = "idaman.uploads"
    label = "uploads"
    verbose_name = gettext_lazy("Uploaded files")
