"""MSMEs from a spreadsheet: what its columns are called, which business a row is, and what it changes."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import bulk
from idaman.history import as_it_was, in_words
from idaman.programme import PROGRAMME_SINCE
from idaman.sealed import keyed_hash
from idaman.spreadsheets.meanings import Place
from msmes import imported_facts  # noqa: F401 (declares enrolments and sponsorships)
from msmes.imported_columns import COLUMNS
from msmes.models import Address, Baseline, Enrolment, Msme
from msmes.recognising import Recogniser
from partners.importing.importers import Batch, Importer, Problem, Run, Signed, register

SEALED = {"owner_nik", "npwp"}
OWN = [
    "name", "nib", "npwp", "older_numbers", "owner_name", "owner_nik", "owner_sex", "owner_birth_year", "owner_has_disability",
    "owner_is_poor", "phone",
]  # fmt: skip
EMPTY = {"nib": None, "owner_birth_year": None, "owner_has_disability": None, "owner_is_poor": None}


@register
class MsmeImport(Importer):
    """An office's own list of businesses becomes records: the business, where it is, what it earned, since when it takes part."""

    code = "msmes"
    title = gettext_lazy("MSMEs")
    models = (Msme, Address, Baseline, Enrolment)
    columns = COLUMNS

    def judge(self, batch: Batch, run: Run) -> None:
        place(batch, run)
        judge_days(batch, run)
        recogniser = run.memory.setdefault("recogniser", Recogniser(run))
        recogniser.recognise(batch, run)
        compare(batch, run)

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        write_new(batch, run, signed)
        write_changes(batch, run, signed)

    def named(self, keys):
        rows = Msme.objects.filter(pk__in=list(keys)).values_list("pk", "name", "public_id")
        return {pk: (name, f"/msmes/{public_id}/") for pk, name, public_id in rows}


def place(batch: Batch, run: Run) -> None:
    """The village of each row, or outside the regency the place in words."""
    count, said = len(batch), run.decided.said
    if "place" not in run.memory:
        words = {"said": said.get("village"), "said_districts": said.get("district")}
        run.memory["place"] = Place(**words, takes_outside=run.decided.outside == "text")
    villages = batch.cells.get("village") or [None] * count
    districts = batch.cells.get("district") or [None] * count
    found, faults = run.memory["place"].read_all(villages, districts)
    batch.values["village_id"] = [one and one.pk for one in found]
    told = zip(found, villages, districts, strict=True)
    batch.values["elsewhere"] = ["" if one else outside(village, district) for one, village, district in told]
    for at, fault in faults.items():
        if fault.cause == "village-missing" and not districts[at]:
            continue
        is_district = fault.cause in ("district-unknown", "outside", "village-missing") and bool(districts[at])
        name = "district" if is_district else "village"
        value = districts[at] if is_district else ", ".join(filter(None, map(str, (villages[at], districts[at]))))
        if f"{name}:{fault.cause}" not in run.decided.dropped:
            batch.fault(at, Problem(name, fault.cause, fault.sentence, str(value or ""), fault.proposals))
        batch.values["elsewhere"][at] = ""


def outside(village, district) -> str:
    return ", ".join(str(part) for part in (village, district) if part)[:200]


def judge_days(batch: Batch, run: Run) -> None:
    """Days that can't be: still to come, or before the programme."""
    for name in ("address_since", "enrolled_on"):
        for at, day in enumerate(batch.column(name)):
            if day is not None and day.first > run.on:
                batch.fault(at, Problem(name, "future", _("This day is still to come."), day.first.isoformat()))
            elif day is not None and name == "enrolled_on" and day.period.end and day.period.end <= PROGRAMME_SINCE:
                batch.fault(
                    at, Problem(name, "too-early", _("Nobody takes part before the programme began."), day.first.isoformat())
                )


def compare(batch: Batch, run: Run) -> None:
    """What each known record would become."""
    places = [at for at in batch.good() if batch.records[at] is not None]
    if not places:
        return
    stored = Msme.objects.defer(*SEALED).in_bulk({batch.records[at] for at in places})
    here = {one.msme_id: one for one in Address.objects.on(run.on).filter(msme__in=stored)}
    bases = based_on(batch, places)
    for at in places:
        record = stored[batch.records[at]]
        changes = differing(batch, at, record, bases.get(at), run)
        moves = moved(batch, at, here.get(record.pk), is_keyed=at in bases, run=run)
        batch.changes[at] = {**changes, **moves}


