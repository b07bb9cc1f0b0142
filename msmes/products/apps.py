"""What MSMEs make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ProductsConfig(AppConfig):
    name = "msmes.products"
    label = "products"
    verbose_name = gettext_lazy("Products")
