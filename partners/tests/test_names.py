"""Partners that get another name."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from idaman.testing.cast import make_partner
from partners.actions import rename_partner
from partners.models import Partner

LIST = "/admin/partners/partner/"


@pytest.fixture
def partner(db):
    return make_partner("PT Lama")


def renamed(partner, name, on, by=None) -> Partner:
    return rename_partner(partner=partner, name=name, on=on, by=by, why="akta baru")


def test_papers_of_a_day_show_the_name_of_that_day(partner, officer):
    renamed(partner, "PT Baru", date(2019, 1, 1), officer)
    found = renamed(partner, "PT Terbaru", date(2020, 1, 1))
    days = (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    assert [found.name_on(day) for day in days] == ["PT Lama", "PT Baru", "PT Baru", "PT Terbaru"]
    first = found.history.earliest("history_id").next_record
    assert (first.name, first.history_user, first.history_change_reason) == ("PT Baru", officer, "akta baru")


def test_a_partner_is_found_by_its_former_name(partner, sign_in, officer):
    renamed(renamed(partner, "PT Baru", date(2019, 1, 1)), "PT Terbaru", date(2020, 1, 1))
    client = sign_in(officer)
    assert [one.name for one in client.get(LIST + "?q=PT+Ter").context["cl"].result_list] == ["PT Terbaru"]
    assert [one.name for one in client.get(LIST + "?q=Lama").context["cl"].result_list] == ["PT Terbaru"]
    page = client.get(f"{LIST}{partner.pk}/change/").text
    assert "PT Lama" in page and "31 Des 2018" in page


@pytest.mark.parametrize(("name", "on"), [("PT Baru", date(2020, 1, 1)), ("PT Lain", date(2019, 1, 1))])
def test_a_name_is_new_and_later_than_the_last(partner, name, on):
    renamed(partner, "PT Baru", date(2019, 1, 1))
    with pytest.raises(ValidationError, match="PT Baru"):
        renamed(partner, name, on)


def test_the_name_of_another_partner_is_refused_and_nothing_is_half_done(partner):
    make_partner("PT Lain")
    with pytest.raises(ValidationError):
        renamed(partner, "PT Lain", date(2019, 1, 1))
    assert not partner.former_names.exists()


def test_an_officer_renames_in_the_admin(partner, sign_in, officer):
    client, chosen = sign_in(officer), {"action": "rename", "_selected_action": [partner.pk]}
    assert client.post(LIST, chosen).status_code == 200
    answers = {**chosen, "apply": "1", "name": "PT Baru", "on": "2019-01-01", "why": "akta baru"}
    assert client.post(LIST, {**answers, "on": "2190-01-01"}).context["form"].errors["on"]
    assert client.post(LIST, answers).status_code == 302
    assert Partner.objects.get(pk=partner.pk).name == "PT Baru"
    assert client.post(LIST, answers).context["form"].non_field_errors(), "a second tap is told"
    both = {**chosen, "_selected_action": [partner.pk, make_partner("PT Lain").pk]}
    assert client.post(LIST, both).status_code == 302
