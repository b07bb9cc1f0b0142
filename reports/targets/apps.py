"""What the programme aims at, and whether it is on course."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class TargetsConfig(AppConfig):
    name = "reports.targets"
    label = "targets"
    verbose_name = gettext_lazy("Targets")
