"""What surrounds the programme and is never its outcome: poverty, unemployment, how many MSMEs the regency has."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ContextConfig(AppConfig):
    name = "reports.context"
    label = "context"
    verbose_name = gettext_lazy("Context")
