"""The demonstration programme as unsaved records: the paper's figures on its two days, a plausible story after them.

Companies, people and businesses are visibly invented; districts, villages and institutions are real. The story is the
same every time it is told, and grows only with the day up to which it is told.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from idaman.models import Region
from idaman.periods import ONE_DAY
from msmes.models import Address, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.models import Partner
from partners.roles import Kind

KINDS = [
    ("Keripik dan kerupuk", "Crisps and crackers"),
    ("Kue kering", "Dry cakes"),
    ("Amplang dan olahan ikan", "Amplang and fish products"),
    ("Madu", "Honey"),
    ("Sambal dan bumbu", "Chilli paste and seasoning"),
    ("Minuman serbuk dan herbal", "Powdered and herbal drinks"),
    ("Kopi bubuk", "Ground coffee"),
    ("Gula aren", "Palm sugar"),
    ("Anyaman rotan", "Rattan weaving"),
    ("Tenun dan batik", "Woven cloth and batik"),
]
ASPECTS = ["institution", "management", "production", "standardisation", "capital", "market"]
FIRST, PAPER_FIRST, PAPER_SECOND = date(2018, 3, 5), date(2018, 3, 31), date(2019, 3, 31)


@dataclass
class Story:
    """Unsaved records in the order in which they can be inserted."""

    until: date
    villages: list[Region]
    random: Random = field(default_factory=lambda: Random(2018))
    companies: list[Partner] = field(default_factory=list)
    kinds: list[ProductKind] = field(default_factory=list)
    msmes: list[Msme] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    sponsorships: list[Sponsorship] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    standardisations: list[Standardisation] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)
    partnerships: list[StorePartnership] = field(default_factory=list)
    store_openings: list[StoreOpening] = field(default_factory=list)
    corners: list[Corner] = field(default_factory=list)
    corner_openings: list[CornerOpening] = field(default_factory=list)

    def records(self) -> list[list]:
        """Every list, parents before their parts."""
        return [
            self.companies, self.kinds, self.msmes, self.addresses, self.enrolments, self.sponsorships, self.products,
            self.standardisations, self.chains, self.stores, self.partnerships, self.store_openings, self.corners,
            self.corner_openings,
        ]  # fmt: skip

    # --- one thing happens

    def company(self) -> Partner:
        """One more company."""
        number = len(self.companies) + 1
        self.companies.append(Partner(kind=Kind.COMPANY, name=f"Perusahaan Mitra {number:02d}"))
        return self.companies[-1]

    def msme(self, on: date, kind: int) -> Msme:
        """One more MSME, enrolled from the day, with its address and a product of the kind, made since before."""
        number = len(self.msmes) + 1
        sex = self.random.choices(["woman", "man", ""], [60, 32, 8])[0]
        nib = f"99{number:011d}" if on.year > 2018 and number % 5 else None
        phone = f"+628120000{number:04d}" if number % 25 else ""
        who = {"owner_name": f"Pemilik Peraga {number:03d}", "owner_sex": sex, "phone": phone}
        one = Msme(name=f"Usaha Peraga {number:03d}", nib=nib, **who)
        before = on - timedelta(days=self.random.randint(60, 900))
        self.msmes.append(one)
        self.addresses.append(Address(msme=one, village=self.random.choice(self.villages), starts_on=before))
        self.enrolments.append(Enrolment(msme=one, state="enrolled", starts_on=on))
        name = f"{KINDS[kind][0]} Peraga {number:03d}"
        self.products.append(Product(msme=one, kind=self.kinds[kind], name=name, starts_on=before))
        return one

    def sponsored(self, msme: Msme, company: Partner, on: date, until: date | None = None) -> Sponsorship:
        aspects = self.random.sample(ASPECTS, self.random.randint(1, 3))
        fact = Sponsorship(msme=msme, company=company, starts_on=on, **{f"on_{aspect}": True for aspect in aspects})
        fact.ends_on = until and until + ONE_DAY
        self.sponsorships.append(fact)
        return fact

    def stand(self, msme: Msme, state: str, on: date, reason: str = ""):
        """The MSME's standing changes on the day."""
        last = [fact for fact in self.enrolments if fact.msme is msme][-1]
        last.ends_on = on
        self.enrolments.append(Enrolment(msme=msme, state=state, starts_on=on, reason=reason))

    def standardise(self, product: Product, on: date):
        decision = f"PERAGA/{len(self.standardisations) + 1:03d}/{on.year}"
        self.standardisations.append(
            Standardisation(product=product, decision=decision, starts_on=on, ends_on=on.replace(year=on.year + 5, day=1))
        )

    def store(self, on: date) -> Store:
        """One more chain store, a partner from the day."""
        number, village = len(self.stores) + 1, self.random.choice(self.villages)
        one = Store(chain=self.chains[number % 2], name=f"Toko Peraga {number:02d} {village.parent.name}", village=village)
        self.stores.append(one)
        self.partnerships.append(StorePartnership(store=one, starts_on=on))
        return one

    def corner(self, store: Store, on: date):
        one = Corner(store=store, name=f"Gerai I-DAMAN {store.name}", planned_on=on - timedelta(days=30))
        self.corners.append(one)
        self.corner_openings.append(CornerOpening(outlet=one, starts_on=on))


