"""Two records of one business become one, and can become two again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MergingConfig(AppConfig):
    name = "msmes.merging"
    label = "merging"
    verbose_name = gettext_lazy("Merged records")
