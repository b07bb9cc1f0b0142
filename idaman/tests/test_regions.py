"""The regions the project ships."""

from django.core.management import call_command

from idaman.models import Region


def test_the_regency_has_20_districts_and_237_villages_with_both_codes(db):
    regency = Region.objects.get(kemendagri_code="64.02")
    assert (regency.name, regency.bps_code) == ("Kutai Kartanegara", "6403")
    assert regency.parts.count() == 20
    assert Region.objects.villages().filter(parent__parent=regency).count() == 237
    assert Region.objects.filter(level=Region.Level.PROVINCE).count() == 38
    assert Region.objects.filter(level=Region.Level.REGENCY).count() == 514


def test_loading_again_changes_nothing_and_keeps_an_offices_own_changes(db, capsys):
    Region.objects.filter(kemendagri_code="64.02.04.2007").update(postcode="75381")
    before = list(Region.objects.values())
    call_command("load_reference")
    assert list(Region.objects.values()) == before
    assert "809 regions" in capsys.readouterr().out
