"""Rows of a spreadsheet written as records: new businesses, and what is known as the file has it."""

from datetime import date

from idaman import bulk
from idaman.programme import PROGRAMME_SINCE
from msmes.actions import part_from_owner
from msmes.coming_back import BASELINE
from msmes.imported_columns import OWN
from msmes.models import Address, Baseline, Enrolment, Msme
from partners.importing.importers import Batch, Run, Signed
from partners.importing.models import Import

EMPTY = {"nib": None, "owner_birth_year": None, "owner_has_disability": None, "owner_is_poor": None}


def write_new(batch: Batch, run: Run, signed: Signed) -> None:
    """The records of new businesses, with their address, baseline and enrolment."""
    new = batch.new()
    if not new:
        return
    sign = {"by": signed.by, "at": signed.at, "why": signed.why}
    own = {name: [EMPTY.get(name, "") if value is None else value for value in batch.column(name)] for name in OWN}
    own["owner_nik_hash"] = batch.values["owner_nik_hash"]
    keys = bulk.insert(Msme, {name: [values[at] for at in new] for name, values in own.items()}, **sign)
    for at, key in zip(new, keys, strict=True):
        batch.records[at] = key
    villages, elsewhere, street = batch.values["village_id"], batch.values["elsewhere"], batch.column("street")
    since, enrolled, turnover, jobs = map(batch.column, ("address_since", "enrolled_on", "monthly_turnover", "jobs"))
    placed = [(at, key) for at, key in zip(new, keys, strict=True) if villages[at] or elsewhere[at]]
    if placed:
        columns = {
            "msme_id": [key for _at, key in placed],
            "village_id": [villages[at] for at, _key in placed],
            "elsewhere": [elsewhere[at] for at, _key in placed],
            "street": [street[at] or "" for at, _key in placed],
            "starts_on": [first_day(since[at], enrolled[at], run.on) for at, _key in placed],
        }
        bulk.insert(Address, columns, **sign)
    measured = [(at, key) for at, key in zip(new, keys, strict=True) if turnover[at] is not None or jobs[at] is not None]
    if measured:
        columns = {
            "msme_id": [key for _at, key in measured],
            "measured_on": [first_day(enrolled[at], None, run.on) for at, _key in measured],
            "monthly_turnover": [turnover[at] for at, _key in measured],
            "jobs": [jobs[at] for at, _key in measured],
        }
        bulk.insert(Baseline, columns, **sign)
    enrol({key: enrolled[at] for at, key in zip(new, keys, strict=True) if enrolled[at] is not None}, signed)


def enrol(since: dict, signed: Signed) -> None:
    """MSMEs take part from the day: key → day."""
    if since:
        columns = {
            "msme_id": list(since),
            "state": [Enrolment.State.ENROLLED.value] * len(since),
            "starts_on": [max(day.first, PROGRAMME_SINCE) for day in since.values()],
        }
        bulk.insert(Enrolment, columns, by=signed.by, at=signed.at, why=signed.why)


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
    enrol({batch.records[at]: day for at in changed if (day := batch.changes[at].get("enrolled_on"))}, signed)
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
