"""The comparisons that take seconds over a regency: every name with its neighbours', every NIK with the sex."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from django.db import transaction
from rapidfuzz import fuzz, process

from idaman.identifiers import is_woman
from msmes.findings.models import Finding
from msmes.models import Address, Msme
from msmes.names import NEAR, digits, plain

COLUMNS = ("msme_id", "other_id", "seen", "clue")
Found = tuple[int, int | None, str, str]  # as COLUMNS


def compare_sexes(day: date) -> int:
    """Open every NIK whose owner's sex is recorded, and keep where the two disagree; how many were opened."""
    known = Msme.objects.current().exclude(owner_nik_hash="").exclude(owner_sex="")
    found, count = set(), 0
    for pk, nik, kept, sex in known.values_list("pk", "owner_nik", "owner_nik_hash", "owner_sex").iterator():
        count += 1
        told = told_sex(nik)
        if told not in ("", sex):
            found.add((pk, None, kept, told))
    keep_found(Finding.Kind.SEX, found)
    return count


def told_sex(nik: str) -> str:
    """The sex that a NIK tells; one kept as printed may tell none."""
    if len(nik) != 16 or not nik.isdecimal():
        return ""
    return Msme.Sex.WOMAN if is_woman(nik) else Msme.Sex.MAN


def compare_names(day: date) -> int:
    """Keep the pairs with nearly the same name in one village or under one telephone; how many names were compared."""
    names = dict(Msme.objects.current().values_list("pk", "name"))
    plains = {pk: plain(name) for pk, name in names.items()}
    found = {tuple(sorted(pair)) for group in groups(plains, day) for pair in alike(group, plains)}
    keep_found(Finding.Kind.TWINS, {(first, second, names[first], names[second]) for first, second in found})
    return len(names)


def groups(plains: dict[int, str], day: date) -> Iterator[list[int]]:
    """Those of one village or one telephone whose names have the same digits: other digits are another name."""
    places = Address.objects.on(day).filter(village__isnull=False).values_list("msme", "village")
    phones = Msme.objects.current().exclude(phone="").values_list("pk", "phone")
    for neighbours in (places, phones):
        together = defaultdict(list)
        for pk, where in neighbours:
            if pk in plains:
                together[where, "".join(digits(plains[pk]))].append(pk)
        yield from (group for group in together.values() if len(group) > 1)


def alike(group: list[int], plains: dict[int, str]) -> Iterator[tuple[int, int]]:
    """The pairs of a group with the same or nearly the same name; each different spelling is compared once."""
    spelled = defaultdict(list)
    for pk in group:
        spelled[plains[pk]].append(pk)
    spellings = list(spelled)
    for at, name in enumerate(spellings):
        yield from combinations(spelled[name], 2)
        rest = spellings[at + 1 :]
        for near, _score, _index in process.extract(name, rest, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None):
            yield from ((one, other) for one in spelled[name] for other in spelled[near])


@transaction.atomic
def keep_found(kind: str, found: set[Found]) -> None:
    """Replace what was found before; what is found again stays the same row, so that its explanation holds."""
    before = {tuple(row): pk for pk, *row in Finding.objects.filter(kind=kind).values_list("pk", *COLUMNS)}
    gone = [pk for row, pk in before.items() if row not in found]
    for at in range(0, len(gone), 500):
        Finding.objects.filter(pk__in=gone[at : at + 500]).delete()
    new = sorted(found - set(before), key=lambda row: (row[0], row[1] or 0))
    Finding.objects.bulk_create([Finding(kind=kind, **dict(zip(COLUMNS, row, strict=True))) for row in new], batch_size=1000)
