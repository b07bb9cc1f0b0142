"""Whatever leaves the house on paper."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy


class PapersConfig(AppConfig):
    name = "idaman.papers"
    label = "papers"
    verbose_name = gettext_lazy("Papers")

    def ready(self):
        from idaman.papers.libraries import check_libraries

        checks.register(check_libraries)
