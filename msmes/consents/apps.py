"""What owners agreed to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ConsentsConfig(AppConfig):
    name = "msmes.consents"
    verbose_name = gettext_lazy("Consents")
