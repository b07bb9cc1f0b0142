"""What can be imported: each app declares its own in its `imports.py`, as columns and what becomes of checked rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from idaman.spreadsheets.columns import Column
from idaman.staging import Stage
from partners.doors import abilities
from partners.importing.decided import Decided
from partners.importing.models import Import, Outcome
from partners.roles import May

HIDDEN = "•"  # in a cell: a personal number as our own files show it, which says nothing new


@dataclass(frozen=True)
class Problem:
    """Why a row can't be taken as it is: which column, the cause that others may share, the sentence, what it may mean."""

    column: str
    cause: str
    reason: str
    value: str = ""
    proposals: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return {
            "column": self.column,
            "cause": self.cause,
            "reason": self.reason,
            "value": self.value,
            "proposals": self.proposals,
        }


class Batch:
    """Up to a thousand rows of the file, column by column: what stands in the cells, what it means, what becomes of each row."""

    def __init__(self, numbers: list[int], cells: dict[str, list]):
        self.numbers = numbers
        self.cells = cells
        self.made_of: dict[str, dict[int, str]] = {}  # column → place → what a value was worked out from
        self.values: dict[str, list] = {}
        self.problems: dict[int, list[Problem]] = {}
        self.twins: dict[int, int] = {}  # place in the batch → number of the row it repeats
        self.records: list[int | None] = [None] * len(numbers)
        self.how: dict[int, str] = {}
        self.changes: dict[int, dict] = {}  # place of a known record → column → its new value
        self.settled: list[Outcome] = []  # what became of each row, as it was judged: new records have their key after writing
        self.joined: set[int] = set()  # places of twins whose words were added to the row they repeat
        self.stored: dict[int, object] = {}  # place → the known record as it is, beside what its row makes of it
        self.bases: dict[int, object] = {}  # place of a row of our own file → the record as it was when the row was written
        self.ready: dict[int, object] = {}  # records built but not saved, of importers that build them while judging
        self.beside: list = []  # known records that no row is, changed by what a row says: a standing that the next one ends
        self.kept_cells: dict[int, dict[str, str]] = {}  # of rows that aren't taken
        self.is_staged = False  # what is new, and the lines of the ledger, stand ready to be poured

    def __len__(self):
        return len(self.numbers)

    def column(self, name: str) -> list:
        """The values of a column; of one the file lacks, nothing for each row."""
        return self.values.get(name) or [None] * len(self)

    def fault(self, place: int, problem: Problem) -> None:
        self.problems.setdefault(place, []).append(problem)

    def good(self) -> Iterator[int]:
        """The places of rows that can be taken."""
        return (place for place in range(len(self)) if self.is_good(place))

    def is_good(self, place: int) -> bool:
        return place not in self.problems and place not in self.twins

    def new(self) -> list[int]:
        """The places of rows that make a record."""
        return [place for place in self.good() if self.records[place] is None]

    def outcome(self, place: int) -> Outcome:
        if place in self.problems:
            return Outcome.REFUSED
        if place in self.twins:
            return Outcome.DUPLICATE
        if self.records[place] is None:
            return Outcome.CREATED
        return Outcome.UPDATED if self.changes.get(place) else Outcome.UNCHANGED

    def outcomes(self) -> list[Outcome]:
        return [self.outcome(place) for place in range(len(self))]

    def row(self, place: int) -> dict:
        """A row as column → value."""
        return {name: values[place] for name, values in self.values.items()}


@dataclass
class Run:
    """One pass over a file: for whom, as of which day, by what was decided; and what the importer remembers on the way."""

    user: object
    partner: object
    on: date
    decided: Decided
    memory: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """Who writes, when, and the reason in every history."""

    by: object
    at: datetime
    why: str


class Importer:
    """A kind of import. A subclass names its columns and models, judges rows together and writes those that are good."""

    code = ""
    title: str | Promise = ""
    may = May.KEEP_RECORDS
    models: tuple = ()  # that it writes, first the one a row is about
    columns: list[Column] = []
    key: Column | None = None  # put before the columns: by it a row of our own file finds its record
    moves_figures = True
    written_late: tuple[str, ...] = ()  # columns of new records that `write` needs although they were staged
    overruled = frozenset()  # by which a row is known, and people may say that it is another all the same
    judges_together = False  # some faults show only when all rows of the file are known
    is_of_a_partner = False  # its records belong to the partner whose import it is: nothing for the terminal

    def judge(self, batch: Batch, run: Run) -> None:
        """Say which rows can't be taken, which are known or twins, and what would change."""
        raise NotImplementedError

    def stage(self, batch: Batch, run: Run, stage: Stage) -> bool:
        """Make the new records ready and give their keys to `batch.records`; False where `write` makes them."""
        return False

    def judge_together(self, batches: list[Batch]) -> None:
        """Say what can't be taken because of other rows, wherever in the file they stand."""

    def make_room(self, batches: list[Batch]) -> None:
        """Before the batches are written one after another: let none be in the way of another."""

    def write(self, batch: Batch, run: Run, signed: Signed) -> None:
        """Make and change the records of the batch's good rows, and give those that are new to `batch.records`."""
        raise NotImplementedError

    def exported(self, user, on: date, records: QuerySet) -> Iterator[tuple]:
        """The records as rows in these columns, the titles first, as far as the person may see them; nobody sees all."""
        raise NotImplementedError

    def named(self, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
        """What the records of the rows are called, and where they are shown."""
        raise NotImplementedError

    def choices(self, name: str) -> list[str]:
        """All that a cell of the column may say, where that is a list; as one would type it."""
        return []

    def left_by(self, imported: Import) -> tuple[list[int], dict[int, str]] | None:
        """What undoing takes back and what others decided meanwhile (key → who); None: found by the history's traces."""
        return None

    def take_back(self, keys: list[int], *, by, at: datetime, why: str) -> None:
        """Undo these in the importer's own way."""
        raise NotImplementedError

    def rested_on(self, imported: Import, keys: list[int]) -> dict[int, str]:
        """Of the known records it changed those on whose change something of another app rests by now: key → who."""
        return {}

    def undone(self, imported: Import, keys: list[int], *, by, at: datetime, why: str) -> None:
        """Bring back what the import ended beside its own models, for the known records that are as before again."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


IMPORTERS: dict[str, Importer] = {}


def register(importer: type[Importer]) -> type[Importer]:
    """Used as a decorator."""
    columns = [importer.key, *importer.columns] if importer.key else importer.columns
    importer.columns = [replace(column, synonyms=(*titles(column), *column.synonyms)) for column in columns]
    IMPORTERS[importer.code] = importer()
    return importer


def titles(column: Column) -> list[str]:
    """A column's title in both languages, so that our own files come back."""
    found = []
    for language in ("id", "en"):
        with translation.override(language):
            found.append(str(column.title))
    return found


def importers() -> dict[str, Importer]:
    """All kinds of import, in the order of the apps."""
    autodiscover_modules("imports")
    return IMPORTERS


def opened_to(user) -> list[Importer]:
    """What the person may import today."""
    held = abilities(user)
    return [one for one in importers().values() if one.may in held]


def find(user, code: str) -> Importer:
    """The kind of import, for who may import it, or 404."""
    found = importers().get(code)
    if found is None or found not in opened_to(user):
        raise Http404
    return found
