"""What the database refuses, in the sentence that the constraint carries: translated in this one place."""

from django.apps import apps
from django.db import IntegrityError
from django.db.models import UniqueConstraint
from django.http import Http404


class NotThere(Http404):
    """There is no such thing, and the reader may know it: its sentence is shown on the page."""


def sentence(error: IntegrityError) -> str:
    """The refusal in words; what carries no sentence is raised again rather than dressed up."""
    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in text or text.endswith(sqlite_text(model, constraint)):
                return str(constraint.get_violation_error_message())
    raise error


def sqlite_text(model, constraint) -> str:
    """SQLite names the columns of a broken unique constraint, not the constraint."""
    if not isinstance(constraint, UniqueConstraint):
        return constraint.name
    table = model._meta.db_table
    return "failed: " + ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in constraint.fields)
