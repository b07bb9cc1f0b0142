"""Fills a scratch database with a regency's worth of records: 54,414 MSMEs and 200,000 sponsorships."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection, transaction

from idaman import bulk
from idaman.models import Region, User
from msmes.models import Address, Baseline, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Membership, Partner
from partners.roles import Kind, Role

MSMES, SPONSORSHIPS, COMPANIES = 54_414, 200_000, 60
FIRST = date(2018, 3, 1)
DAYS = 2800


@transaction.atomic
def fill(count: int = MSMES, sponsorships: int = SPONSORSHIPS):
    """Insert everything, in bulk and without history; the same records every time."""
    random = Random(54_414)
    companies = create(Partner, (Partner(kind=Kind.COMPANY, name=f"Perusahaan {n:03d}") for n in range(COMPANIES)))
    msmes = create(Msme, (Msme(name=f"Usaha {n:05d}", nib=f"91{n:011d}", owner_sex="woman") for n in range(count)))
    villages = list(Region.objects.villages())
    create(Address, (Address(msme=one, village=random.choice(villages), starts_on=FIRST) for one in msmes))
    create(Baseline, (Baseline(msme=one, measured_on=FIRST, monthly_turnover=1_500_000 + one.pk) for one in msmes[::2]))
    create(Enrolment, enrolments(random, msmes))
    create(Sponsorship, supports(random, msmes, companies, sponsorships))
    kinds = create(ProductKind, (ProductKind(name=f"Jenis {n}") for n in range(12)))
    made = (Product(msme=one, kind=random.choice(kinds), name="Produk", **span(random, 1500)) for one in msmes)
    products = create(Product, made)
    create(Standardisation, (Standardisation(product=one, **span(random, 1800)) for one in products[::10]))
    outlets(random, companies[0])
    people()


@transaction.atomic
def details():
    """What an office writes about each MSME, with a history of all, for files."""
    sign = {"by": None, "at": datetime(2024, 1, 1, tzinfo=UTC), "why": "bench"}
    keys = list(Msme.objects.order_by("pk").values_list("pk", flat=True))
    own = {
        "owner_name": [f"Pemilik {key:05d}" for key in keys],
        "owner_nik": [f"640201450780{key % 9999 + 1:04d}" for key in keys],
        "phone": [f"+62812{key:08d}" for key in keys],
        "owner_birth_year": [1980] * len(keys),
        "owner_has_disability": [False] * len(keys),
        "owner_is_poor": [True] * len(keys),
    }
    bulk.update(Msme, keys, own, **sign)
    places = list(Address.objects.order_by("pk").values_list("pk", flat=True))
    bulk.update(Address, places, {"street": [f"Jalan Mulawarman {key}" for key in places]}, **sign)
    told = set(Baseline.objects.values_list("msme", flat=True))
    keys = [key for key in keys if key not in told]
    earned = {"msme_id": keys, "measured_on": [FIRST] * len(keys), "jobs": [3] * len(keys)}
    bulk.insert(Baseline, earned | {"monthly_turnover": [1_500_000 + key for key in keys]}, **sign)
    bulk.tell(Enrolment, "IS NOT NULL", "+", **sign)


def create(model, records) -> list:
    return model.objects.bulk_create(records, batch_size=2000)


def span(random: Random, length: int) -> dict:
    """A random first day, and an end or none."""
    start = FIRST + timedelta(days=random.randrange(DAYS))
    ends_on = start + timedelta(days=random.randrange(1, length)) if random.random() < 0.5 else None
    return {"starts_on": start, "ends_on": ends_on}


def enrolments(random: Random, msmes):
    """Each enrolled from a day; a third left or graduated later."""
    for one in msmes:
        start = FIRST + timedelta(days=random.randrange(DAYS))
        change = start + timedelta(days=random.randrange(30, 1200)) if random.random() < 0.35 else None
        yield Enrolment(msme=one, state="enrolled", starts_on=start, ends_on=change)
        if change:
            yield Enrolment(msme=one, state=random.choice(["graduated", "exited"]), starts_on=change, reason="peraga")


def supports(random: Random, msmes, companies, count: int):
    """So many sponsorships spread over the MSMEs, each by another company of theirs."""
    for number in range(count):
        msme = msmes[number % len(msmes)]
        company = companies[(msme.pk + 7 * (number // len(msmes))) % len(companies)]
        yield Sponsorship(msme=msme, company=company, on_market=True, **span(random, 1200))


def outlets(random: Random, company: Partner):
    chain = Chain.objects.create(name="Jaringan", company=company)
    stores = create(Store, (Store(chain=chain, name=f"Toko {n:04d}") for n in range(500)))
    create(StorePartnership, (StorePartnership(store=one, **span(random, 1500)) for one in stores))
    corners = create(Corner, (Corner(store=one, name="Gerai") for one in stores[:300]))
    create(CornerOpening, (CornerOpening(outlet=one, **span(random, 1500)) for one in corners))
    own = create(Store, (Store(name=f"Toko I-DAMAN {n}", planned_on=FIRST) for n in range(10)))
    create(StoreOpening, (StoreOpening(outlet=one, **span(random, 1500)) for one in own[:6]))


def people():
    office = Partner.objects.create(kind=Kind.GOVERNMENT, name="DPMPTSP")
    officer = User.objects.create_user("officer@bench.test", name="Petugas")
    Membership.objects.create(user=officer, partner=office, role=Role.OFFICER, starts_on=FIRST)


def settle():
    """Let the engine learn the sizes of its tables, as a database in use has."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
