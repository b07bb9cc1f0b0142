"""One line of text as people type names: what can't be seen in it could turn it around, and is refused."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, marks of direction and their like, breaks of lines
JOINERS = "\u200c\u200d"  # spelling in some scripts


def one_line(text: str) -> None:
    """Refuse controls and invisible marks of direction, which make a name read as another one.

    >>> one_line("Bu Sri & Anak")
    """
    for place, sign in enumerate(text):
        if unicodedata.category(sign) in UNSEEN and sign not in JOINERS:
            before = "".join(one for one in text[:place] if unicodedata.category(one) not in UNSEEN)[-20:]
            sentence = _("After “%(before)s” stands a sign that can't be seen (%(sign)s). Please type it by hand.")
            raise ValidationError(sentence % {"before": before, "sign": f"U+{ord(sign):04X}"}, code="unseen")


class LineField(models.CharField):
    """A line of text without anything unseen in it; for the database plain text."""

    default_validators = [one_line]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
