"""What a row of a spreadsheet says otherwise than the record that it is."""

from django.utils.translation import gettext as _

from idaman.sealed import keyed_hash
from msmes.coming_back import BASELINE, PLACE, Base
from msmes.exported import SEALED
from msmes.imported_activities import Activities, practised
from msmes.imported_columns import OWN
from msmes.models import OWNERS, Address, Baseline, Enrolment, Msme
from partners.importing.coming_back import is_decided
from partners.importing.importers import Batch, Problem, Run


def compare(batch: Batch, run: Run, bases: dict[int, Base], quiet: dict[int, set[str]]) -> None:
    """What each known record would become."""
    places = [at for at in batch.good() if batch.records[at] is not None]
    if not places:
        return
    keys = {batch.records[at] for at in places}
    stored = Msme.objects.defer(*SEALED).in_bulk(keys)
    here = {one.msme_id: one for one in Address.objects.on(run.on).filter(msme__in=keys)}
    measured = {one.msme_id: one for one in Baseline.objects.filter(msme__in=keys)}
    does = practised(keys) if "activities" in batch.values else {}
    enrolled = set(Enrolment.objects.filter(msme__in=keys).values_list("msme", flat=True))
    for at in places:
        record, base, says_nothing = stored[batch.records[at]], bases.get(at), quiet.get(at, set())
        if record.anonymised_at and any(batch.column(name)[at] for name in OWNERS):
            batch.fault(at, Problem("", "forgotten", _("The owner of this business asked to be forgotten; the row isn't taken.")))
            continue
        changes = differing(batch, at, record, base and base.record, says_nothing, run)
        if base:
            changes |= moved_back(batch, at, here.get(record.pk), base, says_nothing, run)
        else:
            changes |= moved(batch, at, here.get(record.pk), run)
        changes |= earned(batch, at, measured.get(record.pk) or Baseline(msme=record), base, says_nothing, run)
        changes |= practising(batch, at, does.get(record.pk, ()), base, says_nothing, run)
        joined = batch.column("enrolled_on")[at]
        if joined and not base and record.pk not in enrolled and run.decided.known != "leave":
            changes["enrolled_on"] = joined
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


def practising(batch: Batch, at: int, now: tuple, base: Base | None, quiet: set[str], run: Run) -> dict:
    """The activities, where the row names others than are recorded."""
    value = batch.column("activities")[at]
    if value is None or "activities" in quiet or value == now:
        return {}
    if base is None:
        takes = run.decided.known == "take" or (run.decided.known == "fill" and not now)
    else:
        takes = now == base.activities or run.decided.conflict == "file"
        if not takes and not run.decided.conflict:
            reason = _("The activities were changed to %(now)s after this file was made. Decide which is right.")
            words = {"now": Activities().written(now) or "–"}
            batch.fault(at, Problem("activities", "conflict", reason % words, Activities().written(value)))
    return {"activities": value} if takes else {}
