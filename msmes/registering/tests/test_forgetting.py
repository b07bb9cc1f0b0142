"""Of an owner who is forgotten nothing stays in what a company typed, nor in why it was sent back."""

import pytest

from idaman import clock
from idaman.models import Region
from idaman.testing.cast import make_msme
from msmes.forgetting import anonymise
from msmes.models import Msme
from msmes.registering.actions import accept, begin, keep_typed, send_back, submit
from msmes.registering.models import Registration

NIK = "6402014507900001"
WHY = "Siti Aminah belum mengisi NIB; hubungi Bu Aminah (0812-7777-8888)"


@pytest.fixture
def sent_back(company, company_manager, officer):
    """A registration that an officer sent back, naming the owner in the reason."""
    village = Region.objects.villages().get(name="Timbau", kemendagri_code__startswith="64.02")
    typed = {
        "name": "Keripik Mahakam",
        "village": str(village.pk),
        "street": "Jalan Uji 3",
        "nib": "",
        "older_numbers": "",
        "owner_name": "Siti Aminah",
        "phone": "081277778888",
        "owner_nik": NIK,
        "monthly_turnover": "0",
        "jobs": "1",
        "company": "on",
        "how": "signed",
    }
    lists = {name: [value] for name, value in typed.items()} | {"aspects": ["market"]}
    draft = begin(company=company, by=company_manager, at=clock.now())
    keep_typed(registration=draft, step="business", typed=lists, opened_at=0, page="x", at=clock.now())
    sent = submit(registration=Registration.objects.get(), by=company_manager, at=clock.now())
    return send_back(registration=sent, by=officer, at=clock.now(), why=WHY)


def told_of(registration) -> str:
    rows = registration.history.values_list("reason", "history_change_reason")
    return f"{Registration.objects.get(pk=registration.pk).reason} {list(rows)}"


def is_clean(text: str) -> bool:
    return not any(word in text for word in ("Aminah", "7777"))


def test_the_reason_of_sending_back_is_found_before_it_had_an_msme(sent_back, company_manager, officer, administrator):
    again = submit(registration=sent_back, by=company_manager, at=clock.now())
    accept(registration=again, by=officer, at=clock.now(), holds_from=clock.today())
    assert "Aminah" in told_of(sent_back)
    anonymise(msme=Msme.objects.get(), at=clock.now(), by=administrator, why="Permintaan pemilik")
    assert is_clean(told_of(sent_back)) and "belum mengisi NIB" in told_of(sent_back)


def test_the_same_in_a_draft_found_by_the_nik_alone_in_the_words_typed_there(sent_back, administrator):
    one = make_msme("Usaha Lain", owner_nik=NIK, owner_name="Ny. Siti A.")
    anonymise(msme=one, at=clock.now(), by=administrator, why="Permintaan pemilik")
    assert is_clean(told_of(sent_back)) and Registration.objects.get().typed == {"name": ["Keripik Mahakam"]}


def test_the_registrations_page_says_that_its_content_was_taken_away(client, sent_back, company_manager, officer, administrator):
    again = submit(registration=sent_back, by=company_manager, at=clock.now())
    accept(registration=again, by=officer, at=clock.now(), holds_from=clock.today())
    one = Msme.objects.get()
    anonymise(msme=one, at=clock.now(), by=administrator, why="Permintaan pemilik", with_name=True)
    for person, address in ((company_manager, "registrations"), (officer, "submissions")):
        client.force_login(person)
        page = client.get(f"/{address}/{sent_back.public_id}/")
        assert f"<h1>UMKM {one.public_id}</h1>" in page.text and "content-gone" in page.text
        assert "text-warn" not in page.text and "<h1>•••" not in page.text


def test_a_draft_that_was_emptied_says_so_until_it_is_typed_anew(client, sent_back, company_manager, administrator):
    one = make_msme("Usaha Lain", owner_nik=NIK, owner_name="Ny. Siti A.")
    assert not Registration.objects.get().is_emptied
    anonymise(msme=one, at=clock.now(), by=administrator, why="Permintaan pemilik")
    client.force_login(company_manager)
    page = client.get(f"/registrations/{sent_back.public_id}/")
    assert "content-gone" in page.text and "text-warn" not in page.text and "step/business/" in page.text
    typed = {"name": ["Usaha Baru"], "village": [""]}
    keep_typed(registration=sent_back, step="business", typed=typed, opened_at=0, page="y", at=clock.now())
    assert not Registration.objects.get().is_emptied
