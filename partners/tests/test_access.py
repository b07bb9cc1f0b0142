"""The access table held to the site: every address, every role, one's own objects and another's."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from idaman.history import keep
from idaman.testing.cast import (
    PASSWORD,
    PEOPLE,
    make_corner,
    make_msme,
    make_partner,
    make_person,
    make_product,
    make_sponsorship,
    make_store,
    put_down,
)
from idaman.testing.pictures import picture
from idaman.uploads.actions import store
from msmes.products.models import ProductKind
from msmes.registering.actions import begin
from msmes.registering.models import Registration
from partners.importing.models import Import
from partners.importing.tests import files
from partners.joining.actions import ask_to_join, confirm
from partners.models import ForumConsent, Membership, Partner
from partners.people.actions import invite
from partners.roles import TABLE, Role
from partners.tests import access_table
from partners.tests.access_table import ADMIN, ADMIN_WITHOUT_CONTENT, AGENCY, SECTION_PAGES, SECTIONS
from reports.exports.models import Export
from reports.publications.tests.editions import empty_edition
from reports.quality.models import Explanation
from reports.targets.tests.conftest import aimed

OPEN, SIGN_IN, GONE = 200, 302, 404
WORDS = sorted([*PEOPLE, "anonymous"])
ENGINES = ["sqlite", "postgresql"]
ROWS = [*access_table.TABLE, *ADMIN]
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
PNG = picture()
# Names may stand there: totals by company for the CSR forum, MSMEs without a coach for a lab's head; nothing of an owner.
NAMED = {"companies/", "lab/uncoached/"}
SECRET = "Perusahaan Lain"  # what nobody but that company and the agency may meet anywhere


def patterns(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, address)
        elif isinstance(one, URLPattern):
            yield address


def sorted_names(address: str) -> str:
    """The admin writes its apps in no fixed order."""
    before, bar, names = address.partition("(?P<app_label>")
    return before + bar + "|".join(sorted(names.removesuffix(")/$").split("|"))) if bar else address


def test_every_address_of_the_site_stands_in_the_table():
    sections = {f"admin/{section}/{page}" for section in SECTIONS for page in SECTION_PAGES}
    listed = {*(row.pattern for row in ROWS), *ADMIN_WITHOUT_CONTENT, *sections}
    assert {sorted_names(one) for one in patterns()} == {sorted_names(one) for one in listed}


def export_of(owner, made: bool) -> Export:
    words = {"scope": "programme", "code": "assisted-msmes", "asked": "on=2019-03-31", "language": "id", "rows": 1}
    export = Export(owner=owner, asked_at=NOW, expires_at=NOW + timedelta(days=36500), **words)
    if made:
        export.scope, export.state = make_partner("Perusahaan Lain").public_id, Export.State.READY
        export.file.save("rows.xlsx", ContentFile(b"x"), save=False)
    export.save()
    return export


def objects_of(prefix: str, company: str, manager) -> dict:
    """What belongs to one company: its MSME, an invitation, a membership, a file."""
    msme = make_msme(f"Usaha {company}", enrolled=date(2018, 3, 10), village="Timbau", owner_name=f"Pemilik {company}")
    partner = make_partner(company)
    make_sponsorship(partner, msme)
    make_product(msme, standardised=date(2018, 4, 1))
    words = {"role": Role.COMPANY_VIEWER, "email": f"{prefix}@example.test", "name": f"Undangan {company}"}
    invitation, token = invite(partner=partner, by=manager, at=NOW + timedelta(days=36500), **words)
    return {
        prefix: partner.public_id,
        f"{prefix}_membership": Membership.objects.get(user=manager).pk,
        f"{prefix}_invitation": invitation.public_id,
        f"{prefix}_msme": msme.public_id,
        f"{prefix}_registration": begin(company=partner, by=manager, at=NOW).public_id,
        f"{prefix}_submission": keep(
            Registration(company=partner, begun_by=manager, begun_at=NOW, state="submitted", submitted_at=NOW), by=None
        ).public_id,
        f"{prefix}_file": store(upload=SimpleUploadedFile("bukti.png", PNG), owner=manager, at=NOW).public_id,
        f"{prefix}_export": export_of(manager, made=prefix == "other").public_id,
        "token": token,
    }


KEPT: dict = {}  # of an import that was checked once: a file is read in a process of its own, too slow for every test


def import_of(owner, **more) -> Import:
    """An import of an office's file, checked, with a row to mend."""
    if not KEPT:
        one = files.checked(owner)
        with one.file.open() as file:
            KEPT.update(
                content=file.read(), row=one.ledger.filter(outcome="refused").values("number", "outcome", "problems").first()
            )
        names = ["code", "language", "name", "sha256", "sheet", "headings", "body_from", "mapping", "decided", "state", "told"]
        KEPT["words"] = {name: getattr(one, name) for name in names}
    partner = Membership.objects.get(user=owner).partner
    made = Import(owner=owner, partner=partner, received_at=NOW, **{**KEPT["words"], **more})
    made.file.save("", ContentFile(KEPT["content"]), save=False)
    made.save()
    made.ledger.create(**KEPT["row"])
    return made


