"""How an MSME moves through the programme."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from idaman.management.commands.states import diagrams
from idaman.testing.cast import make_msme
from msmes.actions import STANDINGS, move_enrolment
from msmes.models import Enrolment, Msme

State = Enrolment.State


def test_each_standing_ends_where_the_next_begins(db, officer):
    one = make_msme(enrolled=date(2018, 3, 10))
    move_enrolment(msme=one, to=State.SUSPENDED, on=date(2019, 1, 1), by=officer, why="renovasi")
    move_enrolment(msme=one, to=State.ENROLLED, on=date(2019, 4, 1), by=officer)
    found = [(fact.state, fact.starts_on, fact.last_day) for fact in one.enrolments.order_by("starts_on")]
    assert found == [
        ("enrolled", date(2018, 3, 10), date(2018, 12, 31)),
        ("suspended", date(2019, 1, 1), date(2019, 3, 31)),
        ("enrolled", date(2019, 4, 1), None),
    ]
    assert not Msme.objects.enrolled(on=date(2019, 3, 31)).exists()
    assert Msme.objects.enrolled(on=date(2019, 4, 1)).get() == one
    assert one.enrolments.get(state="suspended").history.last().history_change_reason == "renovasi"


@pytest.mark.parametrize("to", State)
@pytest.mark.parametrize("standing", ["", *State])
def test_only_the_moves_of_the_table_are_possible(db, standing, to):
    one = make_msme()
    if standing:
        Enrolment.objects.create(msme=one, state=standing, starts_on=date(2018, 3, 10), reason="x")
    if to in STANDINGS.moves[standing]:
        assert move_enrolment(msme=one, to=to, on=date(2019, 1, 1), by=None, why="x").state == to
        return
    with pytest.raises(ValidationError):
        move_enrolment(msme=one, to=to, on=date(2019, 1, 1), by=None, why="x")


def test_a_move_before_the_present_standing_began_is_refused(db):
    one = make_msme(enrolled=date(2018, 3, 10))
    with pytest.raises(ValidationError, match="10"):
        move_enrolment(msme=one, to=State.EXITED, on=date(2018, 3, 10), by=None, why="x")


def test_leaving_the_programme_needs_its_reason(db):
    one = make_msme(enrolled=date(2018, 3, 10))
    with pytest.raises(ValidationError):
        move_enrolment(msme=one, to=State.GRADUATED, on=date(2019, 3, 10), by=None)
    assert one.enrolments.get().ends_on is None, "nothing half done"


def test_an_officer_graduates_several_at_once_and_is_told_of_the_one_that_cannot(sign_in, officer):
    ready, new = make_msme("Usaha Siap", enrolled=date(2018, 3, 10)), make_msme("Usaha Baru")
    client, address = sign_in(officer), "/admin/msmes/msme/?standing=all"
    chosen = {"action": "graduate", "_selected_action": [ready.pk, new.pk]}
    asked = client.post(address, chosen)
    assert asked.status_code == 200 and "Usaha Siap" in asked.text
    assert client.post(address, {**chosen, "apply": "1", "on": "2021-03-31", "why": ""}).context["form"].errors["why"]
    done = client.post(address, {**chosen, "apply": "1", "on": "2021-03-31", "why": "mandiri"})
    assert Msme.objects.graduated(on=date(2021, 3, 31)).get() == ready
    assert "Usaha Baru" in str(done.context["form"].non_field_errors())
    assert [one.name for one in done.context["chosen"]] == ["Usaha Baru"]
    assert 'value="2021-03-31"' in done.text and "mandiri</textarea>" in done.text
    assert any(str(message).startswith("1 UMKM") for message in done.context["messages"])


def test_too_many_at_once_are_refused_in_words(sign_in, officer, monkeypatch):
    monkeypatch.setattr("msmes.admin.AT_ONCE", 1)
    chosen = {"action": "enrol", "_selected_action": [make_msme("Usaha Satu").pk, make_msme("Usaha Dua").pk]}
    page = sign_in(officer).post("/admin/msmes/msme/?standing=all", chosen, follow=True)
    assert "paling banyak 1 UMKM" in page.text


def test_nobody_takes_part_before_the_programme(db):
    with pytest.raises(ValidationError, match="2018"):
        move_enrolment(msme=make_msme(), to=State.ENROLLED, on=date(2017, 1, 1), by=None)


def test_the_documented_diagram_is_drawn_from_the_table(settings):
    assert (settings.BASE_DIR / "docs" / "states.md").read_text() == diagrams(), "run `manage.py states > docs/states.md`"
