"""Figures of the variable "market": the programme's corners in modern stores, and its own stores."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from outlets.models import Corner, CornerOpening, Store, StoreOpening, StorePartnership
from reports.measuring import Snapshot
from reports.partnership import PLACES, STORES, partner_store_days
from reports.registry import register
from reports.series import held


def corners(day, scope):
    partnership = StorePartnership.objects.on(day).filter(store=OuterRef("outlet__store"))
    return CornerOpening.objects.on(day).filter(Exists(partnership)).filter(scope.in_district("outlet__store__village"))


def corner_days(days, scope):
    given = ("outlet__store_id", partner_store_days(days, scope))
    return held(CornerOpening.objects.all(), days, by="outlet_id", given=given)


def own_stores(day, scope):
    return StoreOpening.objects.on(day).filter(scope.in_district("outlet__village"), outlet__chain=None)


def own_store_days(days, scope):
    return held(StoreOpening.objects.filter(scope.in_district("outlet__village"), outlet__chain=None), days, by="outlet_id")


def planned_stores(day, scope):
    return Store.objects.of_programme().planned(on=day).filter(scope.in_district("village"))


def planned_store_days(days, scope):
    first = dict(StoreOpening.objects.order_by("-starts_on").values_list("outlet_id", "starts_on"))
    own = Store.objects.of_programme().filter(scope.in_district("village"))
    plans = own.exclude(planned_on=None).values_list("pk", "planned_on")
    return {
        store: sum(1 << i for i, day in enumerate(days) if planned <= day < first.get(store, date.max))
        for store, planned in plans
    }


register(
    Snapshot(
        code="idaman-outlets",
        variable="market",
        title=gettext_lazy("I-DAMAN corners"),
        definition=gettext_lazy("Corners open on the day, each inside a physical store whose partnership is in force."),
        unit=gettext_lazy("corners"),
        model=Corner,
        counted=corners,
        held=corner_days,
        thing="outlet",
        breakdowns=("district", "chain", "remote", "capital"),
        scopes=PLACES,
    )
)
register(
    Snapshot(
        code="idaman-stores",
        variable="market",
        title=gettext_lazy("I-DAMAN stores"),
        definition=gettext_lazy("The programme's own stores that are open on the day."),
        unit=STORES,
        model=Store,
        counted=own_stores,
        held=own_store_days,
        thing="outlet",
        breakdowns=("district", "remote", "capital"),
        scopes=PLACES,
    )
)
register(
    Snapshot(
        code="planned-idaman-stores",
        variable="market",
        title=gettext_lazy("I-DAMAN stores planned"),
        definition=gettext_lazy("The programme's own stores whose plan was decided by the day and that have not opened by then."),
        unit=STORES,
        model=Store,
        counted=planned_stores,
        held=planned_store_days,
        breakdowns=("district", "remote", "capital"),
        beside="idaman-stores",
        scopes=PLACES,
    )
)
