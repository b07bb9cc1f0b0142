"""Has the comparisons taken that data quality can't wait for on a page."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.quality.actions import look_again


class Command(BaseCommand):
    help = "Has the worker compare all names, and all personal numbers with the owner's sex, for the page of data quality."

    def handle(self, *, verbosity, **options):
        look_again.enqueue()
        if verbosity:
            self.stdout.write(_("Handed to the worker."))
