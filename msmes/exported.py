"""MSMEs as rows of a file, in the columns in which they come back, as far as the reader may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from idaman.sealed import masked
from idaman.spreadsheets.meanings import Sex, YesNo
from msmes.imported_activities import Activities, practised
from msmes.imported_columns import COLUMNS
from msmes.models import Activity, Address, Baseline, Enrolment, Msme, owner_open
from partners.doors import abilities
from partners.importing.going_out import newest
from partners.roles import May

STEP = 2000
SEALED = {"owner_nik", "npwp"}
PUBLIC = ["pk", "public_id", "name", "nib"]
OWNER = ["owner_name", "phone"]
PERSONAL = ["older_numbers", "owner_sex", "owner_birth_year", "owner_has_disability", "owner_is_poor", "owner_nik", "npwp"]
EARNED = ["monthly_turnover", "jobs"]
HERE = ["village__name", "village__parent__name", "elsewhere", "street", "starts_on"]


@dataclass
class Reader:
    """Who reads, on which day, and whether they see owners and their numbers; nobody is the terminal, which sees all."""

    user: object
    on: date
    sees_owners: bool = True
    sees_numbers: bool = True

    @classmethod
    def of(cls, user, on: date) -> "Reader":
        if user is None or user.is_superuser:
            return cls(user, on)
        held = abilities(user)
        return cls(user, on, bool(held & {May.SEE_PERSONAL, May.COACH, May.ASSIGN_COACHES}), May.SEE_PERSONAL in held)

    def open(self, keys: list[int]) -> set[int]:
        """Of these MSMEs those whose owner's name, telephone and street the reader sees."""
        if self.sees_owners:
            return set(keys)
        asked = owner_open.ask(self.user, keys, on=self.on) if May.READ_OWN in abilities(self.user) else ()
        return set(asked)


def exported(user, on: date, msmes) -> Iterator[tuple]:
    """The headings, then a row an MSME; so many at a time, in as few statements whatever their number."""
    reader = Reader.of(user, on)
    yield tuple(str(column.title) for column in COLUMNS)
    keys = list(msmes.values_list("pk", flat=True))
    for start in range(0, len(keys), STEP):
        yield from rows(keys[start : start + STEP], reader)


def rows(keys: list[int], reader: Reader) -> Iterator[tuple]:
    """The rows of these MSMEs, in the order of the keys."""
    fields = [*PUBLIC, *OWNER, *(PERSONAL if reader.sees_numbers else [])]
    stored = {row[0]: row[1:] for row in Msme.objects.filter(pk__in=keys).values_list(*fields)}
    open_to, on = reader.open(keys), reader.on
    versions, nothing = newest(Msme, "id", keys), (None,) * len(PERSONAL)
    fact_versions = [newest(model, "msme_id", keys) for model in (Address, Baseline, Enrolment, Activity)]
    places = {key: place for key, *place in Address.objects.on(on).filter(msme__in=keys).values_list("msme", *HERE)}
    bases = {key: base for key, *base in Baseline.objects.filter(msme__in=keys).values_list("msme", *EARNED)}
    joined = Enrolment.objects.in_state(Enrolment.State.ENROLLED).filter(msme__in=keys, starts_on__lte=on)
    since = dict(joined.order_by().values_list("msme").annotate(Min("starts_on")))
    does, code = practised(keys), Activities()
    sexes, answers = written(Sex(), ("woman", "man")), written(YesNo(), (True, False))
    for key in keys:
        if key not in stored:
            continue  # it was deleted meanwhile
        public_id, name, nib, owner, phone, *personal = stored[key]
        older, sex, born, disability, poor, nik, npwp = personal or nothing
        village, district, elsewhere, street, lives_since = places.get(key, (None, None, None, None, None))
        turnover, jobs = bases.get(key, (None, None)) if personal else (None, None)
        if key not in open_to:
            owner = phone = street = None
        yield (
            f"{public_id}-{versions.get(key, 0)}.{'.'.join([str(version.get(key, 0)) for version in fact_versions])}",
            name,
            owner,
            masked(nik) if nik else None,
            nib,
            masked(npwp) if npwp else None,
            older,
            phone,
            sexes.get(sex),
            born,
            answers.get(disability),
            answers.get(poor),
            village or elsewhere,
            district,
            street,
            lives_since,
            turnover,
            jobs,
            since.get(key),
            code.written(does.get(key)) or None,
        )


def written(meaning, values: tuple) -> dict:
    """How the values of a column are spelled for the reader."""
    return {value: meaning.written(value) for value in values}


def cells_of(msme: Msme) -> dict[str, str | int | None]:
    """What stands in the cells of an MSME, column by column, apart from its sealed numbers."""
    own = ["name", "owner_name", "nib", "older_numbers", "phone", "owner_birth_year"]
    answers = written(YesNo(), (True, False))
    return {
        **{name: getattr(msme, name) for name in own},
        "owner_sex": written(Sex(), ("woman", "man")).get(msme.owner_sex),
        "owner_has_disability": answers.get(msme.owner_has_disability),
        "owner_is_poor": answers.get(msme.owner_is_poor),
    }
