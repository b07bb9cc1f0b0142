"""MSMEs from a spreadsheet: what its columns are called, which business a row is, and what it changes."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import bulk
from idaman.history import in_words
from idaman.places import Places
from idaman.programme import PROGRAMME_SINCE
from idaman.sealed import keyed_hash
from idaman.spreadsheets.meanings import Place
from msmes import imported_facts  # noqa: F401 (declares enrolments and sponsorships)
from msmes.coming_back import BASELINE, PLACE, Base, bases_of, quieten
from msmes.exported import SEALED, exported
from msmes.imported_columns import COLUMNS
from msmes.models import Address, Baseline, Enrolment, Msme
from msmes.recognising import Recogniser
from partners.importing.importers import Batch, Importer, Problem, Run, Signed, register

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
        bases = bases_of(batch, run)
        quiet = quieten(batch, bases)
        recogniser = run.memory.setdefault("recogniser", Recogniser(run))
        recogniser.recognise(batch, run)
        compare(batch, run, bases, quiet)

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        write_new(batch, run, signed)
        write_changes(batch, run, signed)

    def exported(self, user, on, records):
        return exported(user, on, records)

    def choices(self, name: str) -> list[str]:
        if name == "district":
            return sorted(Places().district_names.values())
        return sorted(Places().titles.values()) if name == "village" else []

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
        option, spelt = run.memory["place"].decided_by(fault, villages[at], districts[at])
        name = "district" if option == "said_districts" else "village"
        if f"{name}:{fault.cause}" not in run.decided.dropped:
            batch.fault(at, Problem(name, fault.cause, fault.sentence, spelt, fault.proposals))
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


def compare(batch: Batch, run: Run, bases: dict[int, Base], quiet: dict[int, set[str]]) -> None:
    """What each known record would become."""
    places = [at for at in batch.good() if batch.records[at] is not None]
    if not places:
        return
    keys = {batch.records[at] for at in places}
    stored = Msme.objects.defer(*SEALED).in_bulk(keys)
    here = {one.msme_id: one for one in Address.objects.on(run.on).filter(msme__in=keys)}
    measured = {one.msme_id: one for one in Baseline.objects.filter(msme__in=keys)}
    for at in places:
        record, base, says_nothing = stored[batch.records[at]], bases.get(at), quiet.get(at, set())
        changes = differing(batch, at, record, base and base.record, says_nothing, run)
        if base:
            changes |= moved_back(batch, at, here.get(record.pk), base, says_nothing, run)
        else:
            changes |= moved(batch, at, here.get(record.pk), run)
        changes |= earned(batch, at, measured.get(record.pk) or Baseline(msme=record), base, says_nothing, run)
        batch.changes[at] = changes


def differing(batch: Batch, at: int, record: Msme, base: Msme | None, quiet: set[str], run: Run) -> dict:
    """The columns in which the row says something else than the record.

    A row of our own file says only what was changed in it; where the record was changed as well, people decide.
    """
    changes = {}
    for name in OWN:
        value = batch.column(name)[at]
        if value is None or name in quiet or same(record, name, value):
            continue
        if base is not None:
            if same(base, name, value):
                continue
            if not equal(record, base, name) and not is_decided(batch, at, record, name, value, run):
                continue
        elif run.decided.known == "leave" or (run.decided.known == "fill" and filled(record, name)):
            continue
        changes[name] = value
    return changes


def is_decided(batch: Batch, at: int, stored, name: str, value, run: Run) -> bool:
    """Whether the file wins over what somebody changed in the record since; until people decide, the row waits."""
    if not run.decided.conflict:
        field = stored._meta.get_field(name)
        last = stored.history.select_related("history_user").first()
        words = {
            "who": (last and last.history_user) or _("Somebody"),
            "now": in_words(field, getattr(stored, name)),
            "column": field.verbose_name,
        }
        reason = _("%(who)s changed %(column)s to %(now)s after this file was made. Decide which is right.") % words
        batch.fault(at, Problem(name, "conflict", reason, in_words(field, value)))
    return run.decided.conflict == "file"


def same(record: Msme, name: str, value) -> bool:
    if name in SEALED:
        return getattr(record, f"{name}_hash") == keyed_hash(value)
    return getattr(record, name) == value


def equal(one: Msme, other: Msme, name: str) -> bool:
    attribute = f"{name}_hash" if name in SEALED else name
    return getattr(one, attribute) == getattr(other, attribute)


def filled(record: Msme, name: str) -> bool:
    return getattr(record, f"{name}_hash" if name in SEALED else name) not in (None, "")


def moved(batch: Batch, at: int, here: Address | None, run: Run) -> dict:
    """Where the row says that the business works, if that is news."""
    village, elsewhere = batch.values["village_id"][at], batch.values["elsewhere"][at]
    street = batch.column("street")[at]
    if not village and not elsewhere:
        return {}
    if here is None:
        return {"address": (village, elsewhere, street or "")}
    is_same = (here.village_id, here.elsewhere) == (village, elsewhere) and (street is None or here.street == street)
    if is_same or run.decided.known != "take":
        return {}
    return {"address": (village, elsewhere, here.street if street is None else street)}


def moved_back(batch: Batch, at: int, here: Address | None, base: Base, quiet: set[str], run: Run) -> dict:
    """The same of a row of our own file, of which only what was touched counts."""
    now, then = here or Address(), base.address or Address()
    village, elsewhere, street = batch.values["village_id"][at], batch.values["elsewhere"][at], batch.column("street")[at]
    to = {"village": (now.village_id, now.elsewhere), "street": now.street}
    if not quiet >= PLACE and (village or elsewhere):
        to["village"] = (village, elsewhere)
    if "street" not in quiet and street is not None:
        to["street"] = street
    stands = {"village": (now.village_id, now.elsewhere), "street": now.street}
    stood = {"village": (then.village_id, then.elsewhere), "street": then.street}
    for name, value in to.items():
        if value != stands[name] != stood[name] and not is_decided(batch, at, now, name, batch.column(name)[at], run):
            return {}
    if to == stands:
        return {}
    if not any(to["village"]):
        batch.fault(at, Problem("village", "missing", _("A street needs its village as well."), to["street"]))
    return {"address": (*to["village"], to["street"])}


def earned(batch: Batch, at: int, stored: Baseline, base: Base | None, quiet: set[str], run: Run) -> dict:
    """Turnover and jobs where the row says something else than the baseline."""
    changes = {}
    for name in BASELINE:
        value, now = batch.column(name)[at], getattr(stored, name)
        if value is None or name in quiet or value == now:
            continue
        if base is None:
            takes = run.decided.known == "take" or (run.decided.known == "fill" and now is None)
        else:
            takes = now == (base.baseline and getattr(base.baseline, name)) or is_decided(batch, at, stored, name, value, run)
        changes |= {name: value} if takes else {}
    return changes


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
    changed = {at: {n: v for n, v in batch.changes[at].items() if n in OWN} for at in batch.good() if batch.changes.get(at)}
    ready = sorted((at for at, values in changed.items() if values), key=lambda at: batch.records[at])
    if ready:
        stored = Msme.objects.in_bulk([batch.records[at] for at in ready])
        columns = {name: [changed[at].get(name, getattr(stored[batch.records[at]], name)) for at in ready] for name in OWN}
        keys = [batch.records[at] for at in ready]
        bulk.update(Msme, keys, columns, by=signed.by, at=signed.at, why=signed.why)
    for at in changed:
        if "address" in batch.changes[at]:
            move(batch.records[at], batch.changes[at]["address"], batch.column("address_since")[at], run, signed)

    measure([at for at in changed if batch.changes[at].keys() & set(BASELINE)], batch, run, signed)


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
