"""Which MSME a row of another list means: by I-DAMAN key, by NIB, or by its name, with the village where two bear it."""

import re
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.places import key as place_key
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Faulty, Nib, Text
from msmes.models import Address, Msme
from msmes.recognising import seen
from partners.importing.importers import Run
from partners.importing.naming import Link, Names, Said

KEYED = re.compile(r"(?:(?P<name>.+) \()?(?P<key>[0-9a-f]{10})(?:-[0-9]+)?\)?")
MSME_COLUMNS = [
    Column(
        "msme",
        gettext_lazy("MSME"),
        ("nama umkm", "nama usaha", "umkm binaan", "usaha", "nama ikm", "kunci", "kunci i-daman"),
        partial(Text, max_length=250),
        is_required=True,
    ),
    Column("village", gettext_lazy("Village"), ("desa", "kelurahan", "desa/kelurahan"), partial(Text, max_length=200)),
    Column("nib", gettext_lazy("NIB of the MSME"), ("nib", "nomor induk berusaha"), Nib),
]


class KnownMsmes:
    """The MSMEs that the one who imports may see, by all that names them."""

    def __init__(self, run: Run):
        self.rows = {row[0]: row for row in seen(run).values_list("pk", "public_id", "nib", "name")}
        self.by_key = {public_id: pk for pk, public_id, _nib, _name in self.rows.values()}
        self.by_nib = {nib: pk for pk, _public_id, nib, _name in self.rows.values() if nib}
        self.names = Names(((pk, (name,)) for pk, _public_id, _nib, name in self.rows.values()), "msme")
        self.villages: dict[int, list[str]] = {}

    def find(self, text: str | None, village: str | None, nib: str | None) -> int | Faulty:
        """By the surest of what stands there."""
        found = self.by_nib.get(nib) or self.by_nib.get("".join(filter(str.isdigit, text or "")))
        if found or not text:
            return found or self.names.unknown(nib or "")
        if keyed := KEYED.fullmatch(text):
            return self.keyed(self.by_key.get(keyed["key"]), text, village if keyed["name"] else None)
        named = self.named(text, village)
        if nib and isinstance(named, int) and self.rows[named][2]:
            sentence = _("“%(name)s” is recorded with another NIB than this row has.") % {"name": text}
            return Faulty("msme-elsewhere", sentence, (self.in_full(named),))
        return named

    def keyed(self, chosen: int | None, text: str, village: str | None) -> int | Faulty:
        """The one chosen for a spelling; a row that names the village of a namesake means that one."""
        if chosen is None:
            return self.names.unknown(text)
        named = self.named(self.rows[chosen][3], village) if village else chosen
        return chosen if isinstance(named, Faulty) else named

    def named(self, name: str, village: str | None) -> int | Faulty:
        """By name, among namesakes the one of the village."""
        among = self.names.all(name)
        self.know(among if village else ())
        here = [pk for pk in among if not village or self.is_of(pk, village)]
        if len(here) == 1:
            return here[0]
        if not among:
            return self.named_in_full(self.names.unknown(name))
        proposals = tuple(self.in_full(pk) for pk in (here or among)[:8])
        if not here:
            sentence = _("“%(name)s” is recorded in another village than %(village)s.") % {"name": name, "village": village}
            return Faulty("msme-elsewhere", sentence, proposals)
        sentence = _("Several MSMEs are called “%(name)s”; name the village, or choose which one.") % {"name": name}
        return Faulty("msme-twice", sentence, proposals)

    def named_in_full(self, fault: Faulty) -> Faulty:
        """What a misspelt name may be, each with its key, since names aren't told apart by themselves."""
        near = [self.in_full(pk) for name in fault.proposals for pk in self.names.all(name)]
        return Faulty(fault.cause, fault.sentence, tuple(near[:8]))

    def in_full(self, pk: int) -> str:
        """The name, the village, and the key by which this proposal is understood when it was chosen."""
        self.know([pk])
        _pk, public_id, _nib, name = self.rows[pk]
        return f"{', '.join([name, *self.villages[pk][:1]])} ({public_id})"

    def is_of(self, pk: int, village: str) -> bool:
        """Whether it works or worked in the village; one without an address may."""
        return not self.villages[pk] or place_key(village.split(",")[0]) in map(place_key, self.villages[pk])

    def know(self, keys) -> None:
        """Fetch where these work, the newest first, unless it is known."""
        new = [pk for pk in keys if pk not in self.villages]
        self.villages |= {pk: [] for pk in new}
        here = Address.objects.filter(msme__in=new, village__isnull=False).order_by("-starts_on") if new else ()
        for address in here and here.values_list("msme", "village__name"):
            self.villages[address[0]].append(address[1])


def find_msmes(wanted: set[Said], run: Run) -> dict[Said, int | Faulty]:
    """What is said in the columns MSME, village and NIB → key."""
    if "msmes" not in run.memory:
        run.memory["msmes"] = KnownMsmes(run)
    known = run.memory["msmes"]
    known.know({pk for text, village, _nib in wanted if text and village for pk in known.names.all(text.split(" (")[0])})
    return {said: known.find(*said) for said in wanted}


def spell_msme(msme: Msme) -> dict[str, str]:
    return {"msme": f"{msme.name} ({msme.public_id})"}


MSME = Link("msme_id", ("msme", "village", "nib"), find_msmes, spell_msme)
