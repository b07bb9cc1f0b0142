"""The rows behind the figures as tables: the same columns on screen, in CSV and in Excel."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, DateField, F, Min, OuterRef, Prefetch, Subquery, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy
from django_tables2 import Column, Table
from django_tables2.data import TableQuerysetData
from django_tables2.utils import OrderBy

from idaman.amounts import DASH, grouped
from idaman.models import Region
from msmes.models import Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.doors import abilities
from partners.models import Partner
from partners.roles import May

NUMERAL = {"td": {"class": "num"}, "th": {"class": "num"}}


class DayColumn(Column):
    """A day in the reader's words."""

    def render(self, value):
        return date_format(value, "SHORT_DATE_FORMAT")


class CountColumn(Column):
    """A whole number, right-aligned."""

    def __init__(self, **kwargs):
        super().__init__(attrs=NUMERAL, **kwargs)


class StableRows(TableQuerysetData):
    """Rows in an order that is the same on every page and on both engines: what isn't known last, then by key."""

    def order_by(self, aliases):
        super().order_by(aliases)
        wanted = [OrderBy(name) for name in self.data.query.order_by if isinstance(name, str)]
        if not wanted:
            return  # nothing new was asked: the order stands as it is
        columns = [F(one.bare).desc(nulls_last=True) if one.is_descending else F(one.bare).asc(nulls_last=True) for one in wanted]
        self.data = self.data.order_by(*columns, "pk")


class RowsTable(Table):
    """Rows of an indicator. `prepared` adds what the columns show, as of the day, in a constant number of queries."""

    def __init__(self, data):
        super().__init__(StableRows(data), order_by="name", empty_text=gettext("Nothing is counted on this day."), default=DASH)

    @staticmethod
    def prepared(rows, day, scope):
        raise NotImplementedError

    def render_name(self, record):
        """The name; for those who keep the record, the way to it."""
        model, user = record._meta, self.request.user
        if not user.has_perm(f"{model.app_label}.change_{model.model_name}"):
            return str(record)
        address = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, record)

    def exported(self) -> Iterator[list]:
        """The headings, then every row's values, in the order of the screen; a few thousand rows in memory at a time.

        Three times faster than the library's `as_values`, which dresses every cell for the screen first.
        """
        columns = list(self.columns)
        yield [str(column.header) for column in columns]
        for record in self.data.data.iterator(chunk_size=2000):
            yield [self.exported_cell(column, record) for column in columns]

    def exported_cell(self, column, record):
        """A number or a day as such, anything else in words; what isn't known is left empty."""
        own = getattr(self, f"value_{column.name}", None)
        value = own(record) if own else column.accessor.resolve(record, quiet=True)
        return value if value is None or isinstance(value, int | date) else str(value)


def first(facts, column="starts_on") -> Subquery:
    """The column of the one fact that holds."""
    return Subquery(facts.values(column)[:1])


class MsmeTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("MSME"))
    village = Column(verbose_name=gettext_lazy("Village"))
    district = Column(verbose_name=gettext_lazy("District"))
    sponsors = Column(verbose_name=gettext_lazy("Sponsors"), orderable=False, accessor="pk")
    state_since = DayColumn(verbose_name=gettext_lazy("Standing since"))

    @staticmethod
    def prepared(rows, day, scope):
        sponsorships = Sponsorship.objects.of(scope.company).on(day).select_related("company").order_by("company__name")
        prefetch = Prefetch("sponsorships", queryset=sponsorships, to_attr="in_force")
        shown = rows.defer("npwp", "owner_nik", "older_numbers")
        return shown.with_place(on=day).with_state(on=day).prefetch_related(prefetch)

    def value_sponsors(self, record):
        return ", ".join(one.company.name for one in record.in_force)

    def render_sponsors(self, record):
        return self.value_sponsors(record) or self.default


class CompanyTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Company"))
    msmes = CountColumn(verbose_name=gettext_lazy("Enrolled MSMEs it sponsors"))
    since = DayColumn(verbose_name=gettext_lazy("Sponsors since"))

    @staticmethod
    def prepared(rows, day, scope):
        counted = Sponsorship.objects.on(day).of_enrolled(on=day).filter(company=OuterRef("pk")).order_by().values("company")
        return rows.annotate(
            day=Value(day, DateField()),
            msmes=Subquery(counted.annotate(n=Count("msme")).values("n")),
            since=Subquery(counted.annotate(first=Min("starts_on")).values("first")),
        )

    def render_msmes(self, record, value):
        """The number opens the list it counts: the company's own assisted MSMEs on the day."""
        address = reverse("figure", args=[record.public_id, "assisted-msmes"])
        words = {"address": address, "day": record.day.isoformat(), "count": grouped(value), "name": record.name}
        return format_html('<a href="{address}?on={day}#rows" aria-label="{count}: {name}">{count}</a>', **words)


class StoreTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Store"))
    chain = Column(verbose_name=gettext_lazy("Chain"), accessor="chain__name")
    village = Column(verbose_name=gettext_lazy("Village"), accessor="village__name")
    district = Column(verbose_name=gettext_lazy("District"), accessor="village__district__name")
    since = DayColumn(verbose_name=gettext_lazy("Partner since"))

    @staticmethod
    def prepared(rows, day, scope):
        since = first(StorePartnership.objects.on(day).filter(store=OuterRef("pk")))
        return rows.select_related("chain", "village__district").annotate(since=since)


class OwnStoreTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Store"))
    village = Column(verbose_name=gettext_lazy("Village"), accessor="village__name")
    district = Column(verbose_name=gettext_lazy("District"), accessor="village__district__name")
    planned_on = DayColumn(verbose_name=gettext_lazy("Planned since"))
    since = DayColumn(verbose_name=gettext_lazy("Open since"))

    @staticmethod
    def prepared(rows, day, scope):
        since = first(StoreOpening.objects.on(day).filter(outlet=OuterRef("pk")))
        return rows.select_related("village__district").annotate(since=since)


class CornerTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Corner"))
    store = Column(verbose_name=gettext_lazy("Store"), accessor="store__name")
    chain = Column(verbose_name=gettext_lazy("Chain"), accessor="store__chain__name")
    district = Column(verbose_name=gettext_lazy("District"), accessor="store__village__district__name")
    since = DayColumn(verbose_name=gettext_lazy("Open since"))

    @staticmethod
    def prepared(rows, day, scope):
        since = first(CornerOpening.objects.on(day).filter(outlet=OuterRef("pk")))
        return rows.select_related("store__chain", "store__village__district").annotate(since=since)


class KindTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Kind"))
    since = DayColumn(verbose_name=gettext_lazy("Oldest product since"))

    @staticmethod
    def prepared(rows, day, scope):
        made = scope.narrowed(Product.objects.on(day).of_assisted(on=day), day)
        made = made.filter(kind=OuterRef("pk")).order_by().values("kind")
        return rows.annotate(since=Subquery(made.annotate(first=Min("starts_on")).values("first")))

    def value_name(self, record):
        return str(record)


class ProductTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("Product"))
    msme = Column(verbose_name=gettext_lazy("MSME"), accessor="msme__name")
    kind = Column(verbose_name=gettext_lazy("Kind"), order_by="kind__name")
    since = DayColumn(verbose_name=gettext_lazy("Standardised since"))

    @staticmethod
    def prepared(rows, day, scope):
        since = first(Standardisation.objects.on(day).filter(product=OuterRef("pk")))
        return rows.select_related("msme", "kind").annotate(since=since)


class DistrictTable(RowsTable):
    name = Column(verbose_name=gettext_lazy("District"))
    kemendagri_code = Column(verbose_name=gettext_lazy("Kemendagri code"))

    @staticmethod
    def prepared(rows, day, scope):
        return rows.annotate(day=Value(day, DateField()))

    def render_name(self, record):
        """The name leads to the district's own figures on the day, for who reads the programme's."""
        if May.READ_PROGRAMME not in abilities(self.request.user):
            return str(record)
        address = reverse("figures-table", args=[f"district-{record.kemendagri_code}"])
        return format_html('<a href="{}?on={}">{}</a>', address, record.day.isoformat(), record)


TABLES = {
    Region: DistrictTable,
    Msme: MsmeTable,
    Partner: CompanyTable,
    Store: StoreTable,
    Corner: CornerTable,
    ProductKind: KindTable,
    Product: ProductTable,
}


def table_class(indicator) -> type[RowsTable]:
    """The table that shows an indicator's rows."""
    return OwnStoreTable if indicator.code.endswith("idaman-stores") else TABLES[indicator.model]
