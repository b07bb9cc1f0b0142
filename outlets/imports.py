"""Chains, stores, partnerships with stores and the programme's corners, from a spreadsheet."""

from functools import partial

from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Day, Text
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.importing.importers import Run, register
from partners.importing.naming import Link, find_village, named, partners, spell_village
from partners.importing.records import DAYS, SINCE, UNTIL, RecordImporter
from partners.roles import Kind

NAME = partial(Text, max_length=200)
STORE_COLUMNS = [
    Column("store", gettext_lazy("Store"), ("toko", "nama toko", "gerai toko"), NAME, is_required=True),
    Column("chain", gettext_lazy("Chain"), ("jaringan", "jaringan toko", "ritel"), NAME),
]
PLANNED = Column("planned", gettext_lazy("Planned since"), ("direncanakan sejak", "rencana"), Day)


def chains(run: Run):
    """Chains by name."""
    return ((pk, (name,)) for pk, name in Chain.objects.values_list("pk", "name"))


def stores(run: Run):
    """Stores by name, and by name and chain where several bear it."""
    for pk, name, chain in Store.objects.values_list("pk", "name", "chain__name"):
        yield pk, (f"{name}, {chain}" if chain else name, name)


def corners(run: Run):
    """Corners by name, and by name and store."""
    for pk, name, store in Corner.objects.values_list("pk", "name", "store__name"):
        yield pk, (f"{name}, {store}", name)


def spell_store(store: Store) -> dict[str, str]:
    return {"store": f"{store.name}, {store.chain.name}" if store.chain_id else store.name}


def spell_corner(corner: Corner) -> dict[str, str]:
    return {"corner": f"{corner.name}, {corner.store.name}"}


def of_store(attribute: str) -> Link:
    """The key of a store that the row names, with its chain where two stores bear the name."""
    return Link(attribute, ("store", "chain"), named("store", stores), spell_store)


@register
class ChainImport(RecordImporter):
    """Chains of modern stores and the companies they belong to."""

    code = "chains"
    title = gettext_lazy("Chains")
    model = Chain
    identity = ("name",)
    columns = [
        Column("name", gettext_lazy("Name"), ("jaringan", "nama jaringan"), partial(Text, max_length=100), is_required=True),
        Column("company", gettext_lazy("Company"), ("perusahaan", "pemilik"), NAME, is_required=True),
    ]
    fields = {"name": "name"}
    links = (Link("company_id", ("company",), named("company", partial(partners, kind=Kind.COMPANY))),)


@register
class StoreImport(RecordImporter):
    """Stores of chains, and the programme's own where no chain is named."""

    code = "stores"
    title = gettext_lazy("Stores")
    model = Store
    identity = ("chain_id", "name")
    columns = [
        Column("name", gettext_lazy("Name"), ("nama toko", "toko"), NAME, is_required=True),
        STORE_COLUMNS[1],
        Column("village", gettext_lazy("Village"), ("desa", "kelurahan", "desa/kelurahan"), NAME),
        Column("district", gettext_lazy("District"), ("kecamatan",), NAME),
        PLANNED,
    ]
    fields = {"name": "name", "planned": "planned_on"}
    links = (
        Link("chain_id", ("chain",), named("chain", chains)),
        Link("village_id", ("village", "district"), find_village, spell_village),
    )


class DaysOfStore(RecordImporter):
    """From which day to which day something holds of a store."""

    columns = [*STORE_COLUMNS, SINCE, UNTIL]
    fields = DAYS


@register
class StorePartnershipImport(DaysOfStore):
    """Since when which stores take part."""

    code = "store-partnerships"
    title = gettext_lazy("Store partnerships")
    model = StorePartnership
    identity = ("store_id", "starts_on")
    links = (of_store("store_id"),)


@register
class StoreOpeningImport(DaysOfStore):
    """When stores were open."""

    code = "store-openings"
    title = gettext_lazy("Openings of stores")
    model = StoreOpening
    identity = ("outlet_id", "starts_on")
    links = (of_store("outlet_id"),)


@register
class CornerImport(RecordImporter):
    """The programme's corners, each in a store that takes part."""

    code = "corners"
    title = gettext_lazy("I-DAMAN corners")
    model = Corner
    identity = ("store_id", "name")
    columns = [
        *STORE_COLUMNS,
        Column("name", gettext_lazy("Name"), ("gerai", "nama gerai"), NAME, is_required=True),
        PLANNED,
    ]
    fields = {"name": "name", "planned": "planned_on"}
    links = (of_store("store_id"),)


@register
class CornerOpeningImport(RecordImporter):
    """When corners were open."""

    code = "corner-openings"
    title = gettext_lazy("Openings of corners")
    model = CornerOpening
    identity = ("outlet_id", "starts_on")
    columns = [
        Column("corner", gettext_lazy("I-DAMAN corner"), ("gerai", "nama gerai"), NAME, is_required=True),
        Column("store", gettext_lazy("Store"), ("toko", "nama toko"), NAME),
        SINCE,
        UNTIL,
    ]
    fields = DAYS
    links = (Link("outlet_id", ("corner", "store"), named("corner", corners), spell_corner),)
