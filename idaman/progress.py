"""How far a long command is."""

from collections.abc import Callable


class Tenths:
    """Called with what was done since, says at each tenth of the whole how far it is."""

    def __init__(self, whole: int, say: Callable[[str], None]):
        self.whole, self.say, self.done, self.said = whole, say, 0, 0

    def __call__(self, more: int):
        self.done += more
        tenth = min(10, self.done * 10 // max(self.whole, 1))
        if tenth > self.said:
            self.said = tenth
            self.say(f"{tenth * 10:>4} %")