@pytest.fixture
def cast(db) -> dict:
    return {word: make_person(word, *rest) for word, rest in PEOPLE.items()}


@pytest.fixture
def world(cast) -> dict:
    """One of everything, of two companies; the first agreed to the CSR forum."""
    own = objects_of("own", "Perusahaan Uji", cast["company_manager"])
    other = objects_of("other", "Perusahaan Lain", cast["outsider"])
    keep(ForumConsent(company=make_partner("Perusahaan Uji"), starts_on=date(2019, 1, 1)), by=None)
    make_corner(make_store(partnered=date(2018, 3, 1)), opened=date(2018, 6, 1))
    details = {"name": "Calon", "nib": "9900000000017", "address": "Jalan Uji", "contact_name": "Calon"}
    details |= {"contact_email": "calon@example.test", "contact_phone": "+6281200000000"}
    request = confirm(request=ask_to_join(at=NOW, **details))
    gone = keep(ForumConsent(company=make_partner("Perusahaan Lain"), starts_on=date(2019, 1, 1)), by=None)
    deleted = gone.pk
    gone.delete()
    found = {
        **other,
        **own,
        "deleted": deleted,
        "office_import": import_of(cast["officer"]).public_id,
        "written_import": import_of(cast["officer"], state=Import.State.WRITTEN, written_at=NOW).public_id,
        "other_import": import_of(cast["office_reader"]).public_id,
        "kind": ProductKind.objects.get().pk,
        "lab": cast["coach"].memberships.get().partner.public_id,
        "publication": empty_edition(cast["officer"]).publication.slug,
        "coach_membership": cast["coach"].memberships.get().pk,
        "join_request": request.public_id,
        "key": request.link_key,
        "person": cast["coach"].pk,
        "target": aimed(cast["officer"]).pk,
        "explanation": keep(Explanation(rule="phone-missing", key=0, reason="Uji", starts_on=date(2019, 1, 1)), by=None).pk,
    }
    return {**found, "company": found["own"]}


def text_of(response) -> str:
    """All that the answer says, an Excel file's cells included."""
    content = response.getvalue() if response.streaming else response.content
    put_down(response)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


@pytest.mark.parametrize("word", WORDS)
def test_who_gets_which_page(client, cast, world, word):
    """Each address for each role: half of them on either engine, whose answers can't differ."""
    for row in ROWS[(WORDS.index(word) + ENGINES.index(connection.vendor)) % len(ENGINES) :: len(ENGINES)]:
        client.logout()
        if word != "anonymous":
            client.force_login(cast[word])
        response = client.get("/" + row.address.format(**world))
        put_down(response)
        if word == "anonymous":
            assert response.status_code == row.anonymous, row
            assert row.is_public or response.url.startswith(("/accounts/login/", "/admin/login/")), row
        else:
            assert response.status_code == (row.status if word in row.allowed else GONE), row


