"""What waits for a person, once a day by e-mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class DigestConfig(AppConfig):
    name = "idaman.digest"
    label = "digest"
    verbose_name = gettext_lazy("Daily digest")
