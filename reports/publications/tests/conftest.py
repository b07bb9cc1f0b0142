"""What tests of publications share."""

import pytest
from django.utils.module_loading import autodiscover_modules

from reports import closing
from reports.quality.workspace import what_offends


@pytest.fixture(autouse=True)
def nothing_amiss(monkeypatch):
    """What data quality finds in the bare records of these tests isn't their matter."""
    autodiscover_modules("workspace")
    monkeypatch.setattr(closing.hurdle, "answers", [one for one in closing.hurdle.answers if one is not what_offends])
