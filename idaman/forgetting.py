"""Words about a person taken out of texts, in records and in all their history."""

import re

from django.db.models import QuerySet

from idaman.deleted import is_text
from idaman.history import Versioned

HIDDEN = "•••"
SHORTEST = 3  # letters; a shorter word would be found inside of others' names
NUMBER = 7  # digits from which on it is a telephone or the number of a paper, found however it is spaced
GAP = r"[\s.\-–—_/()]{0,3}"  # what people write between digits
KEYS = {"public_id", "key"}


class Words:
    """What was known of a person, to be found in texts as whole words, in capitals or small letters.

    `parts`, of a name, are looked for only in what is about the person: a namesake stands elsewhere.
    """

    def __init__(self, *words: str, parts: set[str] = frozenset()):
        self.words = {word.strip() for word in words if word and len(word.strip()) >= SHORTEST}
        self.parts = set(parts)
        told = sorted(self.words | self.parts, key=len, reverse=True)
        self.pattern = re.compile("|".join(filter(None, map(spelled, told))) or r"(?!)", re.IGNORECASE)

    @property
    def whole(self) -> "Words":
        """The same without parts of a name."""
        return Words(*self.words)

    def and_also(self, *words: str, parts: set[str] = frozenset()) -> "Words":
        """The same with more."""
        return Words(*self.words, *words, parts=self.parts | parts)

    def hidden(self, text: str) -> str:
        """The text without them."""
        return self.pattern.sub(HIDDEN, text)

    def hide(self, rows: QuerySet, names: list[str]) -> None:
        """Take them out of these texts of the rows, round the history of their saving."""
        if not names:
            return
        changed = {}
        for row in rows.values("pk", *names).iterator():
            clean = {name: self.hidden(row[name]) for name in names if row[name] and self.pattern.search(row[name])}
            changed |= {row["pk"]: clean} if clean else {}
        for key, clean in changed.items():
            rows.model._base_manager.filter(pk=key).update(**clean)

    def hide_in(self, model, **of) -> None:
        """The same for the model's records with these values, there or gone, and the reasons of their changes."""
        names = [field.name for field in model._meta.concrete_fields if is_text(field) and field.name not in KEYS]
        self.hide(model._base_manager.filter(**of), names)
        if issubclass(model, Versioned):
            kept = {field.name for field in model.history.model._meta.concrete_fields}
            self.hide(model.history.filter(**of), [*(name for name in names if name in kept), "history_change_reason"])


def spelled(word: str) -> str:
    """The pattern of a word as people may write it: with any signs between its parts, a number between its digits."""
    number = re.sub(r"[\W_]", "", word)
    if re.fullmatch(rf"[0-9]{{{NUMBER},}}", number):
        return rf"(?<![0-9])[+]?{lead(number)}(?![0-9])"
    gap = r"[\W_]{0,4}" if re.search(r"[0-9]", word) else r"[\W_]{1,4}"
    parts = gap.join(map(re.escape, re.findall(r"[^\W_]+", word)))
    return parts and rf"(?<!\w){parts}(?!\w)"


def lead(number: str) -> str:
    """The digits with gaps; a telephone with 0, with +62 or with neither, an old tax number without its 0 in front."""
    telephone = re.fullmatch(r"(?:62|0)([1-9][0-9]{7,11})", number)
    if telephone:
        return rf"(?:(?:0{GAP}0{GAP})?6{GAP}2{GAP}(?:0{GAP})?|0{GAP})?{GAP.join(telephone[1])}"
    if len(number) == 16 and number.startswith("0"):
        return rf"(?:0{GAP})?{GAP.join(number[1:])}"
    return GAP.join(number)
