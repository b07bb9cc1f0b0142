"""Whom the programme serves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MsmesConfig(AppConfig):
    name = "msmes"
    verbose_name = gettext_lazy("MSMEs")
