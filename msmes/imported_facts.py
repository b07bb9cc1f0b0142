"""Enrolments and sponsorships from a spreadsheet."""

import re
from collections.abc import Iterable
from functools import partial
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.programme import PROGRAMME_SINCE
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Faulty, Meaning, OneOf, PartialDay, Text, YesNo
from idaman.spreadsheets.typed import near
from idaman.spreadsheets.words_typed import folded
from msmes.actions import STANDINGS
from msmes.aspects import ASPECTS
from msmes.finding import MSME, MSME_COLUMNS
from msmes.models import Enrolment, Sponsorship
from partners.importing.differing import as_stored
from partners.importing.importers import Batch, Problem, Run, register
from partners.importing.naming import Link, named, partners
from partners.importing.records import DAYS, SINCE, UNTIL, RecordImporter
from partners.importing.timelines import Stretch
from partners.roles import Kind

STATES = {
    Enrolment.State.ENROLLED.value: ("Peserta", "Binaan", "Aktif", "Terdaftar", "Bergabung", "Enrolled"),
    Enrolment.State.SUSPENDED.value: ("Ditangguhkan", "Nonaktif sementara", "Cuti", "Suspended"),
    Enrolment.State.GRADUATED.value: ("Lulus", "Mandiri", "Tamat", "Graduated"),
    Enrolment.State.EXITED.value: ("Keluar", "Berhenti", "Tutup", "Mundur", "Exited"),
}
SPOKEN = {
    "institution": ("Kelembagaan", "Institusi", "Institution"),
    "management": ("Pembinaan usaha", "Manajemen", "Manajemen usaha", "Kewirausahaan", "Business management", "Management"),
    "production": ("Produksi", "Production"),
    "standardisation": ("Standardisasi", "Standarisasi", "Standardisasi produk", "Standarisasi produk", "Standardisation"),
    "capital": ("Permodalan", "Modal", "Capital"),
    "market": ("Pasar", "Pemasaran", "Market", "Marketing"),
}
BETWEEN = re.compile(r"\s*(?:[,;/+&\n]|\bdan\b|\band\b)\s*", re.IGNORECASE)


class Aspects(Meaning):
    """Several of the six aspects in one cell: "pasar, modal"."""

    words = {folded(word): aspect for aspect, spoken in SPOKEN.items() for word in (aspect, *spoken)}
    shown = {folded(word): spoken[0] for spoken in SPOKEN.values() for word in spoken}

    def understood(self, cell) -> tuple[str, ...]:
        parts = [part for part in BETWEEN.split(str(cell)) if folded(part)]
        unknown = [part for part in parts if folded(part) not in self.words]
        if unknown:
            sentence = _("“%(word)s” is none of the six aspects: %(aspects)s.")
            words = {"word": unknown[0], "aspects": ", ".join(map(str, ASPECTS.values()))}
            raise Faulty("aspects-unknown", sentence % words, near(folded(unknown[0]), self.shown))
        said = {self.words[folded(part)] for part in parts}
        return tuple(aspect for aspect in ASPECTS if aspect in said)

    def written(self, value) -> str:
        return ", ".join(SPOKEN[aspect][0] for aspect in value or ())


ASPECTS_COLUMN = Column("aspects", gettext_lazy("Aspects"), ("aspek", "bidang pembinaan", "dukungan"), Aspects)


