"""Facts of one kind about one thing in the order of their days: those recorded and those of the file, judged together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, pairwise

from django.utils.translation import gettext as _

from idaman.overlaps import NoOverlap
from idaman.periods import Period
from partners.importing.importers import Problem


@dataclass(eq=False)
class Stretch:
    """One fact: a record, the number of its row if the file has one, and where it says that it ends."""

    record: object
    number: int | None
    says_end: date | None
    ends: date | None = None

    @property
    def starts(self) -> date:
        return self.record.starts_on

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

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

    def put(self, record, number: int) -> Stretch:
        """The row's fact in its timeline, in place of the record that it is."""
        line = self.lines[self.thing(record)]
        known = next((one for one in line if record.pk and one.record.pk == record.pk), None)
        one = Stretch(record, number, record.ends_on)
        if known:
            line.remove(known)
        line.append(one)
        return one

    def judge(self, rows: dict[Stretch, object], also: Judge) -> Iterator[tuple[Stretch, Problem]]:
        """The rows that can't stand beside the others; each is taken out, and the rest is judged anew."""
        for thing in {self.thing(one.record): None for one in rows}:
            line = self.lines[thing]
            while found := next(self.refused(line, also), None):
                one, problem = found
                line.remove(one)
                if rows.get(one) is not None:
                    stored = rows[one]
                    line.append(Stretch(stored, None, stored.ends_on))
                yield one, problem

    def refused(self, line: list[Stretch], also: Judge) -> Iterator[tuple[Stretch, Problem]]:
        """The first fault in a timeline, at a row of the file: of two rows the later is at fault."""
        self.settle(line)
        return chain(self.overlapping(line), also(line))

    def settle(self, line: list[Stretch]) -> None:
        """Put it in order; where the next one ends what is open, say so."""
        line.sort(key=lambda one: (one.starts, one.number or 0))
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
            fault, other = sorted((one, following), key=lambda each: -(each.number or 0))
            sentence = self.rule.sentence(other.period)
            if other.is_of_file:
                words = {"rule": self.rule.get_violation_error_message(), "row": other.number}
                sentence = _("%(rule)s Row %(row)d of the file says otherwise.") % words
            yield fault, Problem("since", "overlap", sentence, fault.starts.isoformat())
