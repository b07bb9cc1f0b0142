"""Personal numbers at rest: sealed with a cipher key, found again by a keyed hash, shown as a mask."""

import base64
import hashlib
import hmac
import json
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import capfirst


class WrongKeyError(Exception):
    """A sealed text was met that none of this machine's keys opens."""


def ciphers() -> list[Fernet]:
    """One for each of CIPHER_KEYS, in their order."""
    return made(tuple(settings.CIPHER_KEYS))


@cache
def made(keys: tuple[str, ...]) -> list[Fernet]:
    """Of each key once, since some are asked for a hundred thousand times."""
    return [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]


def fernet() -> MultiFernet:
    """The first cipher key seals; each of them opens, so that keys can be changed one by one."""
    return MultiFernet(ciphers())


def seal(clear: str) -> str:
    return ciphers()[0].encrypt(clear.encode()).decode()


def unseal(token: str) -> str:
    """The clear text; a token that no key opens is an error, never an empty string.

    Raises WrongKeyError when the cipher keys of this machine aren't those the text was sealed with.
    """
    return unsealed_bytes(token.encode()).decode()


def unsealed_bytes(token: bytes) -> bytes:
    """The same of a file's content."""
    try:
        return fernet().decrypt(token)
    except InvalidToken as error:
        raise WrongKeyError("No cipher key of this machine opens this text. Were CIPHER_KEYS changed?") from error


def resealed(token: str) -> str:
    """The same text under the first cipher key; the token itself when it is under that key already.

    Raises WrongKeyError when no cipher key of this machine opens it.
    """
    try:
        ciphers()[0].extract_timestamp(token.encode())  # asks for the signature only, nothing is opened
    except InvalidToken:
        return seal(unseal(token))
    return token


def keyed_hash(clear: str) -> str:
    """64 hexadecimal digits, the same for the same number; useless without the hash key."""
    return hmac.digest(settings.HASH_KEY.encode(), clear.encode(), "sha256").hex()


def masked(clear: str) -> str:
    """The first and last two digits, the rest as dots: enough to recognise, too little to use."""
    return clear if not clear else clear[:2] + "•" * max(len(clear) - 4, 4) + clear[-2:]


class SealedField(models.TextField):
    """A text that the database and its history hold sealed; a column `<name>_hash` beside it finds it again."""

    def get_prep_value(self, value):
        return seal(str(value)) if value else ""

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else ""

    def formfield(self, **kwargs):
        return SealedFormField(label=capfirst(self.verbose_name), required=False, max_length=40, help_text=self.help_text)

    def pre_save(self, instance, add):
        """Keep the hash column beside the sealed one in step."""
        clear = getattr(instance, self.attname)
        setattr(instance, f"{self.name}_hash", keyed_hash(clear) if clear else "")
        return clear


class SealedJson(SealedField):
    """What was typed, as a dictionary; sealed whole, since personal numbers are among it."""

    def from_db_value(self, value, expression, connection):
        return json.loads(super().from_db_value(value, expression, connection) or "{}")

    def get_prep_value(self, value):
        return super().get_prep_value(json.dumps(value) if value else "")

    def to_python(self, value):
        return value

    def pre_save(self, instance, add):
        return getattr(instance, self.attname)


class HashField(models.CharField):
    """The keyed hash beside a sealed field: what an equal number is looked up by."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "max_length": 64, "blank": True, "editable": False, "db_index": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class SealedInput(forms.TextInput):
    """Shows what is kept as a mask only; nothing of it is sent to the browser."""

    kept = ""

    def get_context(self, name, value, attrs):
        typed = "" if value == self.kept else value
        shown = {"placeholder": masked(self.kept)} if self.kept else {}
        return super().get_context(name, typed, {**(attrs or {}), **shown, "autocomplete": "off"})


class SealedFormField(forms.CharField):
    """A personal number: left empty it stays as it is, a dash takes it away (`meant` tells which)."""

    widget = SealedInput

    def get_bound_field(self, form, field_name):
        self.widget.kept = form.initial.get(field_name, "")
        return super().get_bound_field(form, field_name)

    def has_changed(self, initial, data):
        return bool(data) and data.strip() != (initial or "")


def meant(typed: str, kept: str) -> str:
    """What a sealed field should hold after the form."""
    return {"": kept, "-": ""}.get(typed, typed)
