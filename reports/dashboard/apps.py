"""The dashboard: how the programme stands against its targets, where, and what changed."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The page for leadership, made of the figures and their targets; it keeps nothing of its own."""

    name = "reports.dashboard"
    label = "dashboard"
