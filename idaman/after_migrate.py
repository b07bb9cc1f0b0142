"""What every database needs once its tables stand: triggers, reference data, the cache table. May run any number of times."""

from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules

from idaman import triggers

LOADERS = []
LOADED = "Data rujukan I-DAMAN"  # the reason in the history of rows that migrating loads


def reference_loader(load):
    """Register a function that loads reference rows from files, changing nothing when they are there already."""
    LOADERS.append(load)
    return load


def load_reference():
    """Run every app's loader (`reference.py`), in the order of the imports: kernel first."""
    autodiscover_modules("reference")
    for load in sorted(LOADERS, key=lambda load: load.__module__ != "idaman.reference"):
        load()


def after_migrate(using, **_signal):
    """The house's only signal receiver: `flush` empties reference tables and a rebuilt table loses its triggers."""
    call_command("createcachetable", database=using, verbosity=0)
    triggers.restore(using)
    load_reference()
