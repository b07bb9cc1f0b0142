"""Facts of one kind about one thing in the order of their days: those recorded and those of the file, judged together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, pairwise
from operator import attrgetter

from django.utils.translation import gettext as _

from idaman.overlaps import NoOverlap
from idaman.periods import Period
from partners.importing.importers import Batch, Problem


@dataclass(eq=False)
class Stretch:
    """One fact: a record, the number of its row if the file has one, and where it says that it ends."""

    record: object
    number: int | None
    says_end: date | None
    ends: date | None = None
    stored: object = None  # the record as it is recorded, where the row is one

    @property
    def starts(self) -> date:
        return self.record.starts_on

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

    @property
    def place(self) -> tuple:
        """By which facts about one thing are put in order: their days, what is recorded first, then what they say."""
        values = (
            str(getattr(self.record, field.attname)) for field in self.record._meta.concrete_fields if not field.primary_key
        )
        return (self.starts, self.is_of_file, *values)

    @property
    def is_of_file(self) -> bool:
        return self.number is not None


Judge = Callable[[list[Stretch]], Iterable[tuple[Stretch, Problem]]]


@dataclass
class Timelines:
    """All timelines of one rule that a run met: what agrees in `same` may not overlap."""

    rule: NoOverlap
    model: type
    is_ended_by_next: bool = False
    lines: dict[tuple, list[Stretch]] = field(default_factory=dict)

    def thing(self, record) -> tuple:
        return tuple(getattr(record, name) for name in self.names)

    @property
    def names(self) -> list[str]:
        return [self.model._meta.get_field(name).attname for name in self.rule.same]

    def know(self, records: list) -> None:
        """Fetch what is recorded about the things that these records are about, when they are first met."""
        new = {self.thing(one) for one in records} - set(self.lines)
        if not new:
            return
        self.lines |= {thing: [] for thing in new}
        among = {f"{name}__in": {thing[place] for thing in new} for place, name in enumerate(self.names)}
        for one in self.model._default_manager.filter(**among):
            if self.thing(one) in new:
                self.lines[self.thing(one)].append(Stretch(one, None, one.ends_on, one.ends_on))

    def put(self, record, number: int, stored) -> Stretch:
        """The row's fact in its timeline; the record that it is goes from its own."""
        if stored is not None:
            line = self.lines[self.thing(stored)]
            line[:] = [one for one in line if one.record.pk != stored.pk]
        one = Stretch(record, number, record.ends_on, stored=stored)
        self.lines[self.thing(record)].append(one)
        return one

    def judge(self, also: Judge) -> Iterator[tuple[Stretch, Problem]]:
        """The rows that can't stand beside the others; each is taken out, and the rest is judged anew."""
        waiting = dict.fromkeys(self.lines)
        while waiting:
            thing = next(iter(waiting))
            found = next(self.refused(self.lines[thing], also), None)
            if found is None:
                del waiting[thing]
                continue
            one, problem = found
            self.lines[thing].remove(one)
            if one.stored is not None:
                back = self.thing(one.stored)
                self.lines[back].append(Stretch(one.stored, None, one.stored.ends_on))
                waiting[back] = None
            yield one, problem

    def refused(self, line: list[Stretch], also: Judge) -> Iterator[tuple[Stretch, Problem]]:
        """The faults in a timeline, each at a row of the file: of two rows at the one that follows."""
        self.settle(line)
        return chain(self.overlapping(line), also(line))

    def settle(self, line: list[Stretch]) -> None:
        """Put it in order, whatever the order of the rows; where the next one ends what is open, say so."""
        if len(line) > 1:
            line.sort(key=attrgetter("place"))
        for one in line:
            one.ends = one.says_end
        if self.is_ended_by_next:
            for one, following in pairwise(line):
                if one.ends is None and following.starts > one.starts:
                    one.ends = following.starts

    def overlapping(self, line: list[Stretch]) -> Iterator[tuple[Stretch, Problem]]:
        for one, following in pairwise(line):
            if not one.period.overlaps(following.period) or not (one.is_of_file or following.is_of_file):
                continue
            fault, other = (following, one) if following.is_of_file else (one, following)
            sentence = self.rule.sentence(other.period)
            if other.is_of_file:
                words = {"rule": self.rule.get_violation_error_message(), "row": other.number}
                sentence = _("%(rule)s Row %(row)d of the file says otherwise.") % words
            yield fault, Problem("since", "overlap", sentence, fault.starts.isoformat())


def judge_days(rule: NoOverlap, importer, batches: list[Batch]) -> None:
    """Facts that would overlap, anywhere in the file or with what is recorded, and what else must hold between them."""
    lines = Timelines(rule, importer.model, importer.is_ended_by_next)
    rows: dict[Stretch, tuple[Batch, int]] = {}
    for batch in batches:
        good = list(batch.good())
        lines.know([*(batch.ready[at] for at in good), *(batch.stored[at] for at in good if at in batch.stored)])
        rows |= {lines.put(batch.ready[at], batch.numbers[at], batch.stored.get(at)): (batch, at) for at in good}
    for one, problem in lines.judge(importer.judge_line):
        batch, at = rows.pop(one)
        batch.fault(at, problem)
    if importer.is_ended_by_next:
        end_open(lines, rows)


def end_open(lines: Timelines, rows: dict[Stretch, tuple[Batch, int]]) -> None:
    """Facts left open that the next one ends: in the rows themselves, and in records of which no row speaks."""
    for line in lines.lines.values():
        batch = next((rows[one][0] for one in line if one in rows), None)
        for one in line:
            if batch is None or one.ends == one.record.ends_on:
                continue
            of, at = rows.get(one, (batch, None))
            if one.record.pk is not None and not of.changes.get(at):
                of.beside.append(one.record)
            one.record.ends_on = one.ends
