"""Where products are sold."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class OutletsConfig(AppConfig):
    name = "outlets"
    verbose_name = gettext_lazy("Outlets")
