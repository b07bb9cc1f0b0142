"""Partners who ask to take part."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class JoiningConfig(AppConfig):
    name = "partners.joining"
    verbose_name = gettext_lazy("Requests to join")
