"""Finding what a row points to by the words that stand in its cells: near names are proposed, never taken."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from idaman.models import Region, User
from idaman.places import Places, title
from idaman.spreadsheets.meanings import Faulty
from idaman.spreadsheets.typed import near
from idaman.spreadsheets.words_typed import folded
from partners.importing.importers import Run
from partners.models import Partner

Said = tuple  # what stands in the columns that name one thing
Finder = Callable[[set[Said], Run], dict[Said, int | Faulty]]
Entry = tuple[int, tuple[str, ...]]  # key, and the names it goes by: the first is told apart from all others
MOST_PROPOSED = 100  # near names are looked for so often in a file; each search reads them all


@dataclass(frozen=True)
class Link:
    """A key that a row names in words: its attribute, the columns that say it (the first bears the fault), how it is found."""

    attribute: str
    columns: tuple[str, ...]
    find: Finder
    spell: Callable[[object], dict[str, str]] | None = None  # column → how the thing is written so that it is found again

    def spelled(self, thing) -> dict[str, str]:
        return self.spell(thing) if self.spell else {self.columns[0]: str(thing)}


class Names:
    """What a column can point to, by every name it goes by."""

    def __init__(self, entries: Iterable[Entry], column: str):
        self.column, self.searched = column, 0
        self.keys: dict[str, list[int]] = {}
        self.full: dict[int, str] = {}
        self.shown: dict[str, str] = {}
        for key, names in entries:
            self.full[key] = names[0]
            for name in filter(None, map(folded, filter(None, names))):
                if key not in self.keys.setdefault(name, []):
                    self.keys[name].append(key)
                self.shown.setdefault(name, names[0])

    def find(self, text: str) -> int | Faulty:
        """The key, or why there is none."""
        found = self.all(text)
        if len(found) == 1:
            return found[0]
        return self.twice(text, tuple(self.full[key] for key in found[:8])) if found else self.unknown(text)

    def all(self, text: str) -> list[int]:
        return self.keys.get(folded(text), [])

    def twice(self, text: str, proposals: tuple[str, ...]) -> Faulty:
        return Faulty(f"{self.column}-twice", _("Several are called “%(name)s”; choose which one.") % {"name": text}, proposals)

    def unknown(self, text: str) -> Faulty:
        self.searched += 1
        proposals = near(folded(text), self.shown) if self.searched <= MOST_PROPOSED else ()
        sentence = _("“%(name)s” is not recorded, or not under this name. Choose what it is, or record it first.")
        return Faulty(f"{self.column}-unknown", sentence % {"name": text}, proposals)


def named(column: str, entries: Callable[[Run], Iterable[Entry]]) -> Finder:
    """By one of its names; further columns tell namesakes apart ("Store, Chain")."""

    def find(wanted: set[Said], run: Run) -> dict[Said, int | Faulty]:
        if ("names", column) not in run.memory:
            run.memory["names", column] = Names(entries(run), column)
        return {said: run.memory["names", column].find(", ".join(map(str, filter(None, said)))) for said in wanted}

    return find


def partners(run: Run, **of_kind) -> Iterable[Entry]:
    """The partners that the one who imports may see, by present and former names and by NIB."""
    seen = Partner.objects.visible_to(run.user, on=run.on) if run.user else Partner.objects.all()
    for one in seen.filter(**of_kind).prefetch_related("former_names"):
        yield one.pk, (one.name, one.nib, *(former.name for former in one.former_names.all()))


def people(run: Run) -> Iterable[Entry]:
    """Everybody who has an account, by e-mail address."""
    return ((pk, (email,)) for pk, email in User.objects.values_list("pk", "email"))


def find_person(wanted: set[Said], run: Run) -> dict[Said, int | Faulty]:
    """By the e-mail address; who has no account yet is invited, not imported."""
    found = named("person", people)(wanted, run)
    sentence = _("Nobody with the address %(email)s has an account. Invite them first.")
    return {
        said: Faulty(key.cause, sentence % {"email": said[0]}, key.proposals) if isinstance(key, Faulty) else key
        for said, key in found.items()
    }


def spell_village(village: Region) -> dict[str, str]:
    return {"village": title(village)}


def spell_person(person: User) -> dict[str, str]:
    return {"person": person.email}


def find_village(wanted: set[Said], run: Run) -> dict[Said, int | Faulty]:
    """The village, with the district beside it; from outside the regency it stays empty where that was decided."""
    if "places" not in run.memory:
        run.memory["places"] = Places()
    places, found = run.memory["places"], {}
    for village, district in wanted:
        try:
            found[village, district] = places.find(village, None if village and "," in village else district).pk
        except Faulty as fault:
            if not (fault.cause == "outside" and run.decided.outside == "text"):
                found[village, district] = fault
    return found
