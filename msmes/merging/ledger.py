"""Changes made step by step, each kept with what was there before, so that all of them can be taken back in reverse."""

from collections import Counter

from django.apps import apps
from django.utils.text import capfirst

from idaman.history import sign
from idaman.sealed import SealedField, unseal
from msmes.models import Msme


class Ledger:
    """The steps of one act in their order, and how each is told to people."""

    def __init__(self, *, by, why: str):
        self.by, self.why = by, why
        self.steps: list[dict] = []
        self.told: list[str] = []

    def change(self, record, **values):
        """Give the record other values. Of an MSME only these are watched later, of a fact all."""
        names = list(values) if isinstance(record, Msme) else None
        before = stored(record, names)
        for name, value in values.items():
            setattr(record, name, value)
        self.save(record)
        self.write(record, before, stored(record, names))

    def add(self, record):
        self.save(record)
        self.write(record, None, stored(record))

    def remove(self, record):
        self.write(record, stored(record), None)
        sign(record, by=self.by, why=self.why)
        record.delete()

    def save(self, record, **how):
        """As it stands: facts that were right before aren't judged anew by rules that came later; the database judges."""
        sign(record, by=self.by, why=self.why)
        record.save(**how)

    def write(self, record, before: dict | None, after: dict | None):
        self.steps.append({"model": record._meta.label_lower, "pk": record.pk, "before": before, "after": after})

    def has(self, record) -> bool:
        """Whether a step was about this record."""
        return any((step["model"], step["pk"]) == (record._meta.label_lower, record.pk) for step in self.steps)

    def take_back(self, step: dict):
        """Undo one step of an earlier act."""
        model = apps.get_model(step["model"])
        if step["after"] is None:
            self.save(model(**held(model, step["before"])), force_insert=True)
            return
        record = model._base_manager.get(pk=step["pk"])
        if step["before"] is None:
            sign(record, by=self.by, why=self.why)
            record.delete()
            return
        for name, value in held(model, step["before"]).items():
            setattr(record, name, value)
        self.save(record)


def stored(record, names: list[str] | None = None) -> dict:
    """The record's values by column as JSON holds them; personal numbers sealed."""
    fields = [record._meta.get_field(name) for name in names] if names else record._meta.concrete_fields
    return {field.attname: as_json(field, record) for field in fields}


def as_json(field, record):
    value = field.value_from_object(record)
    if isinstance(field, SealedField):
        return field.get_prep_value(value)
    return value if value is None or isinstance(value, bool | int | str | list | dict) else field.value_to_string(record)


def held(model, values: dict) -> dict:
    """Stored values as a record has them."""
    return {name: from_json(model._meta.get_field(name), value) for name, value in values.items()}


def from_json(field, value):
    if isinstance(field, SealedField):
        return unseal(value) if value else ""
    return None if value is None else field.to_python(value)


def changed_since(steps: list[dict]) -> list:
    """The records that are no longer as the steps left them; for one that is gone, what kind it was."""
    last = {(step["model"], step["pk"]): step["after"] for step in steps}
    found = []
    for label in dict.fromkeys(label for label, _pk in last):
        model = apps.get_model(label)
        there = model._base_manager.in_bulk([pk for one, pk in last if one == label])
        for after, record in ((after, there.get(pk)) for (one, pk), after in last.items() if one == label):
            if not is_as_left(model, after, record):
                found.append(record or model._meta.verbose_name)
    return found


def is_as_left(model, after: dict | None, record) -> bool:
    if after is None or record is None:
        return after is None and record is None
    return all(getattr(record, name) == value for name, value in held(model, after).items())


def coming_back(merge) -> list[tuple[str, int]]:
    """Of which kinds of record how many are put back when the merge is undone."""
    touched = {(step["model"], step["pk"]) for step in merge.moved}
    counts = Counter(apps.get_model(model)._meta.verbose_name_plural for model, _pk in touched)
    return sorted((capfirst(kind), count) for kind, count in counts.items())
