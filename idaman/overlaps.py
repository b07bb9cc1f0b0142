"""Two facts of one kind about one thing may not overlap: refused by the database, on both engines."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Deferrable, F, Func
from django.utils.translation import gettext as _

from idaman.periods import ONE_DAY, Period

CLASH = (
    "EXISTS (SELECT 1 FROM {table} AS other WHERE other.id <> NEW.id AND {same}"
    " AND (NEW.ends_on IS NULL OR other.starts_on < NEW.ends_on)"
    " AND (other.ends_on IS NULL OR NEW.starts_on < other.ends_on))"
)


class NoOverlap(ExclusionConstraint):
    """Facts that agree in the fields `same` don't overlap in time; without fields, no two of them do.

    PostgreSQL keeps it with an exclusion constraint, judged at the end of the transaction, so that a border between two
    facts can move in one save. SQLite keeps it with two triggers, which `idaman.triggers` puts in place after migrating.
    """

    def __init__(self, *, name, same, violation_error_message=None, violation_error_code=None):
        self.same = tuple(same)
        dates = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())
        super().__init__(
            name=name,
            expressions=[*((field, "=") for field in self.same), (dates, "&&")],
            deferrable=Deferrable.DEFERRED,
            violation_error_message=violation_error_message,
            violation_error_code=violation_error_code,
        )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        del kwargs["expressions"], kwargs["deferrable"]
        return path, args, {**kwargs, "same": self.same}

    def __eq__(self, other):
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = None

    def constraint_sql(self, model, schema_editor):
        return super().constraint_sql(model, schema_editor) if on_postgresql(schema_editor.connection) else None

    def create_sql(self, model, schema_editor):
        return super().create_sql(model, schema_editor) if on_postgresql(schema_editor.connection) else None

    def remove_sql(self, model, schema_editor):
        return super().remove_sql(model, schema_editor) if on_postgresql(schema_editor.connection) else None

    def validate(self, model, instance, exclude=None, using=None):
        """Refuse, naming the fact it clashes with; a field left out of the form doesn't hide a clash."""
        agrees = {field: getattr(instance, model._meta.get_field(field).attname) for field in self.same}
        if None in agrees.values() or instance.starts_on is None or getattr(instance, "is_judged_in_set", False):
            return
        clashes = model._default_manager.using(using).filter(**agrees).exclude(pk=instance.pk)
        clash = clashes.during(Period(instance.starts_on, instance.ends_on)).first()
        if clash:
            raise ValidationError(self.sentence(clash.period), code="overlap")

    def sentence(self, period) -> str:
        """What is refused, with the days of the fact that is in the way."""
        return _("%(rule)s It is already recorded for: %(period)s.") % {
            "rule": self.get_violation_error_message(),
            "period": period,
        }

    def triggers(self, model) -> dict[str, str]:
        """The two SQLite triggers, name to statement."""
        table = model._meta.db_table
        columns = [model._meta.get_field(field).column for field in self.same]
        clash = CLASH.format(table=table, same=" AND ".join(f"other.{c} = NEW.{c}" for c in columns) or "1")
        watched = ", ".join([*columns, "starts_on", "ends_on"])
        return {
            f"{self.name}_{verb}": (
                f"CREATE TRIGGER {self.name}_{verb} BEFORE {event} ON {table} WHEN {clash}"
                f" BEGIN SELECT RAISE(ABORT, 'constraint {self.name}'); END"
            )
            for verb, event in (("insert", "INSERT"), ("update", f"UPDATE OF {watched}"))
        }


def step_aside(model, keys: list[int]) -> None:
    """Take facts that are about to get other days out of each other's way, before any of them has them.

    PostgreSQL judges at the end of the transaction; SQLite judges row by row, so that two facts whose border moves would
    clash half-way. Each stands on a day of its own, long before all that people can mean, until it is given its new days.
    """
    if on_postgresql(connection) or not any(isinstance(rule, NoOverlap) for rule in model._meta.constraints):
        return
    away = (date.min + timedelta(days=place) for place in range(len(keys)))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        rows = ((day.isoformat(), (day + ONE_DAY).isoformat(), key) for day, key in zip(away, keys, strict=True))
        cursor.executemany(f"UPDATE {table} SET starts_on = %s, ends_on = %s WHERE id = %s", rows)


def on_postgresql(connection) -> bool:
    return connection.vendor == "postgresql"


def judge_now():
    """Have PostgreSQL judge the deferred rules here, so that a refusal comes while its sentence can still be shown."""
    if on_postgresql(connection):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
