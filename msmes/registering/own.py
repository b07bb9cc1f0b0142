"""What a company registered or sponsors already; of what others recorded it is told nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msmes.models import Address, Msme, Sponsorship
from msmes.names import plain
from msmes.registering.models import Registration
from partners.models import Partner


@dataclass(frozen=True)
class Found:
    """Where a business was met before: in a row of the same file, in a registration, among those sponsored."""

    row: int | None = None
    registration: int | None = None
    is_sponsored: bool = False


class Own:
    """A company's own businesses by NIB, and by name and village; over a run also the rows seen."""

    def __init__(self, company: Partner, *, on: date):
        self.by_nib: dict[str, Found] = {}
        self.by_name: dict[tuple, tuple[Found, str]] = {}
        for found, nib, name, village in [*registered(company, on), *sponsored(company, on)]:
            self.know(found, nib, name, village)

    def know(self, found: Found, nib: str, name: str, village: int | None) -> None:
        if nib:
            self.by_nib.setdefault(nib, found)
        if name and village:
            self.by_name.setdefault((plain(name), village), (found, nib))

    def find(self, *, nib: str | None, name: str | None, village: int | None, number: int) -> Found:
        """The same NIB, or the same name in the same village unless the NIBs differ; what is new is known from now on."""
        if nib and nib in self.by_nib:
            return self.by_nib[nib]
        found, other = self.by_name.get((plain(name or ""), village), (None, ""))
        if found and not (nib and other and nib != other):
            return found
        self.know(Found(row=number), nib or "", name or "", village)
        return Found()


def registered(company: Partner, on: date) -> Iterator[tuple[Found, str, str, int | None]]:
    """Its registrations that weren't withdrawn, as they were typed, or as the record that it was told of."""
    rows = list(company.registrations.exclude(state=Registration.State.WITHDRAWN).select_related("known"))
    villages = villages_of([one.known_id for one in rows if one.known_id], on)
    for one in rows:
        if one.known_id:
            yield Found(registration=one.pk), one.known.nib or "", one.known.name, villages.get(one.known_id)
        else:
            said = {name: "".join(one.typed.get(name, [])) for name in ("nib", "name", "village")}
            village = int(said["village"]) if said["village"].isdecimal() else None
            yield Found(registration=one.pk), "".join(filter(str.isdigit, said["nib"])), said["name"], village


def sponsored(company: Partner, on: date) -> Iterator[tuple[Found, str, str, int | None]]:
    """What it sponsors on the day, which it may see."""
    msmes = Msme.objects.current().filter(pk__in=Sponsorship.objects.of(company).on(on).values("msme"))
    rows = list(msmes.values_list("pk", "nib", "name"))
    villages = villages_of([pk for pk, _nib, _name in rows], on)
    for pk, nib, name in rows:
        yield Found(is_sponsored=True), nib or "", name, villages.get(pk)


def villages_of(msmes: list[int], on: date) -> dict[int, int]:
    return dict(Address.objects.on(on).filter(msme__in=msmes, village__isnull=False).values_list("msme", "village"))
