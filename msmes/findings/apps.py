"""What only a slow comparison finds about MSMEs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class FindingsConfig(AppConfig):
    name = "msmes.findings"
    label = "findings"
    verbose_name = gettext_lazy("Findings")
