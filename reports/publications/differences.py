"""What is not the same in two contents of one period: figures, the rows that came and went, the words."""

from dataclasses import dataclass

from reports.publications.contents import Contents

WORDS = ("title", "definition", "unit", "kind")
NOTHING: dict = {}


@dataclass(frozen=True)
class Difference:
    """One indicator in two contents; `came` and `went` are keys of rows of the model."""

    code: str
    title: dict[str, str]
    old: dict  # its entry as it was; empty where there was none
    new: dict
    model: str
    came: list[int]
    went: list[int]
    there: list[int]  # the keys of all rows that it counts now

    @property
    def value(self) -> tuple[str | None, str | None]:
        return self.old.get("value"), self.new.get("value")

    @property
    def compared(self) -> tuple[str | None, str | None]:
        """The figure of the day compared with."""
        return self.old.get("against"), self.new.get("against")

    @property
    def is_compared_anew(self) -> bool:
        return self.compared[0] != self.compared[1]

    @property
    def is_based_anew(self) -> bool:
        return self.old.get("baseline") != self.new.get("baseline")

    @property
    def is_public(self) -> bool:
        """Whether what everybody may read differs, not the rows behind it alone."""
        return not is_same(self.old, self.new)

    @property
    def is_aimed_anew(self) -> bool:
        """Whether the target differs."""
        return differs(self.old, self.new, "target")

    @property
    def is_known_anew(self) -> bool:
        """Whether something else is known, or of how many."""
        return any(differs(self.old, self.new, name) for name in ("known", "whole"))

    @property
    def is_told_anew_over_time(self) -> bool:
        """Whether a month or a year before the last day differs."""
        return differs(self.old, self.new, "series")

    @property
    def is_defined_anew(self) -> bool:
        return bool(self.old and self.new) and any(self.old[name] != self.new[name] for name in WORDS)

    @property
    def breakdowns(self) -> list[dict[str, str]]:
        """The titles of the breakdowns whose numbers differ."""
        before, after = parts(self.old), parts(self.new)
        return [title for code, (title, counts) in after.items() if before.get(code, (None, None))[1] != counts]


def is_same(old: dict, new: dict) -> bool:
    """Whether both entries say the same, as far as both tell it: editions of an earlier format tell less."""
    return bool(old) == bool(new) and not any(differs(old, new, name) for name in old)


def differs(old: dict, new: dict, name: str) -> bool:
    return name in old and name in new and old[name] != new[name]


def parts(figure: dict) -> dict[str, tuple]:
    """By its code each breakdown's title and numbers."""
    return {
        one["code"]: (one["title"], {part["key"]: part["count"] for part in one["parts"]}) for one in figure.get("breakdowns", [])
    }


def differences(old: Contents, new: Contents) -> list[Difference]:
    """Every indicator that isn't the same, in the order of the new table, those that are gone last."""
    before, after = old.by_code, new.by_code
    codes = [*after, *(code for code in before if code not in after)]
    found = [difference(code, old, new) for code in codes]
    return [one for one in found if one.is_public or one.came or one.went]


def difference(code: str, old: Contents, new: Contents) -> Difference:
    before, after = old.by_code.get(code, NOTHING), new.by_code.get(code, NOTHING)
    gone, there = keys(old, code), keys(new, code)
    model = (new.rows.get(code) or old.rows.get(code))["model"]
    title = (after or before)["title"]
    return Difference(code, title, before, after, model, sorted(there - gone), sorted(gone - there), sorted(there))


def keys(some: Contents, code: str) -> set[int]:
    """The rows of a figure; of a share also those it is a share of, whose coming and going moves it as well."""
    rows = some.rows.get(code, {})
    return {int(key) for name in ("keys", "of") for key in rows.get(name, [])}
