"""Imports of records a row each: what a row points to is looked up, the model's own rules judge it, known ones are compared."""

import copy
from collections.abc import Iterable

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import bulk
from idaman.history import at_hand, name_of
from idaman.overlaps import NoOverlap, step_aside
from idaman.periods import Dated
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Day, Faulty
from idaman.spreadsheets.typed import spelling
from idaman.spreadsheets.words_typed import folded
from partners.importing.coming_back import KEY, Quiet, quieten, recall
from partners.importing.differing import as_stored, changes, is_of_day, same_words
from partners.importing.going_out import exported
from partners.importing.importers import Batch, Importer, Problem, Run, Signed
from partners.importing.naming import Link
from partners.importing.rules import Rules
from partners.importing.timelines import Stretch, judge_days
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
    key = KEY
    identity: tuple[str, ...] = ()  # names of attributes: the same values, the same record
    fields: dict[str, str] = {}  # column → attribute
    links: tuple[Link, ...] = ()
    is_ended_by_next = False  # a fact without a last day ends where the next about the same thing begins

    @property
    def models(self) -> tuple:
        return (self.model,)

    @property
    def judges_together(self) -> bool:
        return issubclass(self.model, Dated)

    def judge(self, batch: Batch, run: Run) -> None:
        recall(batch, self, run)
        quiet = quieten(batch, self)
        keys = {link.attribute: self.linked(batch, link, quiet, run) for link in self.links}
        rows = {at: self.said(batch, at, keys, run) for at in batch.good()}
        rows = {at: row for at, row in rows.items() if at not in batch.problems}
        joined = self.recognise(batch, rows, run)
        self.make(batch, {at: rows[at] for at in batch.good()}, run)
        for (earlier, at), row in joined.items():
            if earlier is not batch and at not in earlier.problems:
                self.make(earlier, {at: row}, run)

    def linked(self, batch: Batch, link: Link, quiet: Quiet, run: Run) -> list[int | None]:
        """The keys of what the columns name; what isn't found is a fault with its sentence."""
        said = list(zip(*map(batch.column, link.columns), strict=True))
        kept = {at for at, names in quiet.items() if names.issuperset(link.columns)}
        found = link.find({one for at, one in enumerate(said) if any(one) and at not in kept}, run)
        keys = [getattr(batch.bases[at], link.attribute) if at in kept else found.get(one) for at, one in enumerate(said)]
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

    def recognise(self, batch: Batch, rows: dict[int, dict], run: Run) -> dict[tuple[Batch, int], dict]:
        """Say which records and twins the rows are; what rows say that later ones were joined with, also in earlier batches."""
        known = self.known([row for at, row in rows.items() if at not in batch.bases], run)
        joined = {}
        for at, row in rows.items():
            record = batch.stored.get(at) or next((one for one in known.get(self.thing(row), ()) if is_of_day(one, row)), None)
            if record:
                batch.stored[at] = record
            key = ("row", record.pk) if record else ("row", *self.thing(row), row.get("starts_on"))
            first, place, before = run.memory.setdefault(key, (batch, at, row))
            if (first, place) == (batch, at):
                continue
            both = before if same_words(before, row) else self.joined(before, row)
            self.repeat(batch, at, first.numbers[place], is_said=both is not None, is_joined=both is not before)
            if both and both is not before:
                run.memory[key] = (first, place, both)
                joined[first, place] = both
                if first is batch:
                    rows[place] = both
        return joined

    def joined(self, before: dict, row: dict) -> dict | None:
        """What two rows about the same say together, where the one adds to the other; else they contradict each other."""
        return None

    def repeat(self, batch: Batch, at: int, number: int, *, is_said: bool, is_joined: bool) -> None:
        """What an earlier row said already, or says together with this one, is its twin; what says otherwise is a fault."""
        if not is_said:
            reason = _("Row %(row)d of the file is about the same and says otherwise. Put both into one row.") % {"row": number}
            batch.fault(at, Problem("", "row-differs", reason))
            return
        batch.twins[at] = number
        if is_joined:
            batch.joined.add(at)

    def make(self, batch: Batch, rows: dict[int, dict], run: Run) -> None:
        """Build these rows' records, and have the model's rules judge them."""
        self.build(batch, rows, run)
        self.judge_rules(batch, {at: row for at, row in rows.items() if at not in batch.problems}, run)

    def build(self, batch: Batch, rows: dict[int, dict], run: Run) -> None:
        """The records as the rows want them, not saved, and what would change in known ones."""
        for at, row in rows.items():
            known = batch.stored.get(at)
            values = changes(batch, at, row, self, run) if known else as_stored(row)
            record = copy.copy(known) if known else self.model()
            for name, value in values.items():
                setattr(record, name, value)
            batch.ready[at] = record
            if known:
                batch.records[at], batch.changes[at], batch.how[at] = known.pk, values, "key" if at in batch.bases else "same"

    def judge_rules(self, batch: Batch, rows: dict[int, dict], run: Run) -> None:
        """The model's own rules, on what is new or would change."""
        rules = run.memory.setdefault("rules", Rules(self.model))
        changed = [at for at in rows if batch.records[at] is None or batch.changes[at]]
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

    def judge_together(self, batches: list[Batch]) -> None:
        for rule in self.model._meta.constraints:
            if isinstance(rule, NoOverlap):
                judge_days(rule, self, batches)

    def judge_line(self, line: list[Stretch]) -> Iterable[tuple[Stretch, Problem]]:
        """What else must hold between the facts about one thing, in order."""
        return ()

    def make_room(self, batches: list[Batch]) -> None:
        step_aside(self.model, sorted({key for batch in batches for key in self.changed(batch)}))

    def changed(self, batch: Batch) -> dict[int, object]:
        """The known records that the batch changes, by key."""
        rows = {batch.records[at]: batch.ready[at] for at in batch.good() if batch.changes.get(at)}
        return {one.pk: one for one in batch.beside} | rows

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        """Known records first, so that what they end makes room for what begins."""
        sign = {"by": signed.by, "at": signed.at, "why": signed.why}
        changed = self.changed(batch)
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
