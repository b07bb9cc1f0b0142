"""Companies and officers say that a sponsorship still holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ConfirmationsConfig(AppConfig):
    name = "msmes.confirmations"
    label = "confirmations"
    verbose_name = gettext_lazy("Confirmations")
