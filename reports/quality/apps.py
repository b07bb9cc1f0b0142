"""The data-quality page: rules, what offends them, and what was explained."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class QualityConfig(AppConfig):
    name = "reports.quality"
    label = "quality"
    verbose_name = gettext_lazy("Data quality")
