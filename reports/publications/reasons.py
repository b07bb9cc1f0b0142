"""Why a row came or went: the entries in the histories of the facts behind it, as far as they bear on the day."""

from datetime import date, datetime

from django.apps import apps
from django.db.models import QuerySet

from idaman import changes
from idaman.changes import Change
from idaman.history import last_known, name_of
from idaman.models import Region
from msmes.models import Address, Baseline, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Partner

MOST = 200  # entries that one page tells


def of_msmes(keys) -> list[QuerySet]:
    entries = [model.history.filter(msme_id__in=keys) for model in (Enrolment, Sponsorship, Address, Baseline)]
    return [Msme.history.filter(id__in=keys), *entries]


def of_companies(keys) -> list[QuerySet]:
    sponsorships = Sponsorship.history.filter(company_id__in=keys)
    return [sponsorships, Enrolment.history.filter(msme_id__in=sponsorships.values("msme_id"))]


def of_products(keys) -> list[QuerySet]:
    products = Product.history.filter(id__in=keys)
    return [products, Standardisation.history.filter(product_id__in=keys), *of_msmes(products.values("msme_id"))]


def of_kinds(keys) -> list[QuerySet]:
    products = Product.history.filter(kind_id__in=keys)
    return [products, *of_msmes(products.values("msme_id"))]


def of_stores(keys) -> list[QuerySet]:
    partnerships = StorePartnership.history.filter(store_id__in=keys)
    return [Store.history.filter(id__in=keys), partnerships, StoreOpening.history.filter(outlet_id__in=keys)]


def of_corners(keys) -> list[QuerySet]:
    corners = Corner.history.filter(id__in=keys)
    return [CornerOpening.history.filter(outlet_id__in=keys), *of_stores(corners.values("store_id"))]


def of_districts(keys) -> list[QuerySet]:
    addresses = Address.history.filter(village__district_id__in=keys)
    return [addresses, *of_msmes(addresses.values("msme_id"))]


BEHIND = {
    Region: of_districts,
    Msme: of_msmes,
    Partner: of_companies,
    Product: of_products,
    ProductKind: of_kinds,
    Store: of_stores,
    Corner: of_corners,
}
OF_OWNERS = ("owner_sex", "owner_birth_year", "owner_has_disability", "owner_is_poor")
TELLING = {"state", "planned_on", "measured_on", "monthly_turnover", *OF_OWNERS}


def reasons(model, keys: list[int], *, day: date, since: datetime, until: datetime) -> list[Change]:
    """What changed between the moments in the facts behind these rows, as they hold on the day; newest first."""
    marks = []
    for rows in BEHIND[model](keys) if keys and model in BEHIND else []:
        marks += telling(rows.filter(history_date__gt=since, history_date__lte=until)[:MOST], day)
    marks.sort(key=lambda mark: (mark[2], mark[1]), reverse=True)
    return changes.told(marks[:MOST])


def telling(rows, day: date) -> list[tuple]:
    """The marks of those entries by which something else holds on the day than before."""
    model, rows = rows.model.instance_type, list(rows)
    earlier = changes.previous(model, rows) if rows else {}
    return [
        (model._meta.label, row.history_id, row.history_date)
        for row in rows
        if standing(row, day) != standing(earlier.get(row.history_id), day)
    ]


def standing(row, day: date) -> tuple | None:
    """What the entry says about the day: nothing when the record is gone, or holds on other days."""
    if row is None or row.history_type == "-":
        return None
    starts_on, ends_on = getattr(row, "starts_on", day), getattr(row, "ends_on", None)
    if not (starts_on <= day and (ends_on is None or day < ends_on)):
        return None
    return tuple(getattr(row, field.attname) for field in row.tracked_fields if field.is_relation or field.name in TELLING)


def names(label: str, keys: list[int], visible) -> list[str]:
    """What the rows are called today, as far as the reader may see them; those that are gone as they last were."""
    model = apps.get_model(label)
    found = last_known(model, keys)
    return sorted(name_of(found[key]) for key in keys if key in found and visible(found[key]))