@pytest.mark.parametrize("word", sorted(set(PEOPLE) - AGENCY - {"outsider", "nobody"}))
def test_no_page_or_file_of_theirs_contains_anothers_data(client, cast, world, word):
    client.force_login(cast[word])
    for row in ROWS:
        if word in row.allowed and row.pattern != "accounts/logout/":
            text = text_of(client.get("/" + row.address.format(**world), {"on": "2019-03-31"}))
            assert (f"Pemilik {SECRET}" if row.address in NAMED else SECRET) not in text, row


@pytest.mark.engine_free
@pytest.mark.parametrize("word", WORDS)
def test_who_gets_into_which_section_of_the_admin(client, cast, world, word):
    if word != "anonymous":
        client.force_login(cast[word])
    for section, allowed in SECTIONS.items():
        for page in ("", "1/change/", "1/history/"):
            got = client.get(f"/admin/{section}/{page}").status_code
            wanted = SIGN_IN if word == "anonymous" else OPEN if word in allowed else GONE
            assert got in ((wanted, GONE) if page and wanted == OPEN else (wanted,)), (section, page)


@pytest.mark.engine_free
def test_a_superuser_without_a_partner_meets_no_fault(client, world, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("utama@example.test", PASSWORD, name="Utama"))
    for row in ROWS:
        response = put_down(client.get("/" + row.address.format(**world)))
        wanted = row.status if "administrator" in row.allowed else None
        assert response.status_code in ((wanted,) if wanted else (200, 302, 404)), row


def test_writing_to_anothers_object_is_a_404(client, cast, world):
    client.force_login(cast["company_manager"])
    for address in (
        "people/{other}/invite/",
        "people/leave/{other_membership}/",
        "invitations/{other_invitation}/renew/",
        "invitations/{other_invitation}/withdraw/",
        "requests/{join_request}/",
        "submissions/{own_submission}/",
        "lab/assign/",
        "lab/coach/{coach_membership}/hand-over/",
        "registrations/{other_registration}/submit/",
        "registrations/{other_registration}/withdraw/",
        "registrations/{other_registration}/known/",
        "registrations/{other_registration}/step/business/",
        "registrations/{other_registration}/step/business/keep/",
        "msmes/{own_msme}/reveal/",
        "msmes/{own_msme}/personal/",
        "msmes/{other_msme}/personal/",
        "msmes/by-nik/",
        *("targets/new/", "targets/2019/set/", "targets/target/{target}/revise/", "targets/target/{target}/take-back/"),
        "msmes/{own_msme}/anonymise/",
        "msmes/{other_msme}/anonymise/",
        "imports/{office_import}/columns/",
        "imports/{office_import}/again/",
        "imports/{office_import}/undo/",
        "imports/{office_import}/rows/4/",
        *(f"imports/{{office_import}}/{act}" for act in access_table.IMPORT_ACTS),
    ):
        assert client.post("/" + address.format(**world), {"why": "x"}).status_code == GONE, address
    assert client.post("/people/act-for/", {"partner": world["other"]}).status_code == GONE


def test_every_saving_address_refuses_those_who_may_not(client, cast, world):
    client.force_login(cast["leadership"])
    for section in SECTIONS:
        for page in ("add/", "1/change/", "1/delete/"):
            assert client.post(f"/admin/{section}/{page}", {"name": "x"}).status_code == GONE


def test_pickers_answer_keepers_only(client, cast, world):
    officer, company_manager = cast["officer"], cast["company_manager"]
    asked = {"app_label": "msmes", "model_name": "sponsorship", "field_name": "company", "term": "Per"}
    client.force_login(officer)
    assert len(client.get("/admin/autocomplete/", asked).json()["results"]) >= 2
    client.force_login(company_manager)
    assert client.get("/admin/autocomplete/", asked).status_code == GONE


def test_a_right_ends_on_the_day_the_membership_ends(client, world):
    ended = make_person("lama", Role.OFFICER, "DPMPTSP", last_day=date(2020, 12, 31))
    client.force_login(ended)
    assert client.get("/admin/").status_code == GONE
    assert client.get("/figures/programme/").status_code == GONE
    assert client.get("/").status_code == OPEN


