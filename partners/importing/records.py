"""Imports of records a row each: what a row points to is looked up, the model's own rules judge it, known ones are compared."""

import copy
from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import bulk
from idaman.history import at_hand, name_of
from idaman.overlaps import NoOverlap
from idaman.periods import ONE_DAY, Dated
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Day, Faulty, PartialDay
from idaman.spreadsheets.typed import spelling
from idaman.spreadsheets.words_typed import folded
from partners.importing.going_out import exported
from partners.importing.importers import Batch, Importer, Problem, Run, Signed
from partners.importing.naming import Link
from partners.importing.rules import Rules
from partners.importing.timelines import Stretch, Timelines
from partners.importing.writing import MovedMeanwhileError

SINCE = Column(
    "since",
    gettext_lazy("First day"),
    ("sejak", "mulai", "tanggal mulai", "tmt", "dari", "terhitung mulai"),
    Day,
    is_required=True,
)
UNTIL = Column("until", gettext_lazy("Last day"), ("sampai", "sampai dengan", "s.d.", "tanggal berakhir", "berakhir"), Day)
DAYS = {"since": "starts_on", "until": "ends_on"}
Group = dict[tuple, list]  # what makes two records the same thing → the records


class RecordImporter(Importer):
    """One record a row. A subclass names the model, its fields and links by column, and what makes two rows the same record."""

    model: type
    identity: tuple[str, ...] = ()  # names of attributes: the same values, the same record
    fields: dict[str, str] = {}  # column → attribute
    links: tuple[Link, ...] = ()
    is_ended_by_next = False  # a fact without a last day ends where the next about the same thing begins

    @property
    def models(self) -> tuple:
        return (self.model,)

    def judge(self, batch: Batch, run: Run) -> None:
        keys = {link.attribute: self.linked(batch, link, run) for link in self.links}
        rows = {at: self.said(batch, at, keys, run) for at in batch.good()}
        rows = {at: row for at, row in rows.items() if at not in batch.problems}
        known = self.known(list(rows.values()), run)
        stored = {at: self.recognised(batch, at, row, known, run) for at, row in rows.items()}
        self.build(batch, {at: rows[at] for at in batch.good()}, stored, run)
        self.judge_rules(batch, rows, run)
        if issubclass(self.model, Dated):
            self.judge_days(batch, stored, run)

    def linked(self, batch: Batch, link: Link, run: Run) -> list[int | None]:
        """The keys of what the columns name; what isn't found is a fault with its sentence."""
        said = list(zip(*map(batch.column, link.columns), strict=True))
        found = link.find({one for one in said if any(one)}, run)
        keys = [found.get(one) for one in said]
        for at, key in enumerate(keys):
            if isinstance(key, Faulty):
                keys[at] = None
                self.fault_link(batch, at, link, key, run)
        return keys

    def fault_link(self, batch: Batch, at: int, link: Link, fault: Faulty, run: Run) -> None:
        name = next((one for one in link.columns if fault.cause.startswith(f"{one}-") and batch.column(one)[at]), link.columns[0])
        if f"{name}:{fault.cause}" not in run.decided.dropped or self.column(name).is_required:
            value = spelling(batch.cells.get(name, [None] * len(batch))[at])
            batch.fault(at, Problem(name, fault.cause, fault.sentence, value, fault.proposals))

    def said(self, batch: Batch, at: int, keys: dict[str, list], run: Run) -> dict:
        """What the row says of its record, by attribute; cells left empty say nothing."""
        said = {attribute: batch.column(column)[at] for column, attribute in self.fields.items()}
        said |= {attribute: found[at] for attribute, found in keys.items()}
        return {name: value for name, value in said.items() if value is not None}

    def known(self, rows: list[dict], run: Run) -> Group:
        """The records there are already about the same things as the rows."""
        found: Group = {}
        linked = [name for name in self.identity if self.model._meta.get_field(name).is_relation]
        among = {f"{name}__in": {row[name] for row in rows if name in row} for name in linked}
        is_optional = any(name not in row for row in rows for name in linked)
        for record in self.model._default_manager.filter(**({} if is_optional else among)):
            found.setdefault(self.thing({name: getattr(record, name) for name in self.identity}), []).append(record)
        return found

    def thing(self, row: dict) -> tuple:
        """What the row is about, without the day since when: names compared without capitals and signs."""
        values = (row.get(name) for name in self.identity if name != "starts_on")
        return tuple(folded(value) if isinstance(value, str) else value for value in values)

    def recognised(self, batch: Batch, at: int, row: dict, known: Group, run: Run):
        """The record that the row is; what an earlier row said already is its twin, or a fault if it says otherwise."""
        record = next((one for one in known.get(self.thing(row), ()) if is_of_day(one, row)), None)
        key = ("row", record.pk) if record else ("row", *self.thing(row), row.get("starts_on"))
        number, before = run.memory.setdefault(key, (batch.numbers[at], row))
        if number != batch.numbers[at] and same_words(before, row):
            batch.twins[at] = number
        elif number != batch.numbers[at]:
            reason = _("Row %(row)d of the file is about the same and says otherwise. Put both into one row.") % {"row": number}
            batch.fault(at, Problem("", "row-differs", reason))
        return record

    def build(self, batch: Batch, rows: dict[int, dict], stored: dict, run: Run) -> None:
        """The records as the rows want them, not saved, and what would change in known ones."""
        for at, row in rows.items():
            known = stored[at]
            changes = self.changes(known, row, run) if known else as_stored(row)
            record = copy.copy(known) if known else self.model()
            for name, value in changes.items():
                setattr(record, name, value)
            batch.ready[at] = record
            if known:
                batch.records[at], batch.changes[at], batch.how[at] = known.pk, changes, "same"

    def changes(self, known, row: dict, run: Run) -> dict:
        """What the row says otherwise than the record, as far as it was decided to take it."""
        if run.decided.known == "leave":
            return {}
        values = {name: value for name, value in as_stored(row).items() if name not in self.identity}
        return {
            name: value
            for name, value in values.items()
            if not is_said(known, name, row[name], value) and (run.decided.known == "take" or getattr(known, name) in (None, ""))
        }

    def judge_rules(self, batch: Batch, rows: dict[int, dict], run: Run) -> None:
        """The model's own rules, on what is new or would change."""
        rules = run.memory.setdefault("rules", Rules(self.model))
        changed = [at for at in batch.good() if batch.records[at] is None or batch.changes[at]]
        at_hand([batch.ready[at] for at in changed], steps=1)
        for at in changed:
            said = set(batch.changes[at] if batch.records[at] else rows[at])
            for name, rule, sentence in rules.broken(batch.ready[at], said, batch.numbers[at]):
                batch.fault(at, Problem(self.column_of(name), f"rule-{rule.strip('_')}", sentence))

    def column_of(self, name: str) -> str:
        """The column that says a field; of what no column says, none."""
        by_field = {self.model._meta.get_field(attribute).name: column for column, attribute in self.fields.items()}
        by_field |= {self.model._meta.get_field(link.attribute).name: link.columns[0] for link in self.links}
        return by_field.get(name, "")

    def judge_days(self, batch: Batch, stored: dict, run: Run) -> None:
        """Facts that would overlap, in the file or with what is recorded."""
        for rule in self.model._meta.constraints:
            if not isinstance(rule, NoOverlap):
                continue
            lines = run.memory.setdefault(rule.name, Timelines(rule, self.model, self.is_ended_by_next))
            good = list(batch.good())
            lines.know([batch.ready[at] for at in good])
            rows = {lines.put(batch.ready[at], batch.numbers[at]): at for at in good}
            known = {one: stored.get(at) for one, at in rows.items()}
            for one, problem in lines.judge(known, self.judge_line):
                batch.fault(rows[one], problem) if one in rows else None
            self.end_open(batch, lines, rows)

    def judge_line(self, line: list[Stretch]) -> Iterable[tuple[Stretch, Problem]]:
        """What else must hold between the facts about one thing, in order."""
        return ()

    def end_open(self, batch: Batch, lines: Timelines, rows: dict[Stretch, int]) -> None:
        """Facts left open that the next one ends: in the rows themselves, and in records of which no row speaks."""
        for thing in {lines.thing(one.record): None for one in rows} if self.is_ended_by_next else ():
            for one in lines.lines[thing]:
                if one.ends == one.record.ends_on:
                    continue
                at, is_known = rows.get(one), one.record.pk is not None
                if is_known and not (at is not None and batch.changes.get(at)) and one.record not in batch.beside:
                    batch.beside.append(one.record)
                one.record.ends_on = one.ends

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        """Known records first, so that what they end makes room for what begins."""
        sign = {"by": signed.by, "at": signed.at, "why": signed.why}
        changed = {one.pk: one for one in batch.beside}
        changed |= {batch.records[at]: batch.ready[at] for at in batch.good() if batch.changes.get(at)}
        hold_linked(self.model, [*changed.values(), *(batch.ready[at] for at in batch.new())])
        if changed:
            keys = sorted(changed)
            bulk.update(self.model, keys, columns_of(self.model, [changed[key] for key in keys]), **sign)
        new = batch.new()
        if new:
            keys = bulk.insert(self.model, columns_of(self.model, [batch.ready[at] for at in new]), **sign)
            for at, key in zip(new, keys, strict=True):
                batch.records[at] = key

    def exported(self, user, on, records):
        return exported(self, records)

    def named(self, keys) -> dict[int, tuple[str, str]]:
        """The records by name, where they are kept."""
        records = list(self.model._base_manager.filter(pk__in=list(keys)))
        page = f"admin:{self.model._meta.label_lower.replace('.', '_')}_change"
        return {one.pk: (name_of(one), reverse(page, args=[one.pk])) for one in at_hand(records)}


