"""The demonstration publishes the paper's two days, and restates the second because of a sponsorship it had forgotten."""

from datetime import UTC, date, datetime

from django.db import transaction

from idaman.history import keep
from idaman.models import User
from idaman.periods import Period
from msmes.models import Sponsorship
from reports.publications.actions import begin, keep_typed, publish
from reports.publications.models import Edition
from reports.publications.printing import make_files

FORGOTTEN = "Usaha Peraga 077"  # its only sponsorship is entered after the first edition of its year
STILL_OPEN = "Data pemilik beberapa usaha masih dilengkapi oleh petugas; angka pada tabel tidak terpengaruh (peraga)"
FIRST = Period(date(2018, 3, 1), date(2018, 4, 1)), datetime(2018, 4, 16, 2, tzinfo=UTC)
SECOND = Period(date(2018, 4, 1), date(2019, 4, 1)), datetime(2019, 4, 15, 2, tzinfo=UTC)
REMEMBERED = datetime(2019, 5, 13, 2, tzinfo=UTC)
RESTATED = datetime(2019, 5, 20, 2, tzinfo=UTC)
STORIES = {
    FIRST: (
        "Data awal program (peraga): keadaan pada akhir bulan pertama, dengan 18 perusahaan pembina dan 74 UMKM binaan.",
        "The programme's baseline (demonstration): how it stood at the end of its first month, with 18 sponsoring companies "
        "and 74 assisted MSMEs.",
    ),
    SECOND: (
        "Tahun pertama program (peraga).\n\nToko modern mitra bertambah dari 5 menjadi 21, dan 17 Gerai I-DAMAN dibuka; "
        "sebelumnya belum ada.",
        "The programme's first year (demonstration).\n\nPartner modern stores grew from 5 to 21, and 17 I-DAMAN corners opened "
        "where there had been none.",
    ),
}


def held_back(sponsorships: list[Sponsorship]) -> list[Sponsorship]:
    """Take what the office forgets at first out of the records to insert."""
    found = [fact for fact in sponsorships if fact.msme.name == FORGOTTEN]
    for fact in found:
        sponsorships.remove(fact)
    return found


def publishing(forgotten: list[Sponsorship], *, until: date, why: str) -> None:
    """Both days, each once its period is over; then what was forgotten, and the restatement."""
    officer = User.objects.get(email="officer@demo.test")
    for period, at in (FIRST, SECOND):
        if at.date() <= until:
            edition(period, at, officer, why=why)
    for fact in forgotten:
        fact.company, fact.msme = fact.company, fact.msme  # they have their keys by now
        fact._history_date = min(REMEMBERED, datetime(until.year, until.month, until.day, tzinfo=UTC))
        keep(fact, by=officer, why=why)
    if RESTATED.date() <= until:
        reason = "Satu pembinaan sejak September 2018 baru ditemukan suratnya dan dicatat (peraga)"
        edition(SECOND[0], RESTATED, officer, why=why, reason=reason)


def print_newest() -> None:
    """The worker prints the newest edition; the others are printed when somebody asks for them."""
    newest = Edition.objects.order_by("published_at").last()
    if newest:
        transaction.on_commit(lambda: make_files.enqueue(newest.pk))


def edition(period: Period, at: datetime, officer: User, *, why: str, **typed) -> None:
    """One edition, by the actions of the pages, at its moment."""
    story = typed or dict(zip(("narrative_id", "narrative_en"), STORIES[period, at], strict=True))
    draft = begin(period=period, by=officer, at=at, why=why)
    draft = keep_typed(draft=draft, typed=story | {"explanation": STILL_OPEN}, opened_at=draft.saves, page="peraga", at=at)
    publish(draft=draft, by=officer, at=at, is_printed=False)
