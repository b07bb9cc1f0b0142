"""MSMEs from a spreadsheet: what its columns are called, which business a row is, and what it changes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.places import Places
from idaman.programme import PROGRAMME_SINCE
from idaman.spreadsheets.meanings import Place
from idaman.spreadsheets.typed import is_blank, spelling
from idaman.staging import Stage
from msmes import imported_facts  # noqa: F401 (declares enrolments and sponsorships)
from msmes.coming_back import bases_of, quieten
from msmes.comparing import compare
from msmes.exported import exported
from msmes.imported_activities import write_activities
from msmes.imported_columns import COLUMNS, MEN_AND_WOMEN
from msmes.models import Activity, Address, Baseline, Enrolment, Msme, owner_returns, owner_spoke
from msmes.recognising import Recogniser
from msmes.taking_in import make_ready, with_other_owner, write_changes
from partners.importing.importers import Batch, Importer, Problem, Run, Signed, register

AGES = range(10, 111)  # of somebody who runs a business, as the forms ask it


@register
class MsmeImport(Importer):
    """An office's own list of businesses becomes records: the business, where it is, what it earned, since when it takes part."""

    code = "msmes"
    title = gettext_lazy("MSMEs")
    models = (Msme, Address, Baseline, Enrolment, Activity)
    columns = [*COLUMNS, *MEN_AND_WOMEN]
    written_late = ("activities",)  # they may bring codes that join the list, and nothing is written before the transaction
    overruled = frozenset({"nik", "phone", "name"})  # a NIB is nobody else's

    def judge(self, batch: Batch, run: Run) -> None:
        place(batch, run)
        judge_days(batch, run)
        judge_births(batch, run)
        sum_jobs(batch, run)
        bases = bases_of(batch, run)
        quiet = quieten(batch, bases)
        recogniser = run.memory.setdefault("recogniser", Recogniser(run))
        recogniser.recognise(batch, run)
        compare(batch, run, bases, quiet)

    def stage(self, batch: Batch, run: Run, stage: Stage) -> bool:
        make_ready(batch, run, stage)
        return True

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        write_changes(batch, run, signed)
        write_activities(batch, run, signed)

    def rested_on(self, imported, keys):
        """What the new owner said since: with the former one back it would be said by nobody."""
        parted = with_other_owner(imported, keys)
        return dict(owner_spoke.ask(parted, since=imported.written_at, but=imported.why)) if parted else {}

    def undone(self, imported, keys, *, by, at, why):
        list(owner_returns.ask(keys, by=by, why=why, undone=imported.why))

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


def judge_births(batch: Batch, run: Run) -> None:
    """Years of birth of people who can't run a business."""
    for at, year in enumerate(batch.column("owner_birth_year")):
        if year is not None and run.on.year - year not in AGES:
            reason = _("This is not the year of birth of somebody who runs a business.")
            batch.fault(at, Problem("owner_birth_year", "age", reason, str(year)))


def sum_jobs(batch: Batch, run: Run) -> None:
    """Men and women in two columns are the people who work there; a column of all that says otherwise is asked about."""
    names = [column.name for column in MEN_AND_WOMEN if column.name in batch.cells]
    if not names:
        return
    jobs, made = list(batch.column("jobs")), batch.made_of.setdefault("jobs", {})
    for at, counts in enumerate(zip(*(batch.values[name] for name in names), strict=True)):
        if any(counts[n] is None and not is_blank(spelling(batch.cells[name][at])) for n, name in enumerate(names)):
            continue  # one of them is no number
        if all(count is None for count in counts):
            continue
        total = sum(filter(None, counts))
        if jobs[at] not in (None, total) and "jobs:jobs-sum" not in run.decided.dropped:
            words = {"sum": total, "all": jobs[at]}
            reason = _("Men and women together are %(sum)d, but %(all)d are said to work there.")
            batch.fault(at, Problem("jobs", "jobs-sum", reason % words, str(jobs[at])))
        elif jobs[at] != total:
            jobs[at], made[at] = total, " + ".join(str(count or 0) for count in counts)
    batch.values["jobs"] = jobs