def is_of_day(record, row: dict) -> bool:
    """Whether the record began when the row says, as exactly as the row knows it; what has no days is the same at once."""
    return "starts_on" not in row or record.starts_on in row["starts_on"].period


def same_words(one: dict, other: dict) -> bool:
    """Whether two rows say the same, capitals aside."""

    def plainly(row: dict) -> dict:
        return {name: folded(value) if isinstance(value, str) else value for name, value in row.items()}

    return plainly(one) == plainly(other)


def is_said(record, name: str, said, value) -> bool:
    """Whether the record says it already, at least as exactly."""
    now = getattr(record, name)
    if isinstance(said, PartialDay) and isinstance(now, date):
        return (now - ONE_DAY if name == "ends_on" else now) in said.period
    return now == value


def as_stored(row: dict) -> dict:
    """A first day known to the month or year begins with it; a last day is inclusive, and known to the month the month's last."""
    return {
        name: (value.period.end if name == "ends_on" else value.first) if isinstance(value, PartialDay) else value
        for name, value in row.items()
    }


def hold_linked(model, records: list) -> None:
    """Hold what the records point to under a condition. Raises MovedMeanwhileError where it no longer meets it: merged, say."""
    for key in model._meta.concrete_fields:
        condition = key.is_relation and key.get_limit_choices_to()
        wanted = sorted({getattr(one, key.attname) for one in records} - {None}) if condition else []
        if not wanted:
            continue
        if connection.vendor == "postgresql":
            table, column = map(connection.ops.quote_name, (key.related_model._meta.db_table, key.target_field.column))
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = ANY(%s) ORDER BY {column} FOR KEY SHARE", [wanted])
        found = key.related_model._base_manager.complex_filter(condition).filter(pk__in=wanted)
        if found.values("pk").distinct().count() < len(wanted):
            raise MovedMeanwhileError


def columns_of(model, records: list) -> dict[str, list]:
    """The records' values as columns, without the key."""
    names = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    return {name: [getattr(record, name) for record in records] for name in names}
