"""A company leaves the programme, or is sold to another."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class LeavingConfig(AppConfig):
    name = "msmes.leaving"
    label = "leaving"
    verbose_name = gettext_lazy("Companies that leave")
