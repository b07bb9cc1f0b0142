"""The programme's yearly report, as paper and as a workbook."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class YearlyConfig(AppConfig):
    name = "reports.yearly"
    label = "yearly"
    verbose_name = gettext_lazy("Yearly report")
