"""Which business a row of a spreadsheet is: one recorded already, a twin of an earlier row, or a new one."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from idaman import bulk
from idaman.sealed import keyed_hash
from msmes.models import Address, Msme
from msmes.names import NEAR, near, plain
from partners.importing.decided import NEW, TWIN
from partners.importing.importers import Batch, Problem, Run


class Recogniser:
    """Remembers, over a run, the rows seen and the names known in each village."""

    def __init__(self, run: Run):
        self.seen: dict[str, dict] = {"nib": {}, "nik": {}, "who": {}, "phone": {}}  # what identifies a row → its number
        self.called: dict[int, str] = {}  # number of a row → its name
        self.claimed: dict[int, int] = {}  # record → number of the row that is it
        self.names: dict[object, dict[str, list[tuple[int, str]]]] = {"": {}}  # place → name → (record, owner's name)
        self.rows: dict[tuple, dict[str, tuple[int, str]]] = defaultdict(dict)  # place and letter → name → (row, owner)

    def recognise(self, batch: Batch, run: Run) -> None:
        """Set the known record and how it is known, the twins, and what only people can decide."""
        self.know_places(batch, run)
        by_key, by_number = keyed(batch, run), numbered(batch, run)
        columns = [batch.column(name) for name in ("key", "name", "owner_name", "nib", "owner_nik", "phone")]
        for at, (key, name, owner, nib, nik, phone) in enumerate(zip(*columns, strict=True)):
            if at in batch.problems or not name:
                continue
            where = batch.values["village_id"][at] or batch.values["elsewhere"][at]
            words = plain(name), plain(owner) if owner else "", where
            if key and key not in by_key:
                batch.fault(at, Problem("key", "unknown-key", _("No MSME that you may see has this key."), key))
                continue
            marks = marks_of(words, nib, nik, phone)
            if key:
                self.by_key(batch, at, by_key[key], nib, by_number(nib, None, None, ""))
                self.remember(marks, batch.numbers[at], words[0])
                continue
            is_other = run.decided.same.get(str(batch.numbers[at])) == NEW
            if self.is_twin(batch, at, words, marks, nib, is_other=is_other):
                continue
            record, how = by_number(nib, None, None, "") if is_other else by_number(nib, nik, phone, words[0])
            if record is None:
                record, how = self.by_name(batch, at, words, run)
            if at not in batch.problems:
                self.claim(batch, at, record, how)

    def by_key(self, batch: Batch, at: int, found: tuple[int, str], nib, owner_of_nib: tuple) -> None:
        """A row with a key is that record, whatever else is like it; only a NIB can't be another's."""
        record, how = found
        row = self.seen["nib"].get(nib)
        if nib and owner_of_nib[0] not in (None, record):
            batch.fault(at, Problem("nib", "nib-elsewhere", _("Another MSME has this NIB."), nib))
        elif nib and row is not None:
            reason = _("Row %(row)d has this NIB under another name.") % {"row": row}
            batch.fault(at, Problem("nib", "nib-twice", reason, nib))
        else:
            self.claim(batch, at, record, how)

    def is_twin(self, batch: Batch, at: int, words: tuple, marks: dict, nib, *, is_other: bool) -> bool:
        """Whether an earlier good row of the file is the same business; a number under another name is for people to decide.

        Of a row that was said to be another business only the NIB counts, which is nobody else's.
        """
        name = words[0]
        kinds = [kind for kind, mark in marks.items() if mark in self.seen[kind] and (kind == "nib" or not is_other)]
        first = self.seen[kinds[0]][marks[kinds[0]]] if kinds else None
        if first is None:
            self.remember(marks, batch.numbers[at], name)
            return False
        if self.seen["nib"].get(nib) == first and fuzz.token_sort_ratio(self.called[first], name) < NEAR:
            reason = _("Row %(row)d has this NIB under another name.") % {"row": first}
            batch.fault(at, Problem("nib", "nib-twice", reason, nib))
        else:
            batch.twins[at], batch.how[at] = first, "name" if kinds[0] == "who" else kinds[0]
        return True

    def remember(self, marks: dict, number: int, name: str) -> None:
        """Later rows with one of these marks are the same business as this row."""
        for kind, mark in marks.items():
            self.seen[kind].setdefault(mark, number)
        self.called[number] = name

    def claim(self, batch: Batch, at: int, record: int | None, how: str) -> None:
        if record is not None and record in self.claimed:
            batch.twins[at], batch.how[at] = self.claimed[record], how
            return
        batch.records[at] = record
        if record is not None:
            self.claimed[record], batch.how[at] = batch.numbers[at], how

    def by_name(self, batch: Batch, at: int, words: tuple, run: Run) -> tuple[int | None, str]:
        """By the name within the village: with the same owner it is the business, else people decide."""
        decided = run.decided.same.get(str(batch.numbers[at]))
        if not decided or decided == TWIN:
            return self.undecided(batch, at, words, decided)
        if decided == NEW:
            name, owner, where = words
            self.rows[where, name[:1]][name] = (batch.numbers[at], owner)
            return None, ""
        record = seen(run).filter(public_id=decided).values_list("pk", flat=True).first()
        if record is not None:
            return record, "decided"
        record, how = self.undecided(batch, at, words, None)
        if record is None and at not in batch.problems:
            reason = _("The business that this row was said to be is no longer there. Is the row a business of its own?")
            batch.fault(at, Problem("name", "same-gone", reason, batch.column("name")[at]))
        return record, how

    def undecided(self, batch: Batch, at: int, words: tuple, decided: str | None) -> tuple[int | None, str]:
        """The same, where nothing but its likeness to another row was decided."""
        name, owner, where = words
        known = self.names.get(where, {})
        for record, other in known.get(name, ()):
            if owner == other or (where and not (owner and other)):
                return record, "name"
        if not where:
            return None, ""
        if found := near(name, known):
            self.ask(batch, at, found, known[found][0][0])
            return None, ""
        among = self.rows[where, name[:1]]
        found = name if name in among else near(name, among)
        if found and decided == TWIN:
            batch.twins[at] = among[found][0]
            return None, ""
        if found and (not owner or owner != among[found][1]):
            reason = _("Row %(row)d of the file has nearly the same name in the same village. Is it the same business?")
            batch.fault(at, Problem("name", "near-row", reason % {"row": among[found][0]}, name))
            return None, ""
        among[name] = (batch.numbers[at], owner)
        return None, ""

    def ask(self, batch: Batch, at: int, found: str, record: int) -> None:
        msme = Msme.objects.only("name", "public_id", "owner_name").get(pk=record)
        words = {"name": msme.name, "owner": msme.owner_name or "–"}
        reason = _("“%(name)s” (owner: %(owner)s) is recorded in the same village. Is it the same business?") % words
        batch.fault(at, Problem("name", "near-name", reason, batch.column("name")[at], (msme.public_id,)))

    def know_places(self, batch: Batch, run: Run) -> None:
        """Fetch the names of each village, and of each place outside the regency, when it is first met."""
        self.know_nowhere(batch, run)
        met = {*batch.values["village_id"], *batch.values["elsewhere"]} - {None, "", *self.names}
        if not met:
            return
        self.names |= {where: {} for where in met}
        villages, places = ([one for one in met if isinstance(one, kind)] for kind in (int, str))
        here = Address.objects.on(run.on).filter(msme__merged_into=None)
        here = here.filter(Q(village__in=villages) | Q(village=None, elsewhere__in=places))
        for pk, name, owner, *where in here.values_list("msme", "msme__name", "msme__owner_name", "village", "elsewhere"):
            self.names[where[0] or where[1]].setdefault(plain(name), []).append((pk, plain(owner)))

    def know_nowhere(self, batch: Batch, run: Run) -> None:
        """Fetch the names that rows without a place bear, of businesses of which no place is known either."""
        places = zip(batch.values["village_id"], batch.values["elsewhere"], batch.column("name"), strict=True)
        names = [name for village, elsewhere, name in places if name and not village and not elsewhere]
        rows = bulk.found(Msme, ["id", "name", "owner_name", "merged_into"], among="name", values=list(set(names)))
        placed = set(Address.objects.on(run.on).filter(msme__in=[row[0] for row in rows]).values_list("msme", flat=True))
        here = self.names[""] = {}
        for pk, name, owner, merged in rows:
            if merged is None and pk not in placed:
                here.setdefault(plain(name), []).append((pk, plain(owner)))


def marks_of(words: tuple, nib, nik, phone) -> dict[str, object]:
    """By what a later row is known to be the same business: kind of mark → the mark."""
    name, owner, where = words
    marks = {"nib": nib} if nib else {}
    if nik:
        marks["nik"] = (nik, name)
    if owner or not where:
        marks["who"] = (name, owner, where)
    if phone:
        marks["phone"] = (phone, name)
    return marks


def keyed(batch: Batch, run: Run) -> dict[str, tuple[int, str]]:
    """Records by the key of our own files, those the person may see."""
    keys = {key: key.partition("-")[0] for key in batch.column("key") if key}
    if not keys:
        return {}
    found = dict(seen(run).filter(public_id__in=set(keys.values())).values_list("public_id", "pk"))
    return {key: (found[public_id], "key") for key, public_id in keys.items() if public_id in found}


def numbered(batch: Batch, run: Run):
    """A look-up by NIB, then by NIK or telephone with the same name; two questions for the whole batch."""
    hashes = [keyed_hash(nik) if nik else "" for nik in batch.column("owner_nik")]
    batch.values["owner_nik_hash"] = hashes
    by_nib = {nib: pk for nib, _name, pk in current("nib", batch.column("nib"))}
    by_nik = {(kept, plain(name)): pk for kept, name, pk in current("owner_nik_hash", hashes)}
    by_phone = {(phone, plain(name)): pk for phone, name, pk in current("phone", batch.column("phone"))}
    hash_of = dict(zip(batch.column("owner_nik"), hashes, strict=True))

    def found(nib, nik, phone, name) -> tuple[int | None, str]:
        if nib in by_nib:
            return by_nib[nib], "nib"
        if nik and (hash_of[nik], name) in by_nik:
            return by_nik[hash_of[nik], name], "nik"
        return (by_phone[phone, name], "phone") if (phone, name) in by_phone else (None, "")

    return found


def current(column: str, values: list) -> list[tuple]:
    """That column, name and key of the current records with one of the values."""
    rows = bulk.found(
        Msme, [column, "name", "id", "merged_into"], among=column, values=list({value for value in values if value})
    )
    return [(value, name, pk) for value, name, pk, merged in rows if merged is None]


def seen(run: Run):
    """The MSMEs that the one who imports may see; at the terminal all."""
    return Msme.objects.visible_to(run.user, on=run.on) if run.user else Msme.objects.current()
