"""Django's flush for the tests: what is written once goes too, so that the next test begins with nothing."""

from django.core.management.commands import flush

from idaman import triggers
from idaman.immutable import WrittenOnce


class Command(flush.Command):
    """Lifts the triggers where there is such a row; an empty table needs none of that."""

    def handle(self, **options):
        using = options["database"]
        if any(model._base_manager.using(using).exists() for _rule, model in triggers.constraints(WrittenOnce)):
            triggers.lift(using)
        try:
            super().handle(**options)
        finally:
            triggers.restore(using)
