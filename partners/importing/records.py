"""Imports of records a row each: what a row points to is looked up, the model's own rules judge it, known ones are compared."""

from collections.abc import Callable, Iterable
from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from idaman import bulk
from idaman.overlaps import NoOverlap
from idaman.periods import Dated
from idaman.sealed import masked
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Meaning, OneOf, PartialDay
from partners.importing.importers import Batch, Importer, Problem, Run, Signed

STEP = 2000
Speller = Callable[[set[int]], dict[int, str]]  # keys of records → what stands in the cells
Finder = Callable[[set[str], Run], dict[str, int | str]]  # what stands in cells → key of the record, or why there is none


class RecordImporter(Importer):
    """One record a row. A subclass names the model, its fields and links by column, and what makes two rows the same record."""

    model: type
    identity: tuple[str, ...] = ()  # names of attributes: the same values, the same record
    fields: dict[str, str] = {}  # column → attribute
    links: dict[str, tuple[str, Finder]] = {}  # column → attribute of the key, how it is found
    spelled: dict[str, Speller] = {}  # column of a link → how it is written, where its name alone isn't found again

    @property
    def models(self) -> tuple:
        return (self.model,)

    def judge(self, batch: Batch, run: Run) -> None:
        linked = {attribute: self.linked(batch, column, find, run) for column, (attribute, find) in self.links.items()}
        rows = {at: self.attributes(batch, at, {name: keys[at] for name, keys in linked.items()}, run) for at in batch.good()}
        known = self.known([tuple(row.get(name) for name in self.identity) for row in rows.values()])
        for at, row in rows.items():
            self.judge_row(batch, at, row, known.get(tuple(row.get(name) for name in self.identity)), run)

    def linked(self, batch: Batch, column: str, find: Finder, run: Run) -> list[int | None]:
        """The keys of what the column names; what isn't found is a fault with its sentence."""
        values = batch.column(column)
        found = find({value for value in values if value}, run)
        keys = [found.get(value) if value else None for value in values]
        for at, key in enumerate(keys):
            if isinstance(key, str):
                batch.fault(at, Problem(column, f"{column}-unknown", key, str(values[at])))
        return [None if isinstance(key, str) else key for key in keys]

    def attributes(self, batch: Batch, at: int, links: dict, run: Run) -> dict:
        """What the row says of its record; cells left empty say nothing."""
        said = {attribute: batch.column(column)[at] for column, attribute in self.fields.items()}
        said = {name: value for name, value in (said | links).items() if value is not None}
        return said | days(said)

    def known(self, wanted: list[tuple]) -> dict[tuple, object]:
        """The records there are already, by what makes them the same."""
        first = self.identity[0]
        rows = self.model._default_manager.filter(**{f"{first}__in": {key[0] for key in wanted}})
        return {tuple(getattr(row, name) for name in self.identity): row for row in rows}

    def judge_row(self, batch: Batch, at: int, row: dict, stored, run: Run) -> None:
        key = (self.code, *(row.get(name) for name in self.identity))
        if key in run.memory:
            batch.twins[at] = run.memory[key]
            return
        changes = {name: value for name, value in row.items() if stored is None or getattr(stored, name) != value}
        record = stored or self.model()
        for name, value in changes.items():
            setattr(record, name, value)
        problems = list(faults(self, record)) if changes else []
        problems += overlapping(record, batch.numbers[at], run) if not problems else []
        for problem in problems:
            batch.fault(at, problem)
        if problems:
            return
        run.memory[key] = batch.numbers[at]
        batch.records[at], batch.ready[at] = record.pk, record
        if stored:
            batch.changes[at], batch.how[at] = changes, "same"

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        sign = {"by": signed.by, "at": signed.at, "why": signed.why}
        new = batch.new()
        if new:
            keys = bulk.insert(self.model, columns_of(self.model, [batch.ready[at] for at in new]), **sign)
            for at, key in zip(new, keys, strict=True):
                batch.records[at] = key
        changed = sorted((batch.ready[at] for at in batch.good() if batch.changes.get(at)), key=lambda record: record.pk)
        if changed:
            bulk.update(self.model, [one.pk for one in changed], columns_of(self.model, changed), **sign)

    def exported(self, user, on, records):
        yield tuple(str(column.title) for column in self.columns)
        keys = list(records.values_list("pk", flat=True))
        meanings = {column.name: column.meaning() for column in self.columns}
        for start in range(0, len(keys), STEP):
            stored = self.model._default_manager.in_bulk(keys[start : start + STEP])
            some = [stored[key] for key in keys[start : start + STEP] if key in stored]
            written = [self.written(column, meanings[column.name], some) for column in self.columns]
            yield from zip(*written, strict=True)

    def written(self, column: Column, meaning: Meaning, records: list) -> list:
        """The cells of a column; personal numbers as masks, last days inclusive, a column of the file alone empty."""
        if column.name in self.links:
            attribute, _find = self.links[column.name]
            keys = {getattr(one, attribute) for one in records} - {None}
            names = self.spelled.get(column.name, partial(named, self.model._meta.get_field(attribute).related_model))(keys)
            return [names.get(getattr(one, attribute)) for one in records]
        if column.name not in self.fields:
            return [None] * len(records)
        attribute = self.fields[column.name]
        values = [one.last_day if attribute == "ends_on" else getattr(one, attribute) for one in records]
        if column.is_personal:
            return [masked(str(value)) if value else None for value in values]
        if isinstance(meaning, OneOf):
            return [meaning.written(value) if value in meaning.first else value for value in values]
        return values


def named(model, keys: set[int]) -> dict[int, str]:
    """What the records are called."""
    return {key: str(one) for key, one in model._base_manager.in_bulk(keys).items()}


def columns_of(model, records: list) -> dict[str, list]:
    """The records' values as columns, without the key."""
    names = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    return {name: [getattr(record, name) for record in records] for name in names}


def days(said: dict) -> dict:
    """A first day known to the month or year begins with it; a last day is inclusive, and known to the month the month's last."""
    found = {}
    for name, value in said.items():
        if isinstance(value, PartialDay):
            found[name] = value.period.end if name == "ends_on" else value.first
    return found


def faults(importer: RecordImporter, record) -> Iterable[Problem]:
    """What the model's own rules refuse, at the column that says it."""
    linked = [record._meta.get_field(attribute).name for attribute, _find in importer.links.values()]
    by_attribute = {attribute: column for column, attribute in importer.fields.items()}
    by_attribute |= {record._meta.get_field(attribute).name: column for column, (attribute, _f) in importer.links.items()}
    try:
        record.clean_fields(exclude=linked)
        record.clean()
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as refused:
        errors = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
        for name, messages in errors.items():
            yield Problem(by_attribute.get(name, ""), f"rule-{name.strip('_')}", " ".join(messages))


def overlapping(record, number: int, run: Run) -> list[Problem]:
    """Facts of one kind that overlap within the file; those in the database are the model's own rule."""
    if not isinstance(record, Dated):
        return []
    for rule in record._meta.constraints:
        if not isinstance(rule, NoOverlap):
            continue
        same = tuple(getattr(record, record._meta.get_field(name).attname) for name in rule.same)
        others = run.memory.setdefault((rule.name, same), [])
        clash = next((row for row, period in others if period.overlaps(record.period)), None)
        if clash:
            words = {"rule": rule.get_violation_error_message(), "row": clash}
            return [Problem("starts_on", "overlap", _("%(rule)s Row %(row)d of the file says otherwise.") % words)]
        others.append((number, record.period))
    return []
