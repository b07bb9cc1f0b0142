"""Words in both languages, as published content carries them."""

from collections.abc import Callable

from django.utils import translation

LANGUAGES = ("id", "en")


def in_both(words: Callable) -> dict[str, str]:
    """What the words are in each language."""
    return {language: translated(language, words) for language in LANGUAGES}


def translated(language: str, words: Callable) -> str:
    with translation.override(language):
        return str(words())