def based_on(batch: Batch, places: list[int]) -> dict[int, Msme]:
    """Rows of our own files: the record as it was when the file was made."""
    wanted = {at: key[1] for at, key in ((at, key_of(batch.column("key")[at])) for at in places) if key}
    rows = {row.history_id: row for row in Msme.history.filter(history_id__in=set(wanted.values()))}
    return {at: as_it_was(rows[version]) for at, version in wanted.items() if version in rows}


def key_of(text: str | None) -> tuple[str, int] | None:
    """A key as our files have it: the record's public id and the version it was written from."""
    public_id, _dash, version = (text or "").partition("-")
    return (public_id, int(version)) if version.isdecimal() else None


def differing(batch: Batch, at: int, record: Msme, base: Msme | None, run: Run) -> dict:
    """The columns in which the row says something else than the record.

    A row of our own file says only what was changed in it; where the record was changed as well, people decide.
    """
    changes = {}
    for name in OWN:
        value = batch.column(name)[at]
        if value is None or same(record, name, value):
            continue
        if base is not None:
            if same(base, name, value):
                continue
            if not equal(record, base, name) and run.decided.conflict != "file":
                if not run.decided.conflict:
                    batch.fault(at, conflict(record, name, value))
                continue
        elif run.decided.known == "leave" or (run.decided.known == "fill" and filled(record, name)):
            continue
        changes[name] = value
    return changes


def conflict(record: Msme, name: str, value) -> Problem:
    last = record.history.select_related("history_user").first()
    field = Msme._meta.get_field(name)
    words = {
        "who": last.history_user or _("Somebody"),
        "now": in_words(field, getattr(record, name)),
        "column": field.verbose_name,
    }
    reason = _("%(who)s changed %(column)s to %(now)s after this file was made. Decide which is right.") % words
    return Problem(name, "conflict", reason, in_words(field, value))


def same(record: Msme, name: str, value) -> bool:
    if name in SEALED:
        return getattr(record, f"{name}_hash") == keyed_hash(value)
    return getattr(record, name) == value


def equal(one: Msme, other: Msme, name: str) -> bool:
    attribute = f"{name}_hash" if name in SEALED else name
    return getattr(one, attribute) == getattr(other, attribute)


def filled(record: Msme, name: str) -> bool:
    return getattr(record, f"{name}_hash" if name in SEALED else name) not in (None, "")


def moved(batch: Batch, at: int, here: Address | None, *, is_keyed: bool, run: Run) -> dict:
    """Where the row says that the business works, if that is news."""
    village, elsewhere = batch.values["village_id"][at], batch.values["elsewhere"][at]
    street = batch.column("street")[at]
    if not village and not elsewhere:
        return {}
    if here is None:
        return {"address": (village, elsewhere, street or "")}
    is_same = (here.village_id, here.elsewhere) == (village, elsewhere) and (street is None or here.street == street)
    if is_same or (not is_keyed and run.decided.known != "take"):
        return {}
    return {"address": (village, elsewhere, here.street if street is None else street)}


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
    joined = [(at, key) for at, key in zip(new, keys, strict=True) if enrolled[at] is not None]
    if joined:
        columns = {
            "msme_id": [key for _at, key in joined],
            "state": [Enrolment.State.ENROLLED.value] * len(joined),
            "starts_on": [max(enrolled[at].first, PROGRAMME_SINCE) for at, _key in joined],
        }
        bulk.insert(Enrolment, columns, **sign)


def first_day(*days) -> date:
    """The first that is known; a day known to the month or the year begins with it."""
    found = next(day for day in days if day is not None)
    return found if isinstance(found, date) else found.first


def write_changes(batch: Batch, run: Run, signed: Signed) -> None:
    """Known records as the file has them, column by column; who moved has a new address from the day."""
    changed = {at: {n: v for n, v in batch.changes[at].items() if n != "address"} for at in batch.good() if batch.changes.get(at)}
    ready = sorted((at for at, values in changed.items() if values), key=lambda at: batch.records[at])
    if ready:
        stored = Msme.objects.in_bulk([batch.records[at] for at in ready])
        columns = {name: [changed[at].get(name, getattr(stored[batch.records[at]], name)) for at in ready] for name in OWN}
        keys = [batch.records[at] for at in ready]
        bulk.update(Msme, keys, columns, by=signed.by, at=signed.at, why=signed.why)
    for at in changed:
        if "address" in batch.changes[at]:
            move(batch.records[at], batch.changes[at]["address"], batch.column("address_since")[at], run, signed)


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
