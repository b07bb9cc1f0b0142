"""Is the business recorded already? What a company is told, and what the officer is shown."""

from collections.abc import Iterable

from django.db.models import Q
from rapidfuzz import fuzz, process, utils

from idaman.periods import in_force
from idaman.sealed import keyed_hash
from msmes.models import Address, Msme
from msmes.names import plain

NEAR = 85  # of 100


def told_to_company(*, nib: str, name: str, village: int | None, on) -> Msme | None:
    """The MSME with this very NIB, or of the same name in the same village; nothing less is told to a company."""
    if nib:
        found = Msme.objects.current().filter(nib=nib).first()
        if found:
            return found
    if not name or not village:
        return None
    here = Address.objects.on(on).filter(village=village, msme__merged_into=None).values_list("msme", "msme__name")
    same = next((pk for pk, other in here if plain(other) == plain(name)), None)
    return same and Msme.objects.get(pk=same)


def shown_to_officer(*, nib: str, nik: str, phone: str, name: str, district: int | None, on) -> list[tuple[Msme, list[str]]]:
    """MSMEs that this may be, each with why: the same number, or a near name in the same district. The surest first."""
    reasons: dict[int, list[str]] = {}
    for why, found in clues(nib=nib, nik=nik, phone=phone, name=name, district=district, on=on):
        for pk in found:
            reasons.setdefault(pk, []).append(why)
    msmes = Msme.objects.in_bulk(list(reasons))
    return [(msmes[pk], whys) for pk, whys in sorted(reasons.items(), key=lambda item: -len(item[1]))][:20]


def clues(*, nib, nik, phone, name, district, on) -> Iterable[tuple[str, list[int]]]:
    numbers = {"nib": Q(nib=nib), "nik": Q(owner_nik_hash=keyed_hash(nik) if nik else ""), "phone": Q(phone=phone)}
    for why, given in (("nib", nib), ("nik", nik), ("phone", phone)):
        if given:
            yield why, list(Msme.objects.current().filter(numbers[why]).values_list("pk", flat=True)[:20])
    if name and district:
        here = Msme.objects.current().filter(in_force(on, "addresses__"), addresses__village__district=district)
        names = dict(here.values_list("pk", "name"))
        near = process.extract(
            name, names, scorer=fuzz.token_sort_ratio, processor=utils.default_process, score_cutoff=NEAR, limit=20
        )
        yield "name", [pk for _name, _score, pk in near]
