"""Loads the reference data that the project ships."""

from django.core.management.base import BaseCommand

from idaman.after_migrate import load_reference
from idaman.models import Region


class Command(BaseCommand):
    help = "Loads regions and the other reference lists; may be run again, changes nothing that is there."

    def handle(self, **options):
        load_reference()
        self.stdout.write(f"{Region.objects.count()} regions")
