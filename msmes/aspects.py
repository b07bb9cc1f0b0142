"""The six aspects of coaching, as columns: counted, constrained and kept in history like any other fact."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

ASPECTS = {
    "institution": gettext_lazy("institution"),
    "management": gettext_lazy("business management"),
    "production": gettext_lazy("production"),
    "standardisation": gettext_lazy("product standardisation"),
    "capital": gettext_lazy("capital"),
    "market": gettext_lazy("market"),
}
COLUMNS = [f"on_{aspect}" for aspect in ASPECTS]


class OnAspects(models.Model):
    """A fact about at least one of the six aspects."""

    on_institution = models.BooleanField(ASPECTS["institution"], default=False)
    on_management = models.BooleanField(ASPECTS["management"], default=False)
    on_production = models.BooleanField(ASPECTS["production"], default=False)
    on_standardisation = models.BooleanField(ASPECTS["standardisation"], default=False)
    on_capital = models.BooleanField(ASPECTS["capital"], default=False)
    on_market = models.BooleanField(ASPECTS["market"], default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (Q(**{column: True}) for column in COLUMNS)),
                name="%(app_label)s_%(class)s_some_aspect",
                violation_error_message=gettext_lazy("Tick at least one aspect."),
            )
        ]

    @property
    def aspects(self) -> list:
        """The names of the aspects it is about."""
        return [label for aspect, label in ASPECTS.items() if getattr(self, f"on_{aspect}")]
