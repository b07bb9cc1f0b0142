"""The MSMEs that a company sponsors, from its own spreadsheet: each row is handed in as if it had been typed."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Day, Faulty, OneOf, PartialDay, YesNo
from msmes.consents.models import Consent
from msmes.imported_columns import COLUMNS
from msmes.imported_facts import ASPECTS_COLUMN
from msmes.registering import actions
from msmes.registering.forms import STEPS, typed_form, villages_by_district
from msmes.registering.models import Registration
from msmes.registering.own import Own
from partners.importing.importers import Batch, Importer, Problem, Run, Signed, register
from partners.importing.models import Import, ImportedRow, Outcome
from partners.importing.naming import find_village
from partners.roles import May

State = Registration.State
HOWS = {
    Consent.How.SIGNED.value: ("Ditandatangani", "Tertulis", "Surat", "Formulir", "Signed"),
    Consent.How.SPOKEN.value: ("Lisan", "Diucapkan", "Spoken"),
}
OF_MSMES = {
    *("name", "village", "district", "street", "nib", "older_numbers", "owner_name", "phone", "owner_nik", "owner_sex"),
    *("owner_birth_year", "owner_has_disability", "owner_is_poor", "monthly_turnover", "jobs"),
}
UNKNOWN = {"monthly_turnover": "turnover_unknown", "jobs": "jobs_unknown"}  # an empty cell is "not known", never 0
ELSEWHERE = {"company": "consent"}  # field of a step → column of another name


@register
class RegistrationImport(Importer):
    """A company's list of the MSMEs it sponsors, judged by the forms' own rules; the agency decides on each."""

    code = "registrations"
    title = gettext_lazy("MSMEs that my company sponsors")
    may = May.REGISTER_MSMES
    models = (Registration,)
    moves_figures = False
    is_of_a_partner = True
    columns = [
        *(column for column in COLUMNS if column.name in OF_MSMES),
        ASPECTS_COLUMN,
        Column("supported_from", gettext_lazy("Supported since"), ("didukung sejak", "dibina sejak", "mulai dibina"), Day),
        Column("consent", gettext_lazy("Consent: the company"), ("persetujuan", "setuju", "izin pemilik"), YesNo),
        Column("catalogue", gettext_lazy("Consent: the catalogue"), ("setuju katalog", "katalog"), YesNo),
        Column("whatsapp", gettext_lazy("Consent: WhatsApp"), ("setuju whatsapp", "setuju wa"), YesNo),
        Column("how", gettext_lazy("How it was given"), ("cara persetujuan",), partial(OneOf, HOWS)),
    ]

    def judge(self, batch: Batch, run: Run) -> None:
        villages = self.placed(batch, run)
        if "own" not in run.memory:
            run.memory["own"] = Own(run.partner, on=run.on)
        own = run.memory["own"]
        for at in list(batch.good()):
            words = {name: batch.column(name)[at] for name in ("nib", "name")}
            found = own.find(**words, village=villages[at], number=batch.numbers[at])
            if found.row:
                batch.twins[at] = found.row
            elif found.registration:
                batch.records[at], batch.how[at] = found.registration, "registered"
            elif found.is_sponsored:
                batch.fault(at, Problem("name", "sponsored", _("Your company sponsors this MSME already."), str(words["name"])))
            else:
                self.judge_typed(batch, at, typed(batch, at, villages[at]), run)

    def placed(self, batch: Batch, run: Run) -> list[int | None]:
        """The village of each row; what isn't found is a fault where it is said."""
        said = list(zip(batch.column("village"), batch.column("district"), strict=True))
        found = find_village({one for one in said if any(one)}, run)
        for at, one in enumerate(said):
            if isinstance(fault := found.get(one), Faulty):
                name = "district" if fault.cause in ("district-unknown", "outside") and one[1] else "village"
                value = str(batch.cells[name][at])
                batch.fault(at, Problem(name, fault.cause, fault.sentence, value, fault.proposals))
        return [found.get(one) for one in said]

    def judge_typed(self, batch: Batch, at: int, said: dict[str, list[str]], run: Run) -> None:
        """What the steps say to what was typed."""
        if "villages" not in run.memory:
            run.memory["villages"] = villages_by_district()
        batch.ready[at] = said
        for step in STEPS:
            form = typed_form(Registration(typed=said), step, today=run.on, villages=run.memory["villages"])
            for field, sentences in form.errors.items():
                column = ELSEWHERE.get(field, field)
                batch.fault(at, Problem(column, f"rule-{field}", " ".join(sentences), ", ".join(said.get(field, ()))))

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        """All at once into the queue, as if each had been typed and handed in."""
        if new := batch.new():
            said = [batch.ready[at] for at in new]
            keys = actions.hand_in_many(company=run.partner, typed=said, by=signed.by, at=signed.at, why=signed.why)
            for at, key in zip(new, keys, strict=True):
                batch.records[at] = key

    def named(self, keys) -> dict[int, tuple[str, str]]:
        rows = Registration.objects.select_related("known").in_bulk(list(keys))
        return {pk: (str(one), reverse("registering:review", args=[one.public_id])) for pk, one in rows.items()}

    def left_by(self, imported: Import) -> tuple[list[int], dict[int, str]]:
        """Those that still wait are withdrawn; those that the agency decided meanwhile stay."""
        made = ImportedRow.objects.filter(imported=imported, outcome=Outcome.CREATED).values("record")
        left = Registration.objects.filter(pk__in=made).select_related("decided_by").order_by("pk")
        waiting = [one.pk for one in left if one.state == State.SUBMITTED]
        decided = (State.ACCEPTED, State.RETURNED)
        return waiting, {one.pk: str(one.decided_by or "") for one in left if one.state in decided}

    def take_back(self, keys: list[int], *, by, at: datetime, why: str) -> None:
        for one in Registration.objects.filter(pk__in=keys):
            actions.withdraw(registration=one, by=by, why=why)


def typed(batch: Batch, at: int, village: int | None) -> dict[str, list[str]]:
    """The row as it would have been typed into the steps."""
    names = {name: ELSEWHERE.get(name, name) for form in STEPS.values() for name in form.base_fields}
    said = {field: as_typed(batch.column(column)[at]) for field, column in names.items() if field != "village"}
    said |= {unknown: ["on"] for number, unknown in UNKNOWN.items() if not said[number]}
    for field in ("owner_has_disability", "owner_is_poor"):
        said[field] = [{True: "yes", False: "no", None: ""}[batch.column(field)[at]]]
    return {**said, "village": as_typed(village)}


def as_typed(value) -> list[str]:
    """A value as a form gets it: nothing for no, several for a choice of several, a day as the picker writes it."""
    if value is None or value is False:
        return []
    if isinstance(value, PartialDay):
        return [value.first.isoformat()]
    return list(value) if isinstance(value, tuple) else ["on" if value is True else str(value)]
