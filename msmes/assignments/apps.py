"""Which coach serves which MSME."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class AssignmentsConfig(AppConfig):
    name = "msmes.assignments"
    label = "assignments"
    verbose_name = gettext_lazy("Assignments")
