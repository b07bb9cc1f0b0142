"""What the tests of targets begin with: companies and MSMEs at the baseline, and a target of 2019."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from idaman.testing.cast import make_msme, make_sponsorship
from reports.targets.actions import set_target
from reports.targets.years import year_of

NOW = date(2026, 11, 24)


def aimed(by, *, indicator="assisted-msmes", year=2019, value=4, on=date(2019, 1, 15), today=None, why="Rapat kerja", **more):
    """A target, set on the day by somebody."""
    words = {"indicator": indicator, "period": year_of(year), "value": Decimal(value), "on": on, "why": why}
    return set_target(**{**words, "by": by, "today": today or on, **more})


@pytest.fixture
def programme(db, company):
    """Two MSMEs assisted from the first month on, a third from May 2019."""
    for number, on in enumerate([date(2018, 3, 10), date(2018, 3, 12), date(2019, 5, 1)], start=1):
        make_sponsorship(company, make_msme(f"Usaha {number}", enrolled=on, village="Timbau"), on=on)


@pytest.fixture
def target(programme, officer):
    """Assisted MSMEs of 2019: 4, decided on 15 January."""
    return aimed(officer)


@pytest.fixture
def english():
    """Sentences in the language of the code."""
    with translation.override("en"):
        yield
