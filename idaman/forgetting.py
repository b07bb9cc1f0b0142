"""Words about a person taken out of texts, in records and in all their history."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from idaman.deleted import is_text
from idaman.history import Versioned

HIDDEN = "•••"
SHORTEST = 3  # letters; a shorter word would be found inside of others' names


class Words:
    """What was known of a person, to be found in texts as whole words, in capitals or small letters."""

    def __init__(self, *words: str):
        told = {word.strip() for word in words if word and len(word.strip()) >= SHORTEST}
        self.words = sorted(told, key=len, reverse=True)
        self.pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words) or r"(?!)", re.IGNORECASE)

    def hidden(self, text: str) -> str:
        """The text without them."""
        return self.pattern.sub(HIDDEN, text)

    def hide(self, rows: QuerySet, names: list[str]) -> None:
        """Take them out of these texts of the rows, round the history of their saving."""
        if not self.words or not names:
            return
        said = reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names for word in self.words))
        for key, *texts in rows.filter(said).values_list("pk", *names):
            clean = {name: self.hidden(text) for name, text in zip(names, texts, strict=True) if text}
            rows.model._base_manager.filter(pk=key).update(**clean)

    def hide_in(self, model, **of) -> None:
        """The same for the model's records with these values, there or gone, and the reasons of their changes."""
        names = [field.name for field in model._meta.concrete_fields if is_text(field) and field.name not in KEYS]
        self.hide(model._base_manager.filter(**of), names)
        if issubclass(model, Versioned):
            kept = {field.name for field in model.history.model._meta.concrete_fields}
            self.hide(model.history.filter(**of), [*(name for name in names if name in kept), "history_change_reason"])


KEYS = {"public_id", "key"}
