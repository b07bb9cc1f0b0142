"""What is held on a person is told in words: every field by its name, every typed value as the form showed it."""

import pytest

from idaman import clock
from idaman.changes import shown
from idaman.digest.models import Subscription
from idaman.models import Region, User
from idaman.personal import held_on
from idaman.testing.cast import make_msme
from idaman.uploads.models import StoredFile
from msmes.assignments.models import Assignment
from msmes.consents.models import Consent
from msmes.merging.models import Merge
from msmes.models import Address, Baseline, Disclosure, Enrolment, Msme, Sponsorship
from msmes.products.models import Product
from msmes.registering.actions import begin, keep_typed
from msmes.registering.models import Registration
from partners.joining.models import JoinRequest
from partners.models import Membership
from partners.people.models import Invitation
from reports.exports.models import Export

NIK = "6402014507900001"
HELD = [
    *(Address, Assignment, Baseline, Consent, Disclosure, Enrolment, Export, Invitation, JoinRequest, Membership, Merge, Msme),
    *(Product, Registration, Sponsorship, StoredFile, Subscription, User),
]


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_every_field_has_a_name_of_its_own(model):
    assert not [field.name for field in shown(model) if not field._verbose_name]


def test_what_was_typed_is_told_as_the_form_showed_it(company, company_manager):
    one = make_msme("Keripik Uji", owner_nik=NIK)
    village = Region.objects.villages().get(name="Timbau", kemendagri_code__startswith="64.02")
    typed = {
        "village": [str(village.pk)],
        "owner_nik": [NIK],
        "owner_sex": ["man"],
        "owner_is_poor": ["no"],
        "aspects": ["institution", "market"],
        "company": ["on"],
        "catalogue": [""],
        "how": ["signed"],
        "other": ["x"],
    }
    draft = begin(company=company, by=company_manager, at=clock.now())
    keep_typed(registration=draft, step="owner", typed=typed, opened_at=0, page="x", at=clock.now())
    told = {held.field: held.value for held in held_on(one) if held.record.startswith("Pendaftaran")}
    assert (told["Desa/kelurahan"], told["NIK"], told["Jenis kelamin"], told["other"]) == ("Timbau", NIK, "laki-laki", "x")
    assert told["Aspek"] == "kelembagaan, pasar" and told["Cara memberikannya"].startswith("ditandatangani")
    assert [value for field, value in told.items() if "perusahaan yang membina" in field.lower()] == ["ya"]
