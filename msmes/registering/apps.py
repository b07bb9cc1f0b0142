"""MSMEs that companies register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class RegisteringConfig(AppConfig):
    name = "msmes.registering"
    verbose_name = gettext_lazy("Registrations")