@register
class EnrolmentImport(RecordImporter):
    """How MSMEs stood in the programme over the years; the next standing ends the one before."""

    code = "enrolments"
    title = gettext_lazy("Enrolments")
    model = Enrolment
    identity = ("msme_id", "state", "starts_on")
    columns = [
        *MSME_COLUMNS,
        Column("state", gettext_lazy("State"), ("status", "kepesertaan", "keadaan"), partial(OneOf, STATES), is_required=True),
        SINCE,
        UNTIL,
        Column("reason", gettext_lazy("Reason"), ("alasan", "keterangan", "sebab"), partial(Text, max_length=300)),
    ]
    fields = {"state": "state", "reason": "reason", **DAYS}
    links = (MSME,)
    is_ended_by_next = True

    def build(self, batch: Batch, rows: dict, run: Run) -> None:
        """A day known only to a month or year in which the programme began is the day on which it began."""
        for at, row in rows.items():
            since = row["starts_on"]
            if since.period.end <= PROGRAMME_SINCE:
                reason = _("Nobody takes part before the programme began.")
                batch.fault(at, Problem("since", "too-early", reason, str(since)))
            elif since.first < PROGRAMME_SINCE:
                row["starts_on"] = PartialDay(PROGRAMME_SINCE)
        super().build(batch, rows, run)
        for at in rows:
            if "msme_id" in batch.changes.get(at, ()):
                reason = _("A standing stays with its MSME. Delete this one, and record another for the MSME that is meant.")
                batch.fault(at, Problem("msme", "own-page", reason))

    def judge_line(self, line: list[Stretch]) -> Iterable[tuple[Stretch, Problem]]:
        """Each standing follows the one before by the table of moves; at fault is the one that follows, if a row says it."""
        for before, one in pairwise([None, *line]):
            now, to = before.record.state if before else "", one.record.state
            fault = one if one.is_of_file else before
            if fault and fault.is_of_file and not STANDINGS.allows(now, to):
                words = {
                    "now": STANDINGS.label(now),
                    "to": STANDINGS.label(to),
                    "day": date_format(one.starts, "SHORT_DATE_FORMAT"),
                }
                reason = _("On %(day)s this MSME would go from “%(now)s” to “%(to)s”, which the programme doesn't have.") % words
                yield fault, Problem("state", "move", reason, str(STANDINGS.label(to)))


@register
class SponsorshipImport(RecordImporter):
    """Which companies supported which MSMEs, on which aspects, over the years."""

    code = "sponsorships"
    title = gettext_lazy("Sponsorships")
    model = Sponsorship
    identity = ("company_id", "msme_id", "starts_on")
    columns = [
        Column(
            "company",
            gettext_lazy("Company"),
            ("perusahaan", "perusahaan pembina", "nama perusahaan", "pembina", "sponsor"),
            partial(Text, max_length=200),
            is_required=True,
        ),
        *MSME_COLUMNS,
        ASPECTS_COLUMN,
        *(Column(f"on_{aspect}", ASPECTS[aspect], SPOKEN[aspect], YesNo) for aspect in ASPECTS),
        SINCE,
        UNTIL,
    ]
    fields = {**{f"on_{aspect}": f"on_{aspect}" for aspect in ASPECTS}, **DAYS}
    links = (Link("company_id", ("company",), named("company", partial(partners, kind=Kind.COMPANY))), MSME)

    def said(self, batch: Batch, at: int, keys: dict, run: Run) -> dict:
        """Aspects named in one cell and those ticked in columns of their own; none at all is a fault."""
        said = super().said(batch, at, keys, run)
        if words := batch.column("aspects")[at]:
            said = {**{f"on_{aspect}": aspect in words or said.get(f"on_{aspect}", False) for aspect in ASPECTS}, **days_of(said)}
        if not any(said.get(f"on_{aspect}") for aspect in ASPECTS):
            batch.fault(at, Problem("aspects", "missing", _("No aspect is named: at least one of the six is needed.")))
        return said

    def joined(self, before: dict, row: dict) -> dict | None:
        """One sponsorship in several rows, an aspect each: all of them together."""
        if as_stored(days_of(before)) != as_stored(days_of(row)):
            return None
        named = {name: either(before.get(name), row.get(name)) for name in before | row if name.startswith("on_")}
        return {**days_of(before), **named}


def either(one: bool | None, other: bool | None) -> bool | None:
    """Whether one of two rows says it; nothing where neither says yes or no."""
    return one or other if None not in (one, other) else one if other is None else other


def days_of(said: dict) -> dict:
    """All but the aspects."""
    return {name: value for name, value in said.items() if not name.startswith("on_")}
