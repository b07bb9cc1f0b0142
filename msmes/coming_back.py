"""Rows of our own files that come back: a cell that still is as we wrote it says nothing, whatever was changed meanwhile."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from idaman.history import as_it_was
from idaman.models import Kbli, Region
from msmes.exported import SEALED, cells_of
from msmes.imported_activities import Activities, Coded, coded
from msmes.models import Activity, Address, Baseline, Enrolment, Msme
from partners.importing.coming_back import is_same
from partners.importing.importers import Batch, Problem, Run

PLACE = {"village", "district"}
BASELINE = ("monthly_turnover", "jobs")
FACTS = (Address, Baseline, Enrolment, Activity)  # in the order of their versions in a key


@dataclass(frozen=True)
class Key:
    """A key as our files have it: the record's public id, and up to which entry of each history the row was written."""

    public_id: str
    record: int
    facts: tuple[int, ...]

    @classmethod
    def read(cls, written: str | None) -> "Key | None":
        public_id, _dash, versions = (written or "").partition("-")
        record, *facts = versions.split(".")
        if not all(number.isdecimal() and len(number) < 16 for number in (record, *facts)):
            return None
        return cls(public_id, int(record), tuple(map(int, facts)))


@dataclass
class Base:
    """What a row of our own file was written from; facts are None where there was none."""

    record: Msme
    address: Address | None
    baseline: Baseline | None
    enrolled_on: date | None
    activities: tuple[Coded, ...] = ()

    def cells(self) -> dict[str, object]:
        """The cells as they were written, apart from sealed numbers."""
        where, village = self.address, self.address and self.address.village
        placed = {
            "village": where and (village.name if village else where.elsewhere),
            "district": village and village.parent and village.parent.name,
            "street": where and where.street,
            "address_since": where and where.starts_on,
        }
        earned = {name: self.baseline and getattr(self.baseline, name) for name in BASELINE}
        since = {"enrolled_on": self.enrolled_on, "activities": Activities().written(self.activities)}
        return {**cells_of(self.record), **placed, **earned, **since}


def bases_of(batch: Batch, run: Run) -> dict[int, Base]:
    """Of each row of our own files what it was written from: place in the batch → base. As many statements as kinds of fact."""
    keys = {at: key for at, key in enumerate(map(Key.read, batch.column("key"))) if key}
    if not keys:
        return {}
    versions = Msme.history.filter(history_id__in={key.record for key in keys.values()})
    stored = {row.history_id: without_numbers(row) for row in versions.defer(*SEALED)}
    known = {at: key for at, key in keys.items() if key.record in stored and stored[key.record].public_id == key.public_id}
    told = [entries(model, {stored[key.record].pk for key in known.values()}) for model in FACTS]
    villages = Region.objects.select_related("parent").in_bulk(
        {one.village_id for all in told[0].values() for one in all} - {None}
    )
    codes = Kbli.objects.in_bulk({one.kbli_id for all in told[3].values() for one in all})
    found = {}
    for at, key in known.items():
        record = stored[key.record]
        addresses, baselines, enrolments, activities = (
            as_of(history[record.pk], version) for history, version in zip(told, (*key.facts, 0, 0, 0, 0), strict=False)
        )
        address = next((one for one in addresses if run.on in one.period), None)
        if address:
            address.village = villages.get(address.village_id)
        begun = [one.starts_on for one in enrolments if one.state == Enrolment.State.ENROLLED and one.starts_on <= run.on]
        found[at] = Base(record, address, next(iter(baselines), None), min(begun, default=None), coded(activities, codes))
    return found


def without_numbers(row) -> Msme:
    """The record of an entry, without its sealed numbers: what they were is told by their hashes."""
    return Msme(**{f.attname: getattr(row, f.attname) for f in row.tracked_fields if f.attname not in SEALED})


def entries(model, msmes: set[int]) -> dict[int, list]:
    """The history of the MSMEs' facts, oldest first: MSME → entries."""
    found = defaultdict(list)
    for entry in model.history.filter(msme_id__in=msmes).order_by("history_id"):
        found[entry.msme_id].append(entry)
    return found


def as_of(history: list, version: int) -> list:
    """The facts as they were at the version."""
    last = {entry.id: entry for entry in history if entry.history_id <= version}
    return [as_it_was(entry) for entry in last.values() if entry.history_type != "-"]


def quieten(batch: Batch, bases: dict[int, Base]) -> dict[int, set[str]]:
    """Which cells of the rows say nothing because nobody touched them; what would be wrong with them is no matter either."""
    quiet = {}
    for at, base in bases.items():
        wrote = base.cells()
        quiet[at] = {name for name, value in wrote.items() if name in batch.cells and is_same(batch, at, name, value)}
        if not quiet[at] >= PLACE:
            quiet[at] -= PLACE
        else:
            batch.values["village_id"][at], batch.values["elsewhere"][at] = None, ""
        left = [problem for problem in batch.problems.pop(at, ()) if problem.column not in quiet[at]]
        if left:
            batch.problems[at] = left
        if "name" in quiet[at]:
            batch.values["name"][at] = base.record.name
        judge_own_page(batch, at, wrote, quiet[at])
    return quiet


def judge_own_page(batch: Batch, at: int, wrote: dict, quiet: set[str]) -> None:
    """Days of standing and of an address that stays aren't changed by a file."""
    fixed = ["enrolled_on", *(["address_since"] if quiet >= PLACE else [])]
    for name in fixed:
        if name not in quiet and batch.column(name)[at] is not None:
            reason = _(
                "A file can't change this day; change it on the MSME's own page, and put back here what stood here: %(day)s."
            )
            batch.fault(at, Problem(name, "own-page", reason % {"day": wrote[name] or "–"}, str(batch.column(name)[at])))