def test_the_deactivated_are_signed_out(client, cast, world):
    officer = cast["officer"]
    client.force_login(officer)
    officer.is_active = False
    keep(officer, by=None)
    assert client.get("/figures/programme/").status_code == SIGN_IN


@pytest.mark.parametrize("role", Role)
def test_a_role_belongs_to_one_kind_of_partner(db, role):
    from django.core.exceptions import ValidationError

    wrong = next(kind for kind in ("government", "company", "media") if kind != role.rule.kind)
    person, partner = make_person("orang", None), keep(Partner(name="Mitra", kind=wrong), by=None)
    with pytest.raises(ValidationError):
        keep(Membership(user=person, partner=partner, role=role, starts_on=date(2019, 1, 1)), by=None)


def test_the_table_names_every_role():
    assert set(TABLE) == set(Role)


def test_nobody_signs_up_by_themselves(client, db):
    assert "password" not in client.get("/accounts/signup/").text.lower().replace("password_reset", "")
    client.post("/accounts/signup/", {"email": "baru@example.test", "password1": "kata-sandi-panjang"})
    from idaman.models import User

    assert not User.objects.exists()


def test_people_sign_in_by_e_mail(client, db):
    person = make_person("petugas", Role.OFFICER, "DPMPTSP")
    person.set_password("kata-sandi-panjang")
    person.save()
    wrong = client.post("/accounts/login/", {"login": person.email, "password": "salah"})
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": person.email.upper(), "password": "kata-sandi-panjang"})
    assert right.status_code == 302 and right.url == "/"


def test_the_admin_has_no_door_of_its_own(client, db):
    page = client.get("/admin/login/?next=/admin/")
    client.force_login(make_person("petugas", Role.OFFICER, "DPMPTSP"))
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"
    assert client.post("/admin/logout/").url == "/accounts/login/"
    assert page.status_code == 302 and page.url.startswith("/accounts/login/")


def test_whoever_may_enter_is_not_sent_round_in_circles(client, officer):
    client.force_login(officer)
    assert client.get("/admin/login/").url == "/admin/"


def test_an_address_is_changed_by_an_administrator_and_the_old_one_opens_nothing(client, administrator, officer):
    from allauth.account.models import EmailAddress

    old = officer.email
    EmailAddress.objects.create(user=officer, email=old, primary=True, verified=True)
    client.force_login(officer)
    assert client.get("/accounts/email/").status_code == GONE
    client.force_login(administrator)
    form = {"email": "Baru@example.test", "name": officer.name, "is_active": "on", "new_password": "", "change_reason": "x"}
    assert client.post(f"/admin/idaman/user/{officer.pk}/change/", form).status_code == 302
    officer.refresh_from_db()
    assert officer.email == "baru@example.test"
    assert not EmailAddress.objects.filter(email=old).exists()


def test_a_form_left_open_too_long_says_what_to_do(officer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    page = strict.post("/admin/partners/partner/add/", {"name": "x"})
    assert page.status_code == 403 and "kedaluwarsa" in page.text


def test_the_documented_table_is_the_one_that_holds(settings):
    from partners.management.commands.access import access_table

    assert (settings.BASE_DIR / "docs" / "access.md").read_text() == access_table(), "run `manage.py access > docs/access.md`"


def test_somebody_with_two_partners_acts_for_one_at_a_time(client, cast, world):
    person = cast["company_manager"]
    other = make_partner("Perusahaan Lain")
    keep(Membership(user=person, partner=other, role=Role.COMPANY_MANAGER, starts_on=date(2019, 1, 1)), by=None)
    client.force_login(person)
    assert client.get(f"/figures/{world['own']}/").status_code == OPEN
    assert client.get(f"/figures/{world['other']}/").status_code == GONE
    client.post("/people/act-for/", {"partner": world["other"]})
    assert client.get(f"/figures/{world['own']}/").status_code == GONE
    assert client.get(f"/figures/{world['other']}/").status_code == OPEN
    Membership.objects.filter(user=person, partner=other).update(ends_on=date(2020, 1, 1))
    assert client.get(f"/figures/{world['own']}/").status_code == OPEN
