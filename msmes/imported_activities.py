"""Activity codes in a list of MSMEs: several in a cell, each of an edition, taken in, compared and written out again."""

import re
from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import bulk
from idaman.models import Kbli
from idaman.spreadsheets import meanings
from idaman.spreadsheets.meanings import Faulty
from idaman.spreadsheets.typed import near, spelling
from idaman.spreadsheets.words_typed import folded
from msmes.models import Activity
from partners.importing.importers import Batch, Run, Signed

MAIN = "utama"
NUMBERS = re.compile(r"(?<![0-9])([0-9]+)(?:\s*/\s*(20[0-9]{2})(?![0-9]))?")
OF_EDITION = re.compile(r"(?i)\bKBLI\s*(20[0-9]{2})\b[\s:]*")
EDITIONS = {2020, 2025}

Coded = tuple[str, int, bool]  # code, edition, whether it is the main one


class Activities(meanings.Kbli):
    """Activity codes of one cell: "10710, 10794", "10710 - Industri roti"; a lone one is the main one, of several the marked."""

    unclear_once = ("version",)

    def __init__(self, *, version: int = 2020, said=None):
        super().__init__(version=int(version), said=said)

    @cached_property
    def listed(self) -> dict[str, str]:
        """The codes of 2020 with their titles; of 2025 no list is shipped, and each is kept as it is printed."""
        return dict(Kbli.objects.filter(edition=2020).values_list("code", "title"))

    @cached_property
    def titled(self) -> dict[str, str]:
        """The same by title, small and without signs, as it is proposed."""
        return {folded(title): f"{code} {title}" for code, title in self.listed.items()}

    @classmethod
    def asked(cls, cells, heading: str) -> dict[str, tuple]:
        text = gettext_lazy("Of which edition of KBLI are these codes? 10772 and 11040 mean something else in 2025.")
        named = re.search("2020|2025", heading)
        options = tuple((str(edition.value), edition.label) for edition in Kbli.Edition)
        return {"version": (text, options, named and named.group())}

    def tidy(self, text):
        return spelling(text)

    def understood(self, cell) -> tuple[Coded, ...]:
        if isinstance(cell, float):
            return super().understood(cell)  # refuses it in words
        text = spelling(cell)
        named = OF_EDITION.search(text)
        text = OF_EDITION.sub("", text)
        found = list(NUMBERS.finditer(text))
        if not found:
            return self.by_title(text)
        coded = {}
        for one, following in zip(found, [*found[1:], None], strict=True):
            edition = int(one[2] or (named and named[1]) or self.version)
            behind = text[one.end() : following.start() if following else None].casefold()
            coded[self.code(one[1], edition), edition] = MAIN in behind
        if len(coded) > 1 and sum(coded.values()) > 1:
            raise Faulty("kbli-mains", _("Several of these codes are marked as the main one."))
        return tuple(sorted((code, edition, main or len(coded) == 1) for (code, edition), main in coded.items()))

    def by_title(self, text: str) -> tuple[Coded, ...]:
        """The code whose title of 2020 stands in the cell; other words are a fault, with the titles that are near."""
        if found := self.titled.get(folded(text)):
            return ((found[:5], 2020, True),)
        sentence = _("“%(words)s” is no activity code, and no title of KBLI 2020.") % {"words": text[:100]}
        raise Faulty("kbli-unknown", sentence, near(folded(text), self.titled, at_least=85))

    def code(self, digits: str, edition: int) -> str:
        """The code, or Faulty: too few digits, an edition there isn't, a code that the edition doesn't have."""
        if edition not in EDITIONS:
            raise Faulty("kbli-edition", _("The KBLI version is 2020 or 2025."))
        code = super().understood(digits)
        if edition == 2020 and code not in self.listed:
            sentence = _("KBLI 2020 has no code %(code)s; it may be of another edition.") % {"code": code}
            proposals = sorted(f"{one} {title}" for one, title in self.listed.items() if one[:4] == code[:4])
            raise Faulty("kbli-unknown", sentence, tuple(proposals[:5]))
        return code

    def code_of(self, value) -> str:
        return value[0][0]

    def written(self, value) -> str:
        """With the edition, and the main one marked where there are several, so that it reads as the same again."""
        many = len(value or ()) > 1
        return ", ".join(f"{code}/{edition}{f' {MAIN}' * (main and many)}" for code, edition, main in value or ())


def practised(keys) -> dict[int, tuple[Coded, ...]]:
    """What the MSMEs with these keys do: key → codes."""
    found = defaultdict(list)
    rows = Activity.objects.filter(msme__in=keys).order_by("kbli__code", "kbli__edition")
    for key, *coded in rows.values_list("msme", "kbli__code", "kbli__edition", "is_main"):
        found[key].append(tuple(coded))
    return {key: tuple(coded) for key, coded in found.items()}


def coded(activities: list[Activity], codes: dict[int, Kbli]) -> tuple[Coded, ...]:
    """Activities as a cell names them."""
    return tuple(sorted((codes[one.kbli_id].code, codes[one.kbli_id].edition, one.is_main) for one in activities))


def write_activities(batch: Batch, run: Run, signed: Signed) -> None:
    """What the rows say that new and known MSMEs do; a code that a known one no longer has goes."""
    said = {batch.records[at]: value for at in batch.good() if (value := written_now(batch, at))}
    if not said:
        return
    sign = {"by": signed.by, "at": signed.at, "why": signed.why}
    stored = {(one.msme_id, one.kbli_id, one.is_main): one.pk for one in Activity.objects.filter(msme__in=said)}
    codes = kept_codes({(code, edition) for value in said.values() for code, edition, _main in value})
    wanted = {(key, codes[code, edition], main): None for key, value in said.items() for code, edition, main in value}
    bulk.delete(Activity, sorted(pk for known, pk in stored.items() if known not in wanted), **sign)
    if new := [one for one in wanted if one not in stored]:
        names = ("msme_id", "kbli_id", "is_main")
        bulk.insert(Activity, dict(zip(names, map(list, zip(*new, strict=True)), strict=True)), **sign)


def written_now(batch: Batch, at: int):
    """The codes that the row gives its record: all it says for a new one, what is news for a known one."""
    if batch.settled[at] == "created":
        return batch.column("activities")[at]
    return batch.changes.get(at, {}).get("activities")


def kept_codes(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The key of each code; of 2025 one that is met for the first time joins the list."""
    rows = Kbli.objects.filter(code__in={code for code, _edition in wanted})
    found = {(code, edition): pk for code, edition, pk in rows.values_list("code", "edition", "pk")}
    for code, edition in sorted(wanted - set(found)):
        found[code, edition] = Kbli.objects.create(code=code, edition=edition).pk
    return found
