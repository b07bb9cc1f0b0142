"""The background jobs of an import, and the same work done at once for the terminal."""

import os
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from idaman import clock, effects, refusals
from idaman.periods import year_before
from idaman.programme import PROGRAMME_SINCE
from idaman.sealed import unsealed_bytes
from idaman.spreadsheets.reading import Unreadable
from idaman.staging import Stage
from partners.importing.actions import begin, keep_remembered
from partners.importing.checking import Checked, check
from partners.importing.decided import Decided
from partners.importing.importers import Run, Signed, importers, opened_to
from partners.importing.models import Import, Outcome
from partners.importing.rows import Rows
from partners.importing.writing import MovedMeanwhileError, SupersededError, keep_check, standing, write

TRIES = 3
State = Import.State


class NoLongerGoodError(Exception):
    """All rows were to be written, and some can't be any more."""


@contextmanager
def opened(imported: Import):
    """The kept file in clear, for as long as it is read; in memory where the system can, so that nothing survives a kill."""
    with imported.file.open() as kept:
        content = unsealed_bytes(kept.read())
    with in_clear(content) as path:
        yield path


@contextmanager
def in_clear(content: bytes):
    """A path under which the content can be read for a while."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("idaman"), "wb") as file:
            file.write(content)
            file.flush()
            yield Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")
    else:
        with tempfile.NamedTemporaryFile(prefix="idaman-") as file:
            file.write(content)
            file.flush()
            yield Path(file.name)


def ask(imported: Import, to: State, *, at, language: str = "") -> Import:
    """Have the worker check or write the file, and tell in `language` what it finds."""
    with transaction.atomic():
        now = begin(imported=imported, to=to, at=at, language=language)
        job = {State.CHECKING: check_file, State.WRITING: write_file}[to]
        transaction.on_commit(lambda: job.enqueue(now.pk, now.turn))
    return now


@task()
def check_file(pk: int, turn: int) -> None:
    """Judge the rows and keep what was found; nothing else is written."""
    with told_in_words(pk, turn) as imported:
        run = run_of(imported, clock.today())
        refuse_without_right(imported, run)
        with opened(imported) as path:
            checked = check(imported, importers()[imported.code], run, Rows(path, imported.sheet), say(imported, turn))
        keep_check(imported, checked, turn=turn, at=clock.now())


@task()
def write_file(pk: int, turn: int) -> None:
    """Judge the rows once more, as the records stand now, and write the good ones."""
    with told_in_words(pk, turn) as imported, opened(imported) as path:
        written(imported, path, turn=turn, on=clock.today(), at=clock.now())


def written(imported: Import, path, *, turn: int, on: date, at, rows: Rows | None = None) -> Checked:
    """Check and write; where others changed records in between, look again. `rows`: the file where it is open already."""
    importer = importers()[imported.code]
    before = figures_of_years(importer, on)
    signed = Signed(by=imported.owner, at=at, why=imported.why)
    for _try in range(TRIES):
        run, seen = run_of(imported, on), standing(importer)
        refuse_without_right(imported, run)
        with Stage() as stage:
            checked = check(imported, importer, run, rows or Rows(path, imported.sheet), say(imported, turn), stage)
            rows = None
            if not run.decided.only_good and checked.told["counts"].get(Outcome.REFUSED):
                raise NoLongerGoodError
            try:
                write(imported, importer, run, checked, stage, turn=turn, seen=seen, signed=signed)
            except MovedMeanwhileError:
                continue
        keep_remembered(imported, importer, at=at)
        tell_effects(imported, importer, before, on)
        return checked
    raise MovedMeanwhileError


def run_of(imported: Import, on: date) -> Run:
    """For the person as they act for the partner whose import it is."""
    if imported.owner:
        imported.owner.acting_for = imported.partner_id
    return Run(user=imported.owner, partner=imported.partner, on=on, decided=Decided.read(imported.decided))


class NoLongerAllowedError(Exception):
    """Who handed the file over may not import it any more."""


def refuse_without_right(imported: Import, run: Run) -> None:
    """A right is asked again when the job runs: the file may outlive the membership."""
    if run.user and imported.code not in {one.code for one in opened_to(run.user)}:
        raise NoLongerAllowedError(_("You may no longer import this; nothing was written."))


def say(imported: Import, turn: int):
    """Tells how far the work is; raises SupersededError as soon as it is no longer this job's turn."""

    def told(done: int):
        if not Import.objects.filter(pk=imported.pk, turn=turn).update(rows_done=done, alive_at=clock.now()):
            raise SupersededError

    return told


@contextmanager
def told_in_words(pk: int, turn: int):
    """The import as a job finds it; what stops the job is kept on it as a sentence, and raised for the log if it is a fault."""
    imported = Import.objects.select_related("owner", "partner").get(pk=pk)
    with translation.override(imported.language):
        try:
            yield imported
        except SupersededError:
            return
        except (Unreadable, IntegrityError, MovedMeanwhileError, NoLongerAllowedError, NoLongerGoodError) as known:
            fail(imported, turn, in_words(known))
        except Exception:
            fail(imported, turn, _("A fault of the program stopped it; the administrator finds it in the log."))
            raise


def in_words(known: Exception) -> str:
    if isinstance(known, NoLongerGoodError):
        return _("Records were changed since the file was checked, and some of its rows must be mended now.")
    if isinstance(known, IntegrityError):
        return refusals.sentence(known)
    if isinstance(known, MovedMeanwhileError):
        return _("Others kept changing the same records meanwhile. Try again in a minute.")
    return str(known)


def fail(imported: Import, turn: int, fault: str) -> None:
    Import.objects.filter(pk=imported.pk, turn=turn).update(state=State.FAILED, fault=fault[:500], alive_at=None)


def figures_of_years(importer, on: date) -> dict[str, dict]:
    """The figures at the end of each year since the programme began, and of the day; none for what moves no figure."""
    days, day = [], on
    while importer.moves_figures and day >= PROGRAMME_SINCE:
        days.append(day)
        day = date(day.year - 1, 12, 31) if day == on else year_before(day)
    return {day.isoformat(): figures for day, figures in effects.figures(days[::-1]).items()}


def tell_effects(imported: Import, importer, before: dict, on: date) -> None:
    """Keep which past figures the import moved: day → figure → before and after."""
    moved = {}
    for day, figures in figures_of_years(importer, on).items():
        differing = {title: [before[day][title], value] for title, value in figures.items() if value != before[day][title]}
        moved |= {day: differing} if differing else {}
    told = {**Import.objects.values_list("told", flat=True).get(pk=imported.pk), "moved": moved}
    Import.objects.filter(pk=imported.pk).update(told=told)
