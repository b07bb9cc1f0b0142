"""The cast of the tests, made by plain functions, and the fixtures that call them."""

from datetime import date

import pytest

from idaman.history import keep
from idaman.models import Region, User
from idaman.periods import ONE_DAY
from msmes.actions import move_enrolment
from msmes.assignments.models import COACHING, Assignment
from msmes.models import Address, Enrolment, Msme, Sponsorship
from msmes.products.models import Product, ProductKind, Standardisation
from outlets.models import Chain, Corner, CornerOpening, Store, StorePartnership
from partners.models import Membership, Partner
from partners.roles import Kind, Role

BEGIN = date(2018, 3, 1)
PASSWORD = "kata-sandi-uji"


def ends(last_day: date | None) -> date | None:
    """The stored end of an inclusive last day."""
    return last_day and last_day + ONE_DAY


def make_partner(name: str, kind: Kind = Kind.COMPANY) -> Partner:
    return Partner.objects.filter(name=name, kind=kind).first() or keep(Partner(name=name, kind=kind), by=None)


def make_person(word: str, role: Role | None, partner: str = "", last_day: date | None = None) -> User:
    """Somebody who acts in the role; with no role, somebody who merely has an account."""
    user = User(email=f"{word}@example.test", name=word.title())
    user.set_password(PASSWORD)
    keep(user, by=None)
    if role:
        organisation = make_partner(partner, role.rule.kind)
        keep(Membership(user=user, partner=organisation, role=role, starts_on=BEGIN, ends_on=ends(last_day)), by=None)
    return user


def make_msme(name: str = "Usaha Uji", *, enrolled: date | None = None, village: str = "", **details) -> Msme:
    """An MSME, enrolled from the day, with an address in the village."""
    one = keep(Msme(name=name, **details), by=None)
    if enrolled:
        move_enrolment(msme=one, to=Enrolment.State.ENROLLED, on=enrolled, by=None)
    if village:
        keep(Address(msme=one, village=Region.objects.villages().filter(name=village).first(), starts_on=BEGIN), by=None)
    return one


def make_sponsorship(company: Partner, msme: Msme, on: date = BEGIN, last_day: date | None = None):
    return keep(Sponsorship(company=company, msme=msme, on_market=True, starts_on=on, ends_on=ends(last_day)), by=None)


def make_product(msme: Msme, kind: str = "Madu", on: date = BEGIN, standardised: date | None = None) -> Product:
    found = ProductKind.objects.filter(name=kind).first() or keep(ProductKind(name=kind), by=None)
    product = keep(Product(msme=msme, kind=found, name=f"{kind} {msme.name}", starts_on=on), by=None)
    if standardised:
        keep(Standardisation(product=product, starts_on=standardised), by=None)
    return product


def make_assignment(msme: Msme, coach: User, on: date = BEGIN, last_day: date | None = None) -> Assignment:
    """A coach's assignment, by the lab for which the coach acts."""
    lab = coach.memberships.get(role__in=COACHING).partner
    return keep(Assignment(msme=msme, coach=coach, lab=lab, starts_on=on, ends_on=ends(last_day)), by=None)


def make_store(name: str = "Toko Uji", partnered: date | None = None, last_day: date | None = None) -> Store:
    company = make_partner("Perusahaan Ritel Uji")
    chain = Chain.objects.filter(name="Jaringan Uji").first() or keep(Chain(name="Jaringan Uji", company=company), by=None)
    store = keep(Store(name=name, chain=chain), by=None)
    if partnered:
        keep(StorePartnership(store=store, starts_on=partnered, ends_on=ends(last_day)), by=None)
    return store


def make_corner(store: Store, opened: date | None = None) -> Corner:
    corner = keep(Corner(store=store, name=f"Gerai {store.name}"), by=None)
    if opened:
        keep(CornerOpening(outlet=corner, starts_on=opened), by=None)
    return corner


PEOPLE = {
    "officer": (Role.OFFICER, "DPMPTSP"),
    "administrator": (Role.ADMINISTRATOR, "DPMPTSP"),
    "leadership": (Role.LEADERSHIP, "DPMPTSP"),
    "lab_head": (Role.LAB_HEAD, "Laboratorium Uji"),
    "coach": (Role.COACH, "Laboratorium Uji"),
    "company_manager": (Role.COMPANY_MANAGER, "Perusahaan Uji"),
    "company_viewer": (Role.COMPANY_VIEWER, "Perusahaan Uji"),
    "outsider": (Role.COMPANY_MANAGER, "Perusahaan Lain"),
    "office_reader": (Role.OFFICE_READER, "Dinas Lain"),
    "forum_secretary": (Role.FORUM_SECRETARY, "Forum Uji"),
    "community_officer": (Role.COMMUNITY_OFFICER, "Komunitas Uji"),
    "media_officer": (Role.MEDIA_OFFICER, "Media Uji"),
    "nobody": (None, ""),
}


def person_fixture(word: str):
    @pytest.fixture(name=word)
    def made(db):
        return make_person(word, *PEOPLE[word])

    return made


officer, administrator, leadership = map(person_fixture, ("officer", "administrator", "leadership"))
lab_head, coach, nobody = map(person_fixture, ("lab_head", "coach", "nobody"))
company_manager, company_viewer, outsider = map(person_fixture, ("company_manager", "company_viewer", "outsider"))
office_reader, forum_secretary = map(person_fixture, ("office_reader", "forum_secretary"))
community_officer, media_officer = map(person_fixture, ("community_officer", "media_officer"))


@pytest.fixture
def company(company_manager):
    """The company that the manager acts for."""
    return Partner.objects.get(name="Perusahaan Uji")


@pytest.fixture
def sign_in(client):
    """Signs a person in and gives back the client."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def put_down(response):
    """Close the file behind an answer and give the answer back; closing the answer itself would close the test's database."""
    for close in response._resource_closers:
        close()
    return response
