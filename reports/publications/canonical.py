"""The one form in which published content is written down and summed up; `docs/publications.md` tells how to redo it."""

import hashlib
import json
import re
from decimal import Decimal


def number(value: int | Decimal | None) -> str | None:
    """A decimal string as the figure has it; what nobody can know is None.

    >>> number(Decimal("100.0")), number(1200), number(None)
    ('100.0', '1200', None)
    """
    return None if value is None else str(value)


def shortened(value: int | Decimal | None) -> str | None:
    """A decimal string of at most two decimals, none of them a zero that says nothing.

    >>> shortened(Decimal("105.00")), shortened(Decimal("38.90")), shortened(1200), shortened(None)
    ('105', '38.9', '1200', None)
    """
    if value is None:
        return None
    whole, _point, decimals = f"{Decimal(value):.2f}".partition(".")
    return f"{whole}.{decimals}".rstrip("0").rstrip(".")


def canonical(content) -> str:
    """JSON with sorted keys, without spaces, nothing escaped that needn't be.

    >>> canonical({"value": "95", "code": "assisted-msmes", "title": {"id": "UMKM binaan"}})
    '{"code":"assisted-msmes","title":{"id":"UMKM binaan"},"value":"95"}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def checksum(text: str) -> str:
    """SHA-256 over the text in UTF-8, in 64 small hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def typed_checksum(typed: str) -> str:
    """A checksum as people copy it from paper: capitals, spaces and marks between its digits don't matter.

    >>> typed_checksum("SHA256: AB cd-12")
    'abcd12'
    """
    return re.sub(r"[\W_]", "", re.sub(r"^\s*sha-?256\s*:?", "", typed.lower()))