def tell(until: date) -> Story:
    """The whole story up to the day, no later than which anything in it begins."""
    villages = list(Region.objects.villages().select_related("parent").filter(kemendagri_code__startswith="64.02"))
    story = Story(until, villages)
    story.kinds += [ProductKind(name=name, name_en=name_en) for name, name_en in KINDS]
    for _ in range(18):
        story.company()
    first_month(story)
    first_year(story)
    years_after(story)
    markets(story)
    return story


def first_month(story: Story):
    """March 2018: 80 enrolled, 74 of them sponsored by 18 companies, 3 kinds, 9 products standardised."""
    for number in range(1, 81):
        on = FIRST + timedelta(days=number % 26)
        one = story.msme(on, kind=number % 3)
        if number <= 74:
            story.sponsored(one, story.companies[number % 18], on)
        if number <= 74 and number % 6 == 0:
            story.sponsored(one, story.companies[(number + 5) % 18], on)
        if number <= 9:
            story.standardise(story.products[-1], date(2018, 3, 10 + number))


def first_year(story: Story):
    """To March 2019: 7 more companies, 25 more assisted, 4 fewer; 6 kinds, 21 products standardised."""
    for number in (3, 17):
        next(fact for fact in story.sponsorships if fact.msme is story.msmes[number - 1]).ends_on = date(2019, 1, 1)
    story.stand(story.msmes[28], "exited", date(2018, 10, 1), "Usaha ditutup oleh pemiliknya (peraga)")
    story.stand(story.msmes[40], "suspended", date(2019, 2, 1), "Tempat produksi direnovasi (peraga)")
    story.stand(story.msmes[40], "enrolled", date(2019, 7, 1))
    for number in range(75, 78):
        story.sponsored(story.msmes[number - 1], story.companies[number % 18], date(2018, 9, 1))
    newcomers = [story.company() for _ in range(7)]
    for number in range(22):
        on = date(2018, 4, 2) + timedelta(days=number * 16)
        story.sponsored(story.msme(on, kind=number % 6), newcomers[number % 7], on)
    for number in range(9, 21):
        story.standardise(story.products[number], date(2018, 5, 15) + timedelta(days=(number - 9) * 28))


def years_after(story: Story):
    """April 2019 to the last day: newcomers most months, a pause in 2020, the first graduates three years after."""
    random, month = story.random, date(2019, 4, 1)
    while month <= story.until:
        pause = date(2020, 4, 1) <= month < date(2021, 1, 1)
        if month.month % 4 == 1 and len(story.companies) < 46 and not pause:
            story.company()
        for _ in range(0 if pause else random.choice([0, 1, 2, 2, 3])):
            newcomer(story, month + timedelta(days=random.randint(0, 27)))
        leave(story, month)
        month = (month + timedelta(days=32)).replace(day=1)


def newcomer(story: Story, on: date):
    """One MSME joins, now and then without a sponsor; some of its products are standardised within the year."""
    if on > story.until:
        return
    random = story.random
    one = story.msme(on, kind=min(random.randrange(10), (on.year - 2016) + 3))
    for company in random.sample(story.companies, random.choice([0, 1, 1, 1, 1, 1, 2])):
        story.sponsored(one, company, on)
    ready = on + timedelta(days=random.randint(90, 360))
    if random.random() < 0.4 and ready <= story.until:
        story.standardise(story.products[-1], ready)


def leave(story: Story, month: date):
    """Of those enrolled for three years one graduates most months; now and then one exits or loses its sponsor."""
    random = story.random
    enrolled = [fact for fact in story.enrolments if fact.ends_on is None and fact.state == "enrolled"]
    old = [fact for fact in enrolled if fact.starts_on < month - timedelta(days=3 * 365)]
    if old and random.random() < 0.7:
        story.stand(random.choice(old).msme, "graduated", month, "Tingkat mandiri tercapai; keputusan dinas (peraga)")
        return
    if random.random() < 0.15:
        running = [fact for fact in enrolled if fact.starts_on < month]
        story.stand(random.choice(running).msme, "exited", month, "Pindah ke luar kabupaten (peraga)")
    if random.random() < 0.3:
        supported = [fact for fact in story.sponsorships if fact.ends_on is None and fact.starts_on < month]
        random.choice(supported).ends_on = month


def markets(story: Story):
    """Stores and corners: 5 and none in March 2018, 21 and 17 a year later; the programme's own store, long planned."""
    retail = story.company()
    retail.name = "Perusahaan Ritel Mitra"
    story.chains += [
        Chain(company=retail, name="Toko Modern Peraga A"),
        Chain(company=retail, name="Toko Modern Peraga B"),
    ]
    for number in range(21):
        on = date(2018, 3, 12) if number < 5 else date(2018, 5, 2) + timedelta(days=number * 14)
        one = story.store(on)
        if number < 17:
            story.corner(one, date(2018, 6, 4) + timedelta(days=number * 17))
    month = date(2019, 8, 5)
    while month <= story.until:
        one = story.store(month)
        if story.random.random() < 0.6:
            story.corner(one, month)
        month += timedelta(days=story.random.randint(60, 150))
    for opening in story.corner_openings[3:30:9]:
        closing = opening.starts_on.replace(day=1, year=opening.starts_on.year + 3)
        opening.ends_on = closing if closing <= story.until else None
    village = next(v for v in story.villages if v.parent.name == "Muara Badak")
    own = Store(name="Toko I-DAMAN Muara Badak", village=village, planned_on=date(2019, 2, 1))
    story.stores.append(own)
    story.store_openings.append(StoreOpening(outlet=own, starts_on=date(2021, 6, 1)))
