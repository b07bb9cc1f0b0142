"""The people of a partner."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PeopleConfig(AppConfig):
    name = "partners.people"
    verbose_name = gettext_lazy("Invitations")
