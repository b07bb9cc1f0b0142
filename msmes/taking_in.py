"""Rows of a spreadsheet written as records: new businesses, and what is known as the file has it."""

from collections.abc import Iterable, Iterator
from datetime import date

from idaman import bulk
from idaman.programme import PROGRAMME_SINCE
from idaman.spreadsheets.days_typed import PartialDay
from idaman.staging import Stage
from msmes.actions import part_from_owner
from msmes.coming_back import BASELINE
from msmes.imported_columns import OWN
from msmes.models import Address, Baseline, Enrolment, Msme
from partners.importing.importers import Batch, Run, Signed
from partners.importing.models import Import

EMPTY = {"nib": None, "owner_birth_year": None, "owner_has_disability": None, "owner_is_poor": None}


def make_ready(batch: Batch, run: Run, stage: Stage) -> None:
    """The records of new businesses, with their address, baseline and enrolment, ready to be written."""
    new = batch.new()
    if not new:
        return
    own = {name: [EMPTY.get(name, "") if value is None else value for value in batch.column(name)] for name in OWN}
    own["owner_nik_hash"] = batch.values["owner_nik_hash"]
    keys = stage.add(Msme, {name: [values[at] for at in new] for name, values in own.items()})
    for at, key in zip(new, keys, strict=True):
        batch.records[at] = key
    for model, rows in ((Address, addresses), (Baseline, baselines), (Enrolment, enrolments)):
        stage.add(model, in_columns(rows(batch, new, run)))


def in_columns(rows: Iterable[dict]) -> dict[str, list]:
    """Rows that all say the same fields, as columns."""
    rows = list(rows)
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {"": []}


def addresses(batch: Batch, places: list[int], run: Run) -> Iterator[dict]:
    villages, elsewhere, street = batch.values["village_id"], batch.values["elsewhere"], batch.column("street")
    since, enrolled = batch.column("address_since"), batch.column("enrolled_on")
    for at in places:
        if villages[at] or elsewhere[at]:
            where = {"village_id": villages[at], "elsewhere": elsewhere[at], "street": street[at] or ""}
            yield {"msme_id": batch.records[at], **where, "starts_on": first_day(since[at], enrolled[at], run.on)}


def baselines(batch: Batch, places: list[int], run: Run) -> Iterator[dict]:
    turnover, jobs, enrolled = map(batch.column, ("monthly_turnover", "jobs", "enrolled_on"))
    for at in places:
        if turnover[at] is not None or jobs[at] is not None:
            told = {"monthly_turnover": turnover[at], "jobs": jobs[at]}
            yield {"msme_id": batch.records[at], "measured_on": first_day(enrolled[at], None, run.on), **told}


def enrolments(batch: Batch, places: list[int], _run: Run) -> Iterator[dict]:
    since = batch.column("enrolled_on")
    return (enrolment(batch.records[at], since[at]) for at in places if since[at] is not None)


def enrolment(msme_id: int, since: PartialDay) -> dict:
    """An MSME takes part from the day."""
    return {"msme_id": msme_id, "state": Enrolment.State.ENROLLED.value, "starts_on": max(since.first, PROGRAMME_SINCE)}


def first_day(*days) -> date:
    """The first that is known; a day known to the month or the year begins with it."""
    found = next(day for day in days if day is not None)
    return found if isinstance(found, date) else found.first


def write_changes(batch: Batch, run: Run, signed: Signed) -> None:
    """Known records as the file has them, column by column; who moved has a new address from the day."""
    changed = {at: {n: v for n, v in batch.changes[at].items() if n in OWN} for at in batch.good() if batch.changes.get(at)}
    ready = sorted((at for at, values in changed.items() if values), key=lambda at: batch.records[at])
    if ready:
        stored = Msme.objects.in_bulk([batch.records[at] for at in ready])
        columns = {name: [changed[at].get(name, getattr(stored[batch.records[at]], name)) for at in ready] for name in OWN}
        keys = [batch.records[at] for at in ready]
        part_from_owners(stored, {batch.records[at]: changed[at] for at in ready}, run, signed)
        bulk.update(Msme, keys, columns, by=signed.by, at=signed.at, why=signed.why)
    joined = [enrolment(batch.records[at], day) for at in changed if (day := batch.changes[at].get("enrolled_on"))]
    if joined:
        bulk.insert(Enrolment, in_columns(joined), by=signed.by, at=signed.at, why=signed.why)
    for at in changed:
        if "address" in batch.changes[at]:
            move(batch.records[at], batch.changes[at]["address"], batch.column("address_since")[at], run, signed)
    measure([at for at in changed if batch.changes[at].keys() & set(BASELINE)], batch, run, signed)


def part_from_owners(stored: dict[int, Msme], changed: dict[int, dict], run: Run, signed: Signed) -> None:
    """Where name and NIK both change it is another owner, and what rested on the former one's word ends."""
    for key, said in changed.items():
        if {"owner_name", "owner_nik"} <= said.keys() and stored[key].owner_name and stored[key].owner_nik:
            part_from_owner(msme=stored[key], on=run.on, by=signed.by, why=signed.why)


def with_other_owner(imported: Import, keys: list[int]) -> list[int]:
    """Of the known MSMEs that the import changed those that got another owner by it."""
    found, before = [], {}
    entries = Msme.history.filter(id__in=keys, history_date__lte=imported.written_at).order_by("history_id")
    for key, *owner, why in entries.values_list("id", "owner_name", "owner_nik_hash", "history_change_reason"):
        if why == imported.why and all(old and old != new for old, new in zip(before.get(key, ("", "")), owner, strict=True)):
            found.append(key)
        before[key] = owner
    return found


def measure(places: list[int], batch: Batch, run: Run, signed: Signed) -> None:
    """Turnover and jobs of known records, in their baseline or a new one of the day."""
    sign = {"by": signed.by, "at": signed.at, "why": signed.why}
    stored = {one.msme_id: one for one in Baseline.objects.filter(msme__in=[batch.records[at] for at in places])}
    for at in places:
        said, one = {name: batch.changes[at].get(name) for name in BASELINE}, stored.get(batch.records[at])
        if one:
            columns = {name: [getattr(one, name) if value is None else value] for name, value in said.items()}
            bulk.update(Baseline, [one.pk], columns, **sign)
        else:
            columns = {"msme_id": [batch.records[at]], "measured_on": [run.on]}
            bulk.insert(Baseline, columns | {name: [value] for name, value in said.items()}, **sign)


def move(msme_id: int, to: tuple, since, run: Run, signed: Signed) -> None:
    """End the present address and begin the new; on the first day of the present one it is corrected instead."""
    village, elsewhere, street = to
    day = since.first if since else run.on
    sign = {"by": signed.by, "at": signed.at, "why": signed.why}
    here = Address.objects.filter(msme=msme_id).on(run.on).first()
    where = {"village_id": [village], "elsewhere": [elsewhere], "street": [street]}
    if here and (here.village_id, here.elsewhere) == (village, elsewhere) or here and here.starts_on >= day:
        bulk.update(Address, [here.pk], where, **sign)
        return
    ends_on = [here.ends_on] if here else [None]
    if here:
        bulk.update(Address, [here.pk], {"ends_on": [day]}, **sign)
    later = Address.objects.filter(msme=msme_id, starts_on__gt=day).order_by("starts_on").first()
    ends_on = [later.starts_on] if later and ends_on == [None] else ends_on
    bulk.insert(Address, {"msme_id": [msme_id], **where, "starts_on": [day], "ends_on": ends_on}, **sign)
