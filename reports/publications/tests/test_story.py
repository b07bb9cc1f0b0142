"""March 2019 is published, a forgotten sponsorship is entered, a restatement is issued beside it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from idaman import clock, workspace
from idaman.history import keep
from idaman.models import Region
from idaman.periods import Period
from idaman.testing.cast import make_msme, make_partner, make_sponsorship
from msmes.models import Address, Sponsorship
from reports import closing
from reports.figures import figures
from reports.publications.actions import publish, withdraw
from reports.publications.contents import contents
from reports.publications.differences import differences
from reports.publications.models import Draft, Edition, calendar_year, slug_of
from reports.publications.tests.editions import AT, PERIOD, SLUG, begun, published

pytestmark = pytest.mark.engine_free

DAY = PERIOD.last_day
PAGE = f"/publications/{SLUG}/"
OPEN = f"/open/{SLUG}/"


@pytest.fixture
def forgotten(db):
    """An enrolled MSME whose sponsorship nobody recorded, beside one of which somebody did."""
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme("Usaha Tercatat", enrolled=date(2018, 3, 10), village="Timbau"))
    return make_msme("Usaha Terlupa", enrolled=date(2018, 5, 1))


def remember(msme, by, why="Surat perusahaan baru ditemukan") -> Sponsorship:
    fact = Sponsorship(company=make_partner("Perusahaan Uji"), msme=msme, on_market=True, starts_on=date(2018, 6, 1))
    return keep(fact, by=by, why=why)


def live(code="assisted-msmes") -> int:
    return next(one.value for one in figures(DAY, date(2018, 3, 31)) if one.indicator.code == code)


def value(edition: Edition, code="assisted-msmes") -> str:
    return edition.contents.by_code[code]["value"]


def test_the_live_figure_moves_and_the_published_one_does_not(forgotten, officer, sign_in):
    first, client = published(officer, at=clock.now()), sign_in(officer)
    assert "Usaha Terlupa" not in client.get(PAGE + "changes/").text
    assert client.get(PAGE + "changes/").context["told"] == []
    remember(forgotten, officer)
    assert (live(), value(Edition.objects.get())) == (2, "1")
    page = client.get(PAGE + "changes/")
    told = {one.difference.code: one for one in page.context["told"]}
    assert {"assisted-msmes", "enrolled-without-sponsor"} <= set(told) and "sponsor-companies" not in told
    assert told["assisted-msmes"].came == ["Usaha Terlupa"] and told["enrolled-without-sponsor"].went == ["Usaha Terlupa"]
    [reason] = told["assisted-msmes"].reasons
    assert (reason.why, reason.by, type(reason.record)) == ("Surat perusahaan baru ditemukan", officer, Sponsorship)
    assert reason.why in page.text
    second = published(officer, at=clock.now(), reason="Satu pembinaan terlupa")
    assert (second.number, value(second), value(first), second.content["restates"]) == (2, "2", "1", first.checksum)
    assert client.get(PAGE + "changes/").context["told"] == []


def test_what_happened_later_or_on_other_days_is_no_reason(forgotten, officer, sign_in):
    published(officer, at=clock.now())
    fact = remember(forgotten, officer)
    fact.ends_on = date(2020, 1, 1)
    keep(fact, by=officer, why="Berakhir kemudian")
    make_sponsorship(make_partner("Perusahaan Lain"), forgotten, on=date(2021, 1, 1))
    told = sign_in(officer).get(PAGE + "changes/").context["told"]
    assert {reason.why for one in told for reason in one.reasons} == {"Surat perusahaan baru ditemukan"}


def test_who_does_not_keep_records_reads_what_changed_and_not_who_changed_it(forgotten, officer, office_reader, sign_in):
    published(officer)
    remember(forgotten, officer, why="Kata Bu Tertentu")
    page = sign_in(office_reader).get(PAGE + "changes/")
    assert "Usaha Terlupa" in page.text and "Kata Bu Tertentu" not in page.text


def test_the_public_sees_both_editions_side_by_side_and_no_name(forgotten, officer, client):
    published(officer)
    remember(forgotten, officer)
    published(officer, at=AT + timedelta(days=30), reason="Satu pembinaan terlupa")
    page, first = client.get(OPEN), client.get(OPEN + "1/")
    told = {one.difference.code: one for one in page.context["told"]}
    assert told["assisted-msmes"].values == ["1", "2"] and told["enrolled-without-sponsor"].values == ["1", "0"]
    assert not [one for one in told.values() if one.difference.new["is_hidden"] and one.difference.came]
    assert "Satu pembinaan terlupa" in page.text and f'href="{OPEN}1/"' in page.text
    assert first.context["edition"].later.number == 2 and f'href="{OPEN}2/"' in first.text
    for answer in (page, first, client.get("/open/"), client.get(OPEN + "2.json"), client.get(OPEN + "2.csv")):
        names = ("Usaha Tercatat", "Usaha Terlupa", officer.name, officer.email, "Perusahaan Uji")
        assert not [name for name in names if name in answer.text]


def test_the_same_figures_are_not_restated(forgotten, officer):
    published(officer)
    with pytest.raises(ValidationError) as refusal:
        published(officer, at=AT + timedelta(days=30), reason="Tanpa sebab")
    assert refusal.value.error_list[0].code == "same"
    assert Draft.objects.get(state="draft") and Edition.objects.count() == 1


def test_a_restatement_needs_its_reason_and_a_publication_its_story(forgotten, officer):
    with pytest.raises(ValidationError) as refusal:
        published(officer, narrative_id=" ")
    assert set(refusal.value.message_dict) == {"narrative_id"}
    published(officer)
    remember(forgotten, officer)
    with pytest.raises(ValidationError) as refusal:
        published(officer)
    assert set(refusal.value.message_dict) == {"reason"}


def test_of_two_who_publish_the_second_is_told_who_was_first(forgotten, officer, administrator):
    draft, same = begun(officer), Draft.objects.get()
    publish(draft=draft, by=officer, at=AT)
    with pytest.raises(ValidationError) as refusal:
        publish(draft=same, by=administrator, at=AT)
    assert officer.name in refusal.value.messages[0] and Edition.objects.count() == 1


def test_a_second_tap_on_publish_makes_one_edition(forgotten, officer, sign_in):
    client, draft = sign_in(officer), begun(officer)
    form = {"narrative_id": "Cerita.", "narrative_en": "", "saves": draft.saves, "page": "p", "is_read": "on"}
    answers = [client.post(PAGE + "draft/publish/", form) for _tap in range(2)]
    assert [answer.url for answer in answers] == [PAGE, PAGE] and Edition.objects.count() == 1


def test_a_period_that_is_not_over_is_refused_in_words(officer, sign_in):
    period = Period(date(2018, 4, 1), date(2019, 4, 17))
    with pytest.raises(ValidationError, match="2019"):
        published(officer, period=period)
    today = clock.today()
    form = {"first": f"{today.year}-01-01", "last": f"{today.year}-12-31"}
    answer = sign_in(officer).post("/publications/begin/", form)
    assert answer.status_code == 400 and str(today.year + 1) in answer.text
    assert not Draft.objects.exists()


def test_what_is_open_is_shown_and_publishing_over_it_needs_an_explanation(forgotten, officer, sign_in, monkeypatch):
    monkeypatch.setattr(closing.hurdle, "answers", [lambda day, period: [("Tanpa kecamatan", 3, "/msmes/"), ("Nihil", 0, "/")]])
    client, draft = sign_in(officer), begun(officer)
    page = client.get(PAGE + "draft/")
    assert [tuple(one) for one in page.context["hurdles"]] == [
        ("Tanpa kecamatan", 3, "/msmes/")
    ] and 'href="/msmes/"' in page.text
    form = {"narrative_id": "Cerita.", "narrative_en": "", "saves": draft.saves, "page": "p", "is_read": "on", "explanation": ""}
    answer = client.post(PAGE + "draft/publish/", form)
    assert answer.status_code == 400 and "explanation" in answer.context["form"].errors and "Cerita." in answer.text
    saves = Draft.objects.get().saves
    answer = client.post(PAGE + "draft/publish/", {**form, "saves": saves, "page": "p", "explanation": "Alamat menyusul."})
    edition = Edition.objects.get()
    assert answer.status_code == 302 and edition.explanation == "Alamat menyusul."
    assert edition.open_then == [["Tanpa kecamatan", "3"]] and "Alamat menyusul" not in edition.public


def test_what_two_pages_type_is_shown_to_the_second_and_nothing_is_lost(forgotten, officer, sign_in):
    client, draft = sign_in(officer), begun(officer)
    form = {"narrative_en": "", "saves": draft.saves}
    assert client.post(PAGE + "draft/keep/", {**form, "narrative_id": "Yang pertama", "page": "a"}).status_code == 200
    assert Draft.objects.get().narrative_id == "Yang pertama"
    answer = client.post(PAGE + "draft/", {**form, "narrative_id": "Yang kedua", "page": "b"})
    assert answer.status_code == 409 and "Yang pertama" in answer.text and "Yang kedua" in answer.text
    assert Draft.objects.get().narrative_id == "Yang pertama"


def test_a_personal_number_in_the_story_is_refused_before_it_goes_out(forgotten, officer, sign_in):
    client, draft = sign_in(officer), begun(officer)
    form = {"narrative_en": "", "narrative_id": "Ibu 6402 0145 0790 0001", "saves": draft.saves, "page": "p", "is_read": "on"}
    assert client.post(PAGE + "draft/publish/", form).status_code == 400
    assert not Edition.objects.exists() and Draft.objects.get().narrative_id == "Cerita satu."


def test_a_withdrawn_draft_gives_way_to_a_new_one(forgotten, officer):
    withdraw(draft=begun(officer), by=officer, at=AT)
    with pytest.raises(ValidationError):
        publish(draft=Draft.objects.get(), by=officer, at=AT)
    assert published(officer).number == 1


def test_from_2_january_the_year_before_waits_to_be_published(forgotten, officer, leadership):
    def waiting(user, on):
        return [task.key for task in workspace.tasks.ask(user, on=on) if task.key.startswith("publication-")]

    assert waiting(officer, date(2019, 1, 2)) == waiting(officer, date(2019, 12, 31)) == ["publication-2018"]
    assert not waiting(officer, date(2019, 1, 1)) and not waiting(leadership, date(2019, 1, 2))
    published(officer, period=calendar_year(2018))
    assert not waiting(officer, date(2019, 4, 30)) and waiting(officer, date(2020, 1, 2)) == ["publication-2019"]


@pytest.mark.parametrize(
    ("start", "end", "slug"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), "2026"),
        (date(2018, 4, 1), date(2019, 4, 1), "2018-04-2019-03"),
        (date(2018, 3, 1), date(2018, 4, 1), "2018-03-2018-03"),
        (date(2018, 3, 5), date(2018, 4, 1), "2018-03-05-2018-03-31"),
    ],
)
def test_every_period_has_its_address(start, end, slug):
    assert slug_of(Period(start, end)) == slug


def test_a_deleted_row_is_told_by_its_last_name(forgotten, officer, sign_in):
    fact = remember(forgotten, officer)
    published(officer)
    fact.delete()
    [enrolment] = forgotten.enrolments.all()
    enrolment.delete()
    forgotten.delete()
    told = {one.difference.code: one for one in sign_in(officer).get(PAGE + "changes/").context["told"]}
    assert told["assisted-msmes"].went == ["Usaha Terlupa"]


def test_a_corrected_attribute_is_a_difference_in_the_parts_alone(forgotten, officer):
    edition = published(officer)
    one = make_msme("Lain", enrolled=date(2020, 1, 1))
    remember(one, officer)
    assert not differences(edition.contents, contents(period=PERIOD))
    Address.objects.update(village=Region.objects.villages().get(name="Jembayan Tengah"))
    [found] = [one for one in differences(edition.contents, contents(period=PERIOD)) if one.code == "assisted-msmes"]
    assert (found.came, found.went, found.value) == ([], [], ("1", "1"))
    assert "District" in [title["en"] for title in found.breakdowns]
