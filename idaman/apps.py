"""The kernel as a Django app, and the admin site of the house."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class KernelConfig(AppConfig):
    name = "idaman"
    verbose_name = gettext_lazy("People and regions")

    def ready(self):
        from idaman.after_migrate import after_migrate

        post_migrate.connect(after_migrate, sender=self)


class SiteConfig(AdminConfig):
    default_site = "idaman.admin_site.Site"
