"""What people decided about a file: how its columns are read, what its spellings mean, which rows are the same business."""

from dataclasses import asdict, dataclass, field

TWIN, NEW = "twin", "new"


@dataclass
class Decided:
    """Decisions on one file. Rows are named by their number, columns by their name."""

    options: dict[str, dict] = field(default_factory=dict)  # column → what was asked once: {"unit": 1000}, {"order": "dmy"}
    said: dict[str, dict[str, str]] = field(default_factory=dict)  # column → spelling → what it means, "" leaves it empty
    mended: dict[str, dict[str, str]] = field(default_factory=dict)  # number of the row → column → what stands there instead
    whole: dict[str, str] = field(default_factory=dict)  # column → the value of every row that has none
    same: dict[str, str] = field(default_factory=dict)  # row → key of the record it is, TWIN of the near row, or NEW
    dropped: list[str] = field(default_factory=list)  # "column:cause": such cells are left empty
    outside: str = "refuse"  # of rows from outside the regency: or "text", the address is kept as text
    conflict: str = ""  # where the record was changed after our file was made: "file" or "record" wins, "" is still open
    only_good: bool = True  # rows to mend are left out; else nothing is written while there is one
    known: str = "fill"  # of records known already: only what is missing; or "take" the file's values, or "leave" them

    @classmethod
    def read(cls, kept: dict) -> "Decided":
        return cls(**kept)

    def kept(self) -> dict:
        return asdict(self)
