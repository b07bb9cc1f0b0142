"""A name reads as it is kept: what can't be seen in it is refused, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from idaman.lines import one_line
from idaman.models import User
from msmes.models import Msme
from msmes.registering.forms import BusinessForm
from outlets.models import Store
from partners.joining.models import JoinRequest
from partners.models import Partner
from partners.people.forms import InvitationForm, JoinForm

TURNED = "Ibu \u202eirS"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\x07", "\t", "\u2028"])
def test_what_cannot_be_seen_is_refused_and_named(sign):
    with pytest.raises(ValidationError, match=f"Bu Sri.*U\\+{ord(sign):04X}"):
        one_line(f"Bu Sri{sign}Rejeki")


@pytest.mark.parametrize("name", ["Bu Sri & Anak", "محمد", "Café “Ñandú” – 2", "क्‍ष", "👩‍🍳 Dapur"])
def test_names_of_every_script_are_taken(name):
    one_line(name)


@pytest.mark.parametrize(
    ("model", "field"),
    [(User, "name"), (Partner, "name"), (Msme, "name"), (Msme, "owner_name"), (JoinRequest, "contact_name"), (Store, "name")],
)
def test_every_record_refuses_it_at_its_field(db, model, field):
    form = modelform_factory(model, fields=[field])({field: TURNED})
    assert not form.is_valid() and "U+202E" in str(form.errors[field])


def test_the_forms_of_their_own_refuse_it_as_well(db):
    partner = Partner(kind="company", name="Perusahaan Uji")
    forms = [
        BusinessForm({"name": TURNED}, today=None),
        InvitationForm({"name": TURNED}, partner=partner),
        JoinForm({"name": TURNED}, email="baru@example.test"),
    ]
    for form in forms:
        assert "U+202E" in str(form.errors["name"]), type(form)
