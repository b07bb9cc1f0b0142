"""Fills an empty database with the demonstration programme, or says why it will not."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import transaction

from idaman.history import Versioned, keep, keep_many
from idaman.models import User
from partners.models import Membership, Partner
from partners.roles import Kind, Role
from reports.demo.story import tell

REASON = "Data peraga I-DAMAN"
SINCE = date(2018, 3, 1)
AGENCY = "DPMPTSP Kutai Kartanegara"
LAB = "Universitas Kutai Kartanegara, Laboratorium Unit Kemitraan"


@dataclass(frozen=True)
class Account:
    """A demonstration person: address, name, role and partner."""

    word: str
    name: str
    role: Role
    partner: str

    @property
    def email(self) -> str:
        return f"{self.word}@demo.test"


ACCOUNTS = [
    Account("officer", "Petugas Peraga", Role.OFFICER, AGENCY),
    Account("administrator", "Administrator Peraga", Role.ADMINISTRATOR, AGENCY),
    Account("leadership", "Pimpinan Peraga", Role.LEADERSHIP, AGENCY),
    Account("labhead", "Kepala LUK Peraga", Role.LAB_HEAD, LAB),
    Account("coach", "Pendamping Peraga", Role.COACH, LAB),
    Account("company", "Manajer Peraga Satu", Role.COMPANY_MANAGER, "Perusahaan Mitra 01"),
    Account("outsider", "Manajer Peraga Dua", Role.COMPANY_MANAGER, "Perusahaan Mitra 02"),
]


class NotEmptyError(Exception):
    """The database holds records that the demonstration did not make; the message names them."""


def recorded_models() -> list:
    return [model for model in apps.get_models() if issubclass(model, Versioned)]


def foreign() -> list[str]:
    """What the database holds that the demonstration didn't make, as "3 MSMEs"."""
    found = []
    for model in recorded_models():
        made = model.history.filter(history_type="+", history_change_reason=REASON)
        others = model.objects.exclude(pk__in=made.values("id")).count()
        if others:
            found.append(f"{others} {model._meta.verbose_name_plural}")
    return found


def is_filled() -> bool:
    """Whether the demonstration is there already."""
    return User.history.filter(history_type="+", history_change_reason=REASON).exists()


@transaction.atomic
def fill(*, until: date, password: str) -> bool:
    """Insert the whole demonstration up to the day; False when it was there already and nothing was changed.

    Raises NotEmptyError when the database holds anything else.
    """
    others = foreign()
    if others:
        raise NotEmptyError(", ".join(others))
    if is_filled():
        return False
    for records in tell(until).records():
        keep_many(records, why=REASON)
    keep_many([Partner(kind=Kind.GOVERNMENT, name=AGENCY), Partner(kind=Kind.UNIVERSITY, name=LAB)], why=REASON)
    for account in ACCOUNTS:
        make_account(account, password)
    return True


def make_account(account: Account, password: str):
    user = User(email=account.email, name=account.name)
    user.set_password(password)
    keep(user, by=None, why=REASON)
    partner = Partner.objects.get(name=account.partner)
    keep(Membership(user=user, partner=partner, role=account.role, starts_on=SINCE), by=None, why=REASON)
