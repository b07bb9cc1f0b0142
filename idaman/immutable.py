"""Rows that are written once: no road changes or deletes them, on either engine."""

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.db.models.constraints import BaseConstraint

from idaman.overlaps import on_postgresql

# An empty table may be emptied, so that `flush` of a database without such rows works.
FUNCTION = """
CREATE OR REPLACE FUNCTION idaman_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_filled boolean;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO is_filled;
    IF NOT is_filled THEN RETURN NULL; END IF;
  END IF;
  RAISE EXCEPTION 'constraint %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class WrittenOnce(BaseConstraint):
    """A row is never changed or deleted once it is there.

    Both engines keep it with triggers: PostgreSQL's are made by the migration and refuse TRUNCATE as well, SQLite's are put
    in place after migrating and refuse INSERT OR REPLACE. `idaman.triggers` sees to it that they stand.
    """

    def constraint_sql(self, model, schema_editor):
        sql = self.create_sql(model, schema_editor)
        if sql:
            schema_editor.deferred_sql.append(sql)

    def create_sql(self, model, schema_editor):
        if not on_postgresql(schema_editor.connection):
            return None
        return FUNCTION + "".join(f"{statement};\n" for statement in self.on_postgresql(model).values())

    def remove_sql(self, model, schema_editor):
        if not on_postgresql(schema_editor.connection):
            return None
        return "".join(f"DROP TRIGGER {name} ON {model._meta.db_table};\n" for name in self.on_postgresql(model))

    def validate(self, model, instance, exclude=None, using=None):
        """Say in words what the triggers would refuse."""
        if not instance._state.adding:
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def on_postgresql(self, model) -> dict[str, str]:
        """PostgreSQL's two triggers, name to statement."""
        events = {"row": ("UPDATE OR DELETE", "ROW"), "truncate": ("TRUNCATE", "STATEMENT")}
        return {
            f"{self.name}_{word}": (
                f"CREATE TRIGGER {self.name}_{word} BEFORE {event} ON {model._meta.db_table}"
                f" FOR EACH {each} EXECUTE FUNCTION idaman_written_once('{self.name}')"
            )
            for word, (event, each) in events.items()
        }

    def triggers(self, model) -> dict[str, str]:
        """SQLite's three triggers, name to statement."""
        table = model._meta.db_table
        same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in unique_columns(model))
        events = {
            "update": f"BEFORE UPDATE ON {table}",
            "delete": f"BEFORE DELETE ON {table}",
            "replace": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
        }
        return {
            f"{self.name}_{word}": (
                f"CREATE TRIGGER {self.name}_{word} {event} BEGIN SELECT RAISE(ABORT, 'constraint {self.name}'); END"
            )
            for word, event in events.items()
        }

    def __eq__(self, other):
        return isinstance(other, WrittenOnce) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash(self.name)


def unique_columns(model) -> list[list[str]]:
    """What no two rows may share: the key, and all that is unique."""
    meta = model._meta
    fields = [[field.name] for field in meta.concrete_fields if field.unique]
    fields += [list(one.fields) for one in meta.constraints if isinstance(one, UniqueConstraint)]
    return [[meta.get_field(name).column for name in names] for names in fields]
