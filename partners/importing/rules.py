"""A model's own rules for records that come by the thousand: judged without a question to the database for each."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, UniqueConstraint, Value
from django.utils.translation import gettext as _

from idaman.overlaps import NoOverlap

Broken = tuple[str, str, str]  # the field that says it, the rule, the sentence


class Rules:
    """The rules of one model over a run: verdicts on values met before are remembered, and who was first with a unique one."""

    def __init__(self, model):
        self.keys = [field for field in model._meta.concrete_fields if field.is_relation]
        constraints = (one for one in model._meta.constraints if not isinstance(one, NoOverlap))
        self.constraints = [one for one in constraints if not is_of_days(one)]
        self.verdicts: dict[tuple, str | None] = {}
        self.firsts: dict[tuple, int] = {}

    def broken(self, record, said: set[str], number: int) -> list[Broken]:
        """What the rules refuse in the record of this row; `said` are the attributes that the row gives."""
        found = [*self.missing(record), *cleaned(record, [key.name for key in self.keys])]
        return found or [*self.constrained(record, said, number)]

    def missing(self, record) -> Iterator[Broken]:
        for key in self.keys:
            if not key.null and getattr(record, key.attname) is None:
                yield key.name, "missing", _("%(column)s is missing.") % {"column": key.verbose_name}

    def constrained(self, record, said: set[str], number: int) -> Iterator[Broken]:
        for constraint in self.constraints:
            if isinstance(constraint, CheckConstraint):
                names = sorted(constraint.condition.referenced_base_fields)
                name, sentence = names[0], self.verdict(constraint, record, names)
            elif isinstance(constraint, UniqueConstraint) and said & set(attributes(record, constraint.fields)):
                name = constraint.fields[-1]
                sentence = refusal(constraint, record) or self.taken(constraint, record, number)
            else:
                continue
            if sentence:
                yield name, constraint.name, sentence

    def verdict(self, constraint, record, names: list[str]) -> str | None:
        """What the constraint says of these values; it is asked once."""
        key = (constraint.name, *values(record, names))
        if key not in self.verdicts:
            self.verdicts[key] = refusal(constraint, record)
        return self.verdicts[key]

    def taken(self, constraint, record, number: int) -> str | None:
        """Whether an earlier row of the file has these values, which only one record may have."""
        key = (constraint.name, *values(record, constraint.fields))
        if None in key or (constraint.condition is not None and not constraint.condition.check(plainly(record))):
            return None
        first = self.firsts.setdefault(key, number)
        words = {"rule": constraint.get_violation_error_message(), "row": first}
        return None if first == number else _("%(rule)s Row %(row)d of the file says so as well.") % words


def is_of_days(constraint) -> bool:
    """Whether it is about the two days alone, of which `clean` says the same at the field."""
    return isinstance(constraint, CheckConstraint) and constraint.condition.referenced_base_fields == {"starts_on", "ends_on"}


def cleaned(record, keys: list[str]) -> Iterator[Broken]:
    """What the fields and the model itself refuse; that keys lead somewhere was found out before."""
    for judge in (lambda: record.clean_fields(exclude=keys), record.clean, record.validate_unique):
        try:
            judge()
        except ValidationError as refused:
            errors = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
            for name, messages in errors.items():
                yield name, name, " ".join(messages)
            return


def refusal(constraint, record) -> str | None:
    try:
        constraint.validate(type(record), record)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return None


def attributes(record, names) -> list[str]:
    return [record._meta.get_field(name).attname for name in names]


def values(record, names) -> tuple:
    return tuple(getattr(record, attribute) for attribute in attributes(record, names))


def plainly(record) -> dict:
    """The record's values by field, as a condition is checked against them."""
    return {field.name: Value(getattr(record, field.attname), field) for field in record._meta.concrete_fields}
