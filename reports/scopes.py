"""Whose figures: the programme's, or those of one company, district, product kind or lab.

A scope other than the programme is a set of dated facts about MSMEs: an MSME is within it on the days on which one of
them holds. Who may read which scope is asked here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from idaman.models import Region
from idaman.periods import DatedQuerySet, in_force
from msmes.assignments.models import Assignment
from msmes.models import Address, Sponsorship
from msmes.products.models import Product, ProductKind
from partners.doors import abilities
from partners.models import Membership, Partner
from partners.roles import Kind, May
from reports.series import Days, Held, held

FACTS: dict[str, Callable[..., DatedQuerySet]] = {
    "sponsor": lambda company: Sponsorship.objects.filter(company=company),
    "district": lambda code: Address.objects.filter(village__district__kemendagri_code=code),
    "kind": lambda kind: Product.objects.filter(kind=kind),
    "lab": lambda lab: Assignment.objects.filter(lab=lab),
}
KINDS = frozenset({"programme", *FACTS})


@dataclass(frozen=True)
class Scope:
    """Whose figures are meant: a kind, and the key of the company, district (its code), product kind or lab."""

    kind: str = "programme"
    key: int | str | None = None
    slug: str = field(default="programme", compare=False)
    of: object = field(default=None, compare=False)

    def __str__(self) -> str:
        """As it stands in an address."""
        return self.slug

    @property
    def is_programme(self) -> bool:
        return self.kind == "programme"

    @property
    def company(self):
        """The key of the company whose figures they are; None in every other scope."""
        return self.key if self.kind == "sponsor" else None

    @property
    def title(self) -> str:
        """Whose figures these are, in words."""
        words = {
            "programme": _("The programme"),
            "sponsor": _("MSMEs of %(name)s"),
            "district": _("District %(name)s"),
            "kind": _("MSMEs that make: %(name)s"),
            "lab": _("MSMEs coached by %(name)s"),
        }
        return words[self.kind] if self.is_programme else words[self.kind] % {"name": self.of}

    @property
    def name(self) -> str:
        """The same among others of its kind."""
        return self.title if self.is_programme else str(self.of)

    @property
    def facts(self) -> DatedQuerySet:
        """The facts that put an MSME within the scope while they hold."""
        return FACTS[self.kind](self.key)

    def narrowed(self, records: QuerySet, day, path: str = "msme") -> QuerySet:
        """The records whose MSME, reached over the path, is within the scope on the day (a date, or OuterRef of one)."""
        if self.is_programme:
            return records
        return records.filter(Exists(self.facts.filter(in_force(day), msme=OuterRef(path))))

    def within(self, things: Held, days: Days) -> Held:
        """Of these MSMEs and the days on which they count, what lies within the scope."""
        return things if self.is_programme else held(self.facts, days, by="msme_id", given=("msme_id", things))

    def in_district(self, path: str) -> Q:
        """The condition that a village, reached over the path, lies within the scope; only districts ask it."""
        return Q(**{f"{path}__district__kemendagri_code": self.key}) if self.kind == "district" else Q()

    def of_kind(self, path: str) -> Q:
        """The condition that a product kind, reached over the path, is the one of the scope."""
        return Q(**{path: self.key}) if self.kind == "kind" else Q()


PROGRAMME = Scope()


def of_company(company: Partner) -> Scope:
    return Scope("sponsor", company.pk, company.public_id, company)


def of_district(district: Region) -> Scope:
    return Scope("district", district.kemendagri_code, f"district-{district.kemendagri_code}", district)


def of_kind(kind: ProductKind) -> Scope:
    return Scope("kind", kind.pk, f"kind-{kind.pk}", kind)


def of_lab(lab: Partner) -> Scope:
    return Scope("lab", lab.pk, f"lab-{lab.public_id}", lab)


def named(slug: str) -> Scope:
    """The scope that an address names, whoever asks; raises Http404 for none."""
    kind, _dash, key = slug.partition("-")
    if slug == PROGRAMME.slug:
        return PROGRAMME
    if not key:
        return of_company(get_object_or_404(Partner.objects.companies(), public_id=slug))
    if kind == "lab":
        return of_lab(get_object_or_404(Partner, kind=Kind.UNIVERSITY, public_id=key))
    if kind == "district":
        return of_district(district_of_today(key))
    if kind == "kind" and key.isdecimal() and len(key) < 10:
        return of_kind(get_object_or_404(ProductKind, pk=int(key)))
    raise Http404


def district_of_today(code: str) -> Region:
    """The district of the code, or of a former code the one that stands there today; raises Http404 for none."""
    found = Region.objects.filter(level=Region.Level.DISTRICT, kemendagri_code=code).order_by("pk").last()
    if found is None:
        raise Http404
    return found.district


def find(user, slug: str, *, on) -> Scope:
    """The scope that an address names, for who may read it on the day; raises Http404 for all others."""
    scope = named(slug)
    if scope.kind == "sponsor":
        get_object_or_404(Partner.objects.visible_to(user, on=on), pk=scope.key)
    elif not (scope.kind == "lab" and reads_lab(user, scope, on=on)) and May.READ_PROGRAMME not in abilities(user):
        raise Http404
    return scope


def reads_lab(user, scope: Scope, *, on) -> bool:
    """Whether the person acts for the lab by a right to read what is its own."""
    return any(one.partner_id == scope.key and one.may(May.READ_OWN) for one in Membership.objects.of(user, on=on))


def readable(user, *, on) -> list[tuple[str, list[Scope]]]:
    """The scopes whose figures the person may read on the day, in groups for a picker."""
    companies = Partner.objects.companies().visible_to(user, on=on).order_by("name")
    groups = [(_("Companies"), [of_company(one) for one in companies])]
    if May.READ_PROGRAMME in abilities(user):
        districts = Region.objects.districts().order_by("name")
        labs = Partner.objects.filter(kind=Kind.UNIVERSITY).order_by("name")
        groups = [
            (_("The programme"), [PROGRAMME]),
            (_("Districts"), [of_district(one) for one in districts]),
            *groups,
            (_("Product kinds"), [of_kind(one) for one in sorted(ProductKind.objects.all(), key=str)]),
            (_("Labs"), [of_lab(one) for one in labs]),
        ]
    return [group for group in groups if group[1]]


class ScopeConverter:
    """A scope in an address: letters, digits, dashes, and the dots of a district's code."""

    regex = r"[-a-zA-Z0-9_.]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value) -> str:
        return str(value)
