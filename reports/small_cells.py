"""Small numbers of people are hidden where figures go out, and one more where the total would give them away."""

from collections.abc import Hashable
from typing import TypeVar

SMALLEST = 5  # people behind a number that may be told
Key = TypeVar("Key", bound=Hashable)


def suppressed(counts: dict[Key, int], *, smallest: int = SMALLEST) -> dict[Key, int | None]:
    """The counts with the small ones hidden (None); their sum is known to every reader.

    Nobody is in a 0, which stays. Of a single hidden number the rest would tell it, so the smallest of the others is hidden
    too; and where the hidden ones sum to less than `smallest` with as few as that, everybody could bound them, so again one more.

    >>> suppressed({"woman": 60, "man": 32, "": 3})
    {'woman': 60, 'man': None, '': None}
    """
    hidden = {key for key, count in counts.items() if 0 < count < smallest}
    while hidden and (len(hidden) < 2 or sum(counts[key] for key in hidden) < smallest):
        others = [key for key in counts if key not in hidden and counts[key]] or [key for key in counts if key not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda key: (counts[key], str(key))))
    return {key: None if key in hidden else count for key, count in counts.items()}
