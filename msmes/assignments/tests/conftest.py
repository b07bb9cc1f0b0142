"""A lab with two coaches and three MSMEs, for the tests of assignments."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format

from idaman.testing.cast import make_msme, make_person
from partners.roles import Role

DAY = date(2020, 1, 1)


@pytest.fixture
def second(coach):
    """Another coach of the same lab."""
    return make_person("kedua", Role.COACH, "Laboratorium Uji")


@pytest.fixture
def three(db):
    """Three MSMEs that nobody coaches."""
    return [make_msme(f"Usaha {number}", enrolled=DAY, village="Timbau", owner_name="Pemilik Rahasia") for number in range(3)]


@pytest.fixture
def lab(client, lab_head):
    """The head's browser, in English."""
    client.force_login(lab_head)
    client.cookies["django_language"] = "en"
    return client


def home(person) -> str:
    """The page of a coach in the lab."""
    return f"/lab/coach/{person.memberships.get().pk}/"


def short(day: date) -> str:
    """A day as the pages write it in English."""
    with translation.override("en"):
        return date_format(day, "SHORT_DATE_FORMAT")
