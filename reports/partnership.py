"""Figures of the variable "partnership": who sponsors whom, who came and became independent, in which stores."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from idaman.models import Region
from msmes.models import Address, Baseline, Enrolment, Msme, Sponsorship
from outlets.models import Store, StorePartnership
from partners.models import Partner
from reports.measuring import Flow, Median, Ratio, Snapshot
from reports.registry import register
from reports.scopes import KINDS
from reports.series import held

ENROLLED, GRADUATED = Enrolment.State.ENROLLED, Enrolment.State.GRADUATED
MSMES, STORES = gettext_lazy("MSMEs"), gettext_lazy("stores")
OF_MSMES = ("district", "sex", "age", "disability", "poverty", "remote", "capital", "sponsor")
UNSPONSORED = OF_MSMES[:-1]
OF_THEM = {"variable": "partnership", "unit": MSMES, "model": Msme, "thing": "msme"}  # figures that count MSMEs
ALL_BUT_SPONSOR = KINDS - {"sponsor"}
PLACES = frozenset({"programme", "district"})


def sponsor_companies(day, scope):
    in_force = scope.narrowed(Sponsorship.objects.on(day).of_enrolled(on=day), day)
    return Partner.objects.filter(Exists(in_force.filter(company=OuterRef("pk"))))


def sponsor_days(days, scope):
    enrolled = scope.within(standing_days(days, ENROLLED), days)
    return held(Sponsorship.objects.all(), days, by="company_id", given=("msme_id", enrolled))


def standing_days(days, *states):
    return held(Enrolment.objects.in_state(*states), days, by="msme_id")


def standing_within(*states):
    """What MSMEs stand in one of the states, and on which days."""

    def counted(day, scope):
        return scope.narrowed(Enrolment.objects.in_state(*states).on(day), day)

    def days_held(days, scope):
        return scope.within(standing_days(days, *states), days)

    return {"counted": counted, "held": days_held}


def assisted(day, scope):
    return scope.narrowed(Enrolment.objects.in_state(ENROLLED).on(day).sponsored(on=day), day)


def assisted_days(days, scope):
    sponsorships = Sponsorship.objects.of(scope.company)
    return scope.within(held(sponsorships, days, by="msme_id", given=("msme_id", standing_days(days, ENROLLED))), days)


def assisted_where(**condition):
    """What assisted MSMEs have this about them, and on which days they are assisted."""

    of_msme = Q(**{f"msme__{path}": value for path, value in condition.items()})

    def counted(day, scope):
        return assisted(day, scope).filter(of_msme)

    def days_held(days, scope):
        have = set(Msme.objects.filter(**condition).values_list("pk", flat=True))
        return {msme: bits for msme, bits in assisted_days(days, scope).items() if msme in have}

    return {"counted": counted, "held": days_held, "subset_of": ASSISTED, "condition": of_msme}


def with_baseline(day, scope):
    return assisted(day, scope).filter(msme__baseline__measured_on__lte=day, msme__baseline__monthly_turnover__isnull=False)


def with_baseline_days(days, scope):
    told = Baseline.objects.exclude(monthly_turnover=None)
    since = dict(told.values_list("msme", "measured_on"))
    found = {}
    for msme, bits in assisted_days(days, scope).items():
        if msme in since:
            before = sum(1 << index for index, day in enumerate(days) if day < since[msme])
            found[msme] = bits & ~before
    return found


def unsponsored(day, scope):
    return scope.narrowed(Enrolment.objects.in_state(ENROLLED).on(day).unsponsored(on=day), day)


def unsponsored_days(days, scope):
    sponsored = held(Sponsorship.objects.all(), days, by="msme_id")
    enrolled = scope.within(standing_days(days, ENROLLED), days)
    return {msme: bits & ~sponsored.get(msme, 0) for msme, bits in enrolled.items()}


def districts_served(day, scope):
    served = assisted(day, scope).filter(msme=OuterRef("msme"))
    here = Address.objects.on(day).filter(Exists(served), village__district=OuterRef("pk"))
    return Region.objects.districts().filter(Exists(here))


def district_days(days, scope):
    places = Address.objects.exclude(village=None)
    return held(places, days, by="village__district_id", given=("msme_id", assisted_days(days, scope)))


def first_time(state):
    """The enrolments by which an MSME came to stand so for the first time."""

    def events(scope):
        earlier = Enrolment.objects.in_state(state).filter(msme=OuterRef("msme"), starts_on__lt=OuterRef("starts_on"))
        return scope.narrowed(Enrolment.objects.in_state(state).filter(~Exists(earlier)), OuterRef("starts_on"))

    return events


def partner_stores(day, scope):
    return StorePartnership.objects.on(day).filter(scope.in_district("store__village"))


def partner_store_days(days, scope):
    return held(StorePartnership.objects.filter(scope.in_district("store__village")), days, by="store_id")


register(
    Snapshot(
        code="sponsor-companies",
        variable="partnership",
        title=gettext_lazy("Sponsoring companies"),
        definition=gettext_lazy(
            "Companies with at least one sponsorship, in force on the day, of an MSME that is enrolled on the day."
        ),
        unit=gettext_lazy("companies"),
        model=Partner,
        counted=sponsor_companies,
        held=sponsor_days,
        scopes=ALL_BUT_SPONSOR,
    )
)
ASSISTED = register(
    Snapshot(
        code="assisted-msmes",
        **OF_THEM,
        title=gettext_lazy("Assisted MSMEs"),
        definition=gettext_lazy(
            "MSMEs enrolled on the day (not suspended, graduated or exited) with at least one sponsorship in force on the day. "
            "Each counts once, however many sponsors it has."
        ),
        counted=assisted,
        held=assisted_days,
        breakdowns=OF_MSMES,
        scopes=KINDS,
    )
)
register(
    Snapshot(
        code="enrolled-without-sponsor",
        **OF_THEM,
        title=gettext_lazy("Enrolled without a sponsor"),
        definition=gettext_lazy("MSMEs enrolled on the day without any sponsorship in force on the day."),
        counted=unsponsored,
        held=unsponsored_days,
        breakdowns=UNSPONSORED,
        beside="assisted-msmes",
        scopes=ALL_BUT_SPONSOR,
        good="down",
    )
)
register(
    Snapshot(
        code="graduated-msmes",
        **OF_THEM,
        title=gettext_lazy("Graduated so far"),
        definition=gettext_lazy("MSMEs whose standing on the day is graduated: they became independent."),
        **standing_within(GRADUATED),
        breakdowns=UNSPONSORED,
        beside="assisted-msmes",
        scopes=ALL_BUT_SPONSOR,
    )
)
register(
    Flow(
        code="newly-enrolled",
        **OF_THEM,
        title=gettext_lazy("Newly enrolled"),
        definition=gettext_lazy("MSMEs whose first enrolment begins in the period; in the table, from 1 January to the day."),
        events=first_time(ENROLLED),
        breakdowns=UNSPONSORED,
        beside="assisted-msmes",
        scopes=KINDS,
    )
)
register(
    Flow(
        code="newly-graduated",
        **OF_THEM,
        title=gettext_lazy("Newly graduated"),
        definition=gettext_lazy("MSMEs that graduate for the first time in the period; in the table, from 1 January to the day."),
        events=first_time(GRADUATED),
        breakdowns=UNSPONSORED,
        beside="assisted-msmes",
        scopes=ALL_BUT_SPONSOR,
    )
)
register(
    Snapshot(
        code="districts-served",
        variable="partnership",
        title=gettext_lazy("Districts served"),
        definition=gettext_lazy(
            "Districts of the regency in which at least one assisted MSME works on the day. Addresses outside it are not counted."
        ),
        unit=gettext_lazy("districts"),
        model=Region,
        counted=districts_served,
        held=district_days,
        beside="assisted-msmes",
        scopes=KINDS - {"district"},
    )
)
OF_WOMEN = Snapshot(
    code="assisted-msmes-of-women",
    **OF_THEM,
    title=gettext_lazy("Assisted MSMEs owned by women"),
    definition=gettext_lazy("Assisted MSMEs whose owner is recorded as a woman."),
    **assisted_where(owner_sex=Msme.Sex.WOMAN),
    breakdowns=OF_MSMES,
    beside="women-owned-share",
    scopes=KINDS,
)
SEX_KNOWN = Snapshot(
    code="assisted-msmes-sex-known",
    **OF_THEM,
    title=gettext_lazy("Assisted MSMEs whose owner's sex is known"),
    definition=gettext_lazy("Assisted MSMEs whose owner's sex is recorded."),
    **assisted_where(owner_sex__in=Msme.Sex.values),
    breakdowns=OF_MSMES,
    beside="women-owned-share",
    scopes=KINDS,
)
register(
    Ratio(
        code="women-owned-share",
        variable="partnership",
        title=gettext_lazy("Share owned by women"),
        definition=gettext_lazy(
            "Assisted MSMEs whose owner is a woman, in per cent of the assisted MSMEs whose owner's sex is known."
        ),
        unit=gettext_lazy("per cent"),
        model=Msme,
        numerator=register(OF_WOMEN),
        known=register(SEX_KNOWN),
        whole=ASSISTED,
        beside="assisted-msmes",
        scopes=KINDS,
    )
)
register(
    Median(
        code="median-baseline-turnover",
        variable="partnership",
        title=gettext_lazy("Median turnover at the start"),
        definition=gettext_lazy(
            "The middle monthly turnover that assisted MSMEs reported when they came, of those that reported one by the day."
        ),
        unit=gettext_lazy("rupiah a month"),
        model=Msme,
        counted=with_baseline,
        held=with_baseline_days,
        thing="msme",
        amount="msme__baseline__monthly_turnover",
        whole=ASSISTED,
        breakdowns=OF_MSMES,
        beside="assisted-msmes",
        scopes=KINDS,
    )
)
register(
    Snapshot(
        code="partner-stores",
        variable="partnership",
        title=gettext_lazy("Partner modern stores"),
        definition=gettext_lazy(
            "Physical stores under a partnership in force on the day, those that host an I-DAMAN corner included."
        ),
        unit=STORES,
        model=Store,
        counted=partner_stores,
        held=partner_store_days,
        thing="store",
        breakdowns=("district", "chain", "remote", "capital"),
        scopes=PLACES,
    )
)
