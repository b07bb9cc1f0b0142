"""Values of context series from a spreadsheet: one a row, with its source."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.models import Region
from idaman.spreadsheets.amounts_typed import HUNDREDS, Whole
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Faulty, OneOf, Text, Year
from idaman.spreadsheets.typed import spelling
from partners.importing.importers import Run, register
from partners.importing.naming import Link, named
from partners.importing.records import RecordImporter
from reports.context.models import FIRST_YEAR, LAST_YEAR, ContextSeries, ContextValue

Status = ContextValue.Status
NAME = partial(Text, max_length=200)
SOURCE = partial(Text, max_length=300)
STATUSES = {
    Status.FINAL: ("tetap", "final", "angka tetap"),
    Status.PROVISIONAL: ("sementara", "provisional", "angka sementara"),
    Status.TWO_SOURCES: ("dua sumber", "two sources say the same"),
    Status.ONE_SOURCE: ("satu sumber", "from one source"),
    Status.CONTRADICTED: ("bertentangan", "contradicted by another source"),
}


class Printed(Whole):
    """A number with the decimals that stand in the cell; one that reads as thousands or as decimals is asked about."""

    def understood(self, cell):
        text = spelling(cell)
        if isinstance(cell, str) and HUNDREDS.fullmatch(text):
            sentence = _("“%(text)s” can be read in two ways; write thousands without a separator, or another decimal.")
            proposals = (text.replace(".", "").replace(",", ""), text.replace(".", ",") + "0")
            raise Faulty("value-two-ways", sentence % {"text": text}, proposals)
        return self.counted(cell)


def series(run: Run):
    """The series, in both languages and by code."""
    return ((pk, names) for pk, *names in ContextSeries.objects.values_list("pk", "name", "name_en", "code"))


def places(run: Run):
    """Provinces, regencies and districts by name and by the ministry's code; the statistics office's may be another place's."""
    found = Region.objects.exclude(level=Region.Level.VILLAGE)
    for pk, name, code in found.values_list("pk", "name", "kemendagri_code"):
        yield pk, (name, name.removeprefix("Kabupaten "), code)


@register
class ContextValueImport(RecordImporter):
    """Values of a series for places and years, each as one source gives it."""

    code = "context-values"
    title = gettext_lazy("Context values")
    model = ContextValue
    moves_figures = False
    identity = ("series_id", "place_id", "year", "source")
    columns = [
        Column("series", gettext_lazy("Context series"), ("deret", "deret konteks", "data"), NAME, is_required=True),
        Column("place", gettext_lazy("Place"), ("wilayah", "kabupaten", "kode wilayah"), NAME, is_required=True),
        Column("year", gettext_lazy("Year"), ("tahun",), partial(Year, min=FIRST_YEAR, max=LAST_YEAR), is_required=True),
        Column("value", gettext_lazy("Value"), ("nilai", "angka"), Printed, is_required=True),
        Column("status", gettext_lazy("Status"), ("status",), partial(OneOf, STATUSES)),
        Column("source", gettext_lazy("Source"), ("sumber",), SOURCE, is_required=True),
        Column("source_en", gettext_lazy("Source in English"), ("sumber dalam bahasa inggris",), SOURCE),
        Column("note", gettext_lazy("Note"), ("catatan", "keterangan"), partial(Text, max_length=2000)),
    ]
    fields = {name: name for name in ("year", "value", "status", "source", "source_en", "note")}
    links = (
        Link("series_id", ("series",), named("series", series)),
        Link("place_id", ("place",), named("place", places), lambda place: {"place": place.kemendagri_code}),
    )
