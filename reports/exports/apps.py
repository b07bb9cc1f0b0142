"""Lists as files, small ones at once and large ones in the background."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ExportsConfig(AppConfig):
    name = "reports.exports"
    label = "exports"
    verbose_name = gettext_lazy("Exports")
