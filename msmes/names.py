"""Names of businesses and people as others compare them."""

from rapidfuzz import fuzz, process, utils

NEAR = 90  # of 100, for names of one village


def plain(name: str) -> str:
    """A name as people compare it: small letters, no signs, single spaces."""
    return " ".join(utils.default_process(name).split())


def near(name: str, known: dict) -> str | None:
    """The known name that this one may be a misspelling of, both plain; other digits are another name."""
    found = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR) if known else None
    return found[0] if found and digits(found[0]) == digits(name) else None


def digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]
